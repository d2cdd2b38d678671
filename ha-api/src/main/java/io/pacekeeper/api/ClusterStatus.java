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
 * @param maintenanceClaims who wants that, besides the option of the cluster
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
    List<Claim> maintenanceClaims,
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

  /**
   * Who changed something.
   *
   * @param by who
   * @param via through what
   * @param at when, by the changer's clock
   * @param node on which node or host, or null if nobody says so
   * @param what what was changed, in a few words, or null if nobody says so
   */
  public record Change(
      String by, String via, Instant at, @Nullable String node, @Nullable String what) {}

  /**
   * That somebody wants something to hold.
   *
   * @param owner who wants it
   * @param reason why; may be empty
   * @param since since when
   * @param until when it ends by itself, or null for never
   */
  public record Claim(String owner, String reason, Instant since, @Nullable Instant until) {}

  /** How the cluster is, in one word. */
  public enum Health {
    /** Everything that is to be active is, and every node takes part. */
    HEALTHY,
    /**
     * Everything that is to be active is or is about to be, but something needs to be looked at.
     */
    DEGRADED,
    /** Something that is to be active is not, or nobody decides. */
    FAILED
  }

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
   * @param details what else there is to say of it
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
      SortedMap<String, String> attributes,
      NodeDetails details) {
    public NodeStatus {
      attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    /** Returns the state in a few words: {@code online}, {@code online, standby}. */
    public String state() {
      return StatusText.state(this);
    }
  }

  /**
   * What else there is to say of a node.
   *
   * @param id its number, or null in a cluster that every node may join
   * @param session the session by which it is there, or null if it is not
   * @param since since when it takes part, or waits to; null if it does neither
   * @param guarded whether its companion guards it, or null if it does not say
   * @param unguarded why its companion does not guard it, or null if it does
   * @param enabled whether a JVM of that name takes part as soon as it starts
   * @param waitsFor why its JVM, which is there, does not take part, as a part of a sentence that
   *     begins with it: "was stopped by anna"; null if it does, or there is none
   * @param standbyClaims who wants nothing to run on it
   * @param maintenanceClaims who wants what runs on it left alone
   * @param health how well it is, or null where that means nothing
   * @param capacity how much it has of what resources take, by name
   */
  public record NodeDetails(
      @Nullable Integer id,
      @Nullable String session,
      @Nullable Instant since,
      @Nullable Boolean guarded,
      @Nullable String unguarded,
      boolean enabled,
      @Nullable String waitsFor,
      List<Claim> standbyClaims,
      List<Claim> maintenanceClaims,
      @Nullable NodeHealth health,
      SortedMap<String, Capacity> capacity) {
    /** Nothing to say. */
    public static final NodeDetails NONE =
        new NodeDetails(
            null, null, null, null, null, true, null, List.of(), List.of(), null, new TreeMap<>());

    public NodeDetails {
      capacity = Collections.unmodifiableSortedMap(new TreeMap<>(capacity));
      standbyClaims = List.copyOf(standbyClaims);
      maintenanceClaims = List.copyOf(maintenanceClaims);
    }
  }

  /** How well something is. */
  public enum Color {
    /** Well. */
    GREEN,
    /** Not as it should be. */
    YELLOW,
    /** Bad. */
    RED
  }

  /**
   * How well a node is.
   *
   * @param color the worst of what its attributes say
   * @param score how much more or less every resource likes it for that
   * @param causes the attributes that speak against it, as {@code name=value}
   */
  public record NodeHealth(Color color, int score, List<String> causes) {
    public NodeHealth {
      causes = List.copyOf(causes);
    }
  }

  /**
   * How much a node has of something that resources take.
   *
   * @param total how much it has
   * @param taken how much is taken by what is or could be active there
   */
  public record Capacity(int total, int taken) {}

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
   * @param since since when it is active there, by the node's clock, or null if nobody says so
   * @param reason why it was started there, as far as the history goes back; null if it does not
   * @param role which role it has there; of what cannot be promoted {@link Role#STARTED}
   */
  public record Activity(
      String node,
      Phase phase,
      long fencingToken,
      boolean confirmed,
      @Nullable Instant since,
      @Nullable String reason,
      Role role) {
    /** Makes one of what cannot be promoted. */
    public Activity(
        String node,
        Phase phase,
        long fencingToken,
        boolean confirmed,
        @Nullable Instant since,
        @Nullable String reason) {
      this(node, phase, fencingToken, confirmed, since, reason, Role.STARTED);
    }
  }

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
   * @param maintenanceClaims who wants it left alone
   * @param stoppedClaims who wants it stopped
   */
  public record ResourceStatus(
      String id,
      @Nullable String application,
      TargetRole targetRole,
      boolean managed,
      List<Activity> active,
      SortedMap<String, Integer> failcounts,
      List<Claim> maintenanceClaims,
      List<Claim> stoppedClaims) {
    public ResourceStatus {
      maintenanceClaims = List.copyOf(maintenanceClaims);
      stoppedClaims = List.copyOf(stoppedClaims);
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
    maintenanceClaims = List.copyOf(maintenanceClaims);
    nodes = List.copyOf(nodes);
    resources = List.copyOf(resources);
    failures = List.copyOf(failures);
    fencing = List.copyOf(fencing);
    warnings = List.copyOf(warnings);
  }

  /** Returns how the cluster is, in one word. */
  public Health health() {
    return StatusHealth.of(this).health();
  }

  /** Returns what speaks against its health, the worst first: nothing if it is healthy. */
  public List<String> ailments() {
    return StatusHealth.of(this).ailments();
  }

  /** Returns the same as of another moment, to be compared with. */
  public ClusterStatus at(Instant moment) {
    return copy(moment, warnings);
  }

  /** Returns the same with other things that an administrator should know. */
  public ClusterStatus withWarnings(List<String> others) {
    return copy(lastUpdated, others);
  }

  private ClusterStatus copy(Instant moment, List<String> allWarnings) {
    return new ClusterStatus(
        stack,
        dc,
        moment,
        lastChange,
        resourcesConfigured,
        maintenanceMode,
        maintenanceClaims,
        stopAllResources,
        nodes,
        resources,
        failures,
        fencing,
        allWarnings);
  }

  /**
   * Returns who is there, in the manner of {@code pcs status corosync}.
   *
   * @param localHost the host whose nodes are marked as local
   */
  public String toMembershipText(String localHost, ZoneId zone) {
    return new MembershipText(this, localHost, zone).text();
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
