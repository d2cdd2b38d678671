package io.pacekeeper.api;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the cluster is: its nodes, what runs where, what failed, and what an administrator should
 * know. Made from the cluster's documents as they were read, together, from a quorum.
 *
 * @param stack what the cluster lives in
 * @param dc the designated controller, or null if none was ever elected
 * @param lastUpdated when the documents were read
 * @param lastChange who changed the configuration or something of a node last, or null if nobody
 *     says so
 * @param resourcesConfigured how many resources the cluster is to run
 * @param maintenanceMode whether every resource is left alone
 * @param stopAllResources whether every resource is stopped
 * @param nodes the nodes, by name
 * @param resources the resources, by id
 * @param failures the last failure of each resource on each node, as far as it counts
 * @param fencing the nodes that were confirmed dead, newest first
 * @param warnings what an administrator should know, a sentence each: documents that are missing or
 *     cannot be read, definitions that contradict each other, resources that are blocked
 */
public record ClusterStatus(
    String stack,
    @Nullable Dc dc,
    Instant lastUpdated,
    @Nullable Change lastChange,
    int resourcesConfigured,
    boolean maintenanceMode,
    boolean stopAllResources,
    List<NodeStatus> nodes,
    List<ResourceStatus> resources,
    List<FailedOperation> failures,
    List<FencingEvent> fencing,
    List<String> warnings) {

  /**
   * The designated controller.
   *
   * @param node its name
   * @param incarnation its incarnation
   * @param term counts elections
   * @param version the version of Pacekeeper that it runs, or null if it is not a member
   * @param member whether that incarnation takes part now
   */
  public record Dc(
      String node, String incarnation, long term, @Nullable String version, boolean member) {}

  /** Who changed the configuration, through what, and when. */
  public record Change(String by, String via, Instant at) {}

  /** Whether a node takes part. */
  public enum Membership {
    /** Takes part. */
    ONLINE,
    /** Alive, but what it runs is not known yet. */
    PENDING,
    /** Not heard of, and not confirmed dead: what it ran may be active. */
    UNCLEAN,
    /** Does not take part, and nothing of it is active. */
    OFFLINE
  }

  /**
   * A node.
   *
   * @param name its name
   * @param membership whether it takes part
   * @param standby whether an administrator wants nothing to run on it
   * @param standbyBy the resource whose failure put it in standby, or null
   * @param maintenance whether what runs on it is left alone
   * @param leaving whether it is about to leave
   * @param host where it runs, or null if it is not a member or offline
   * @param pid its process id there, or null
   * @param incarnation its incarnation, or null
   * @param version the version of Pacekeeper that it runs, or null
   * @param attributes its node attributes
   */
  public record NodeStatus(
      String name,
      Membership membership,
      boolean standby,
      @Nullable String standbyBy,
      boolean maintenance,
      boolean leaving,
      @Nullable String host,
      @Nullable Long pid,
      @Nullable String incarnation,
      @Nullable String version,
      SortedMap<String, String> attributes) {
    public NodeStatus {
      attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    /** Returns the state in a few words: {@code online}, {@code online, standby}. */
    public String state() {
      return StatusText.state(this);
    }
  }

  /** Where a resource is between stopped and started. */
  public enum Phase {
    /** Its start was ordered. */
    STARTING,
    /** Active. */
    STARTED,
    /** Its stop was ordered. */
    STOPPING,
    /** An operation failed, and it is to be stopped; possibly active. */
    FAILED,
    /** Its stop failed, and nothing more is done; possibly active. */
    BLOCKED,
    /** Not known; possibly active. */
    UNKNOWN
  }

  /**
   * A place where a resource is or could be active.
   *
   * @param node the node
   * @param phase where it is between stopped and started
   * @param fencingToken the fencing token of the activation, 0 for none
   * @param confirmed whether the node takes part and has said so; otherwise it is what it said last
   */
  public record Activity(String node, Phase phase, long fencingToken, boolean confirmed) {}

  /**
   * A resource.
   *
   * @param id its id
   * @param application the application that declares it, {@code unknown} if the configuration
   *     cannot be read, or null if none does any more
   * @param targetRole whether it is to be active at all
   * @param managed whether the cluster starts and stops it
   * @param active where it is or could be active, what is confirmed first; nowhere if it is stopped
   * @param failcounts how often it failed, by node, as far as that counts
   */
  public record ResourceStatus(
      String id,
      @Nullable String application,
      TargetRole targetRole,
      boolean managed,
      List<Activity> active,
      SortedMap<String, Integer> failcounts) {
    public ResourceStatus {
      active = List.copyOf(active);
      failcounts = Collections.unmodifiableSortedMap(new TreeMap<>(failcounts));
    }

    /** Returns the state in a few words: {@code Started node1}, {@code Stopped (disabled)}. */
    public String state() {
      return StatusText.state(this);
    }
  }

  /**
   * The last failure of a resource on a node.
   *
   * @param resource the resource
   * @param node the node
   * @param operation what failed
   * @param reason what it said
   * @param at when, by the node's clock
   * @param failcount how often the resource failed there
   */
  public record FailedOperation(
      String resource,
      String node,
      Operation operation,
      String reason,
      Instant at,
      int failcount) {}

  /**
   * A confirmation that a node was dead.
   *
   * @param node the node
   * @param incarnation which incarnation of it
   * @param means how that is known: {@code companion}, {@code lease}, {@code device}, {@code hand}
   * @param by who says so
   * @param at when
   */
  public record FencingEvent(
      String node, String incarnation, String means, String by, Instant at) {}

  public ClusterStatus {
    nodes = List.copyOf(nodes);
    resources = List.copyOf(resources);
    failures = List.copyOf(failures);
    fencing = List.copyOf(fencing);
    warnings = List.copyOf(warnings);
  }

  /** Returns the status as lines of text in the manner of {@code pcs status}, with times in UTC. */
  public String toText() {
    return toText(ZoneId.of("UTC"));
  }

  /** Returns the status as lines of text in the manner of {@code pcs status}. */
  public String toText(ZoneId zone) {
    return new StatusText(this, zone).text();
  }
}
