package io.pacekeeper.core.policy.working;

import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.model.Tag;
import io.pacekeeper.core.policy.rule.RuleTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The WorkingSet is everything that the stages of one decision share: what was read, the working
 * objects that were made of it, and where each is found by name.
 */
public final class WorkingSet {
  private final PolicyInput input;
  private final RuleTime time;
  private final ClusterOptions options;
  private final List<WorkingNode> nodes;
  private final Map<String, WorkingNode> nodesById = new HashMap<>();
  private final Map<String, WorkingNode> nodesByName = new HashMap<>();
  private final List<WorkingResource> resources = new ArrayList<>();
  private final List<WorkingResource> everyResource = new ArrayList<>();
  private final Map<String, WorkingResource> resourcesById = new HashMap<>();
  private final Map<String, List<WorkingPrimitive>> instancesByHistoryName = new HashMap<>();
  private final Map<String, Tag> tags = new HashMap<>();
  private final Map<String, Ticket> tickets = new HashMap<>();
  private final List<Location> locations = new ArrayList<>();
  private final List<Colocation> colocations = new ArrayList<>();
  private final List<FailedProbe> failedProbes = new ArrayList<>();
  private final Actions actions = new Actions(this);
  private final Orderings orderings = new Orderings();
  private @Nullable Reasons reasons;
  private boolean unassigningGroups;
  private boolean fenceDeviceKnown;
  private boolean unfencingInUse;
  private Predicate<WorkingNode> fenceDeviceCheck = node -> false;
  private long recheckBy;

  /**
   * Makes a working set without resources.
   *
   * @param nodes sorted by name, each with its place as index
   */
  public WorkingSet(
      PolicyInput input, RuleTime time, ClusterOptions options, List<WorkingNode> nodes) {
    this.input = input;
    this.time = time;
    this.options = options;
    this.nodes = List.copyOf(nodes);
    for (WorkingNode node : nodes) {
      nodesById.putIfAbsent(node.id(), node);
      nodesByName.putIfAbsent(node.name().toLowerCase(Locale.ROOT), node);
    }
    for (Tag tag : input.tags()) {
      tags.putIfAbsent(tag.id(), tag);
    }
  }

  public PolicyInput input() {
    return input;
  }

  /** Returns the time of the decision, in seconds since the epoch. */
  public long now() {
    return time.seconds();
  }

  /** Returns the time of the decision as rules see it. */
  public RuleTime time() {
    return time;
  }

  public ClusterOptions options() {
    return options;
  }

  public boolean haveQuorum() {
    return input.header().haveQuorum();
  }

  /** Returns the nodes, sorted by name; the place of each is its index. */
  public List<WorkingNode> nodes() {
    return nodes;
  }

  public @Nullable WorkingNode nodeById(@Nullable String id) {
    return nodesById.get(id);
  }

  /** Returns the node of a name, whatever the case of its letters. */
  public @Nullable WorkingNode nodeByName(@Nullable String name) {
    return name == null ? null : nodesByName.get(name.toLowerCase(Locale.ROOT));
  }

  /** Returns the node of an id, or else of a name; null: there is none. */
  public @Nullable WorkingNode node(String id, String name) {
    WorkingNode node = nodesById.get(id);
    return node == null ? nodeByName(name) : node;
  }

  /** Returns the resources that are in no other, sorted by priority; assignment may sort anew. */
  public List<WorkingResource> resources() {
    return resources;
  }

  /** Returns every resource, members and instances included, in the order of their indexes. */
  public List<WorkingResource> everyResource() {
    return Collections.unmodifiableList(everyResource);
  }

  /** Returns the index that the next resource gets. */
  public int nextResourceIndex() {
    return everyResource.size();
  }

  /** Makes a resource known by its id; the first of an id stays. */
  public void register(WorkingResource resource) {
    everyResource.add(resource);
    resourcesById.putIfAbsent(resource.id(), resource);
  }

  /** Returns the resource whose own id it is; null: there is none. */
  public @Nullable WorkingResource resourceById(@Nullable String id) {
    return resourcesById.get(id);
  }

  /** Makes an instance known by the name that it has in the history, until it gets another. */
  public void registerHistoryName(String name, WorkingPrimitive instance) {
    instancesByHistoryName.computeIfAbsent(name, any -> new ArrayList<>(1)).add(instance);
  }

  /**
   * Returns the resource that a constraint means by an id: the one of that id, or else the whole
   * clone of which an instance is so called in the history.
   */
  public @Nullable WorkingResource find(@Nullable String id) {
    WorkingResource resource = resourcesById.get(id);
    if (resource != null || id == null) {
      return resource;
    }
    for (WorkingPrimitive instance : instancesByHistoryName.getOrDefault(id, List.of())) {
      if (id.equals(instance.historyName())) {
        return instance.top();
      }
    }
    return null;
  }

  /** Returns the tag or template of an id; null: there is none. */
  public @Nullable Tag tag(@Nullable String id) {
    return tags.get(id);
  }

  /** Returns the ticket of an id; one that nobody knows is not granted. */
  public Ticket ticket(String id) {
    return tickets.computeIfAbsent(id, name -> new Ticket(name, false, false));
  }

  public void addTicket(Ticket ticket) {
    tickets.put(ticket.id(), ticket);
  }

  /** Returns the location constraints in the order in which they were made. */
  public List<Location> locations() {
    return locations;
  }

  /** Returns the colocations in the order in which they were made. */
  public List<Colocation> colocations() {
    return colocations;
  }

  /**
   * Returns the probes that failed in a way that counts as not active, in the order of the status.
   */
  public List<FailedProbe> failedProbes() {
    return failedProbes;
  }

  public Actions actions() {
    return actions;
  }

  public Orderings orderings() {
    return orderings;
  }

  /** Returns whether a group that went elsewhere than where it was to stay is unassigned. */
  public boolean isUnassigningGroups() {
    return unassigningGroups;
  }

  /**
   * Has an instance of a cloned group be unassigned if it went elsewhere than where it was to stay,
   * as an instance of a cloned primitive is. Pacemaker leaves it there and does not count it, so
   * that a node may get more of them than it is to have.
   */
  public void unassignGroups() {
    unassigningGroups = true;
  }

  /** Returns where reasons are written down; null: nobody wants to know them. */
  public @Nullable Reasons reasons() {
    return reasons;
  }

  /** Has the reasons of scores be written down from now on; null: nobody wants to know them. */
  public void setReasons(@Nullable Reasons value) {
    reasons = value;
  }

  /** Returns whether anything is configured that can fence. */
  public boolean fenceDeviceKnown() {
    return fenceDeviceKnown;
  }

  public void setFenceDeviceKnown(boolean value) {
    fenceDeviceKnown = value;
  }

  /** Returns whether some resource needs nodes to be unfenced. */
  public boolean unfencingInUse() {
    return unfencingInUse;
  }

  public void setUnfencingInUse(boolean value) {
    unfencingInUse = value;
  }

  /** Has it be asked whether the fence devices would unfence a node otherwise than they did. */
  public void setFenceDeviceCheck(Predicate<WorkingNode> check) {
    fenceDeviceCheck = check;
  }

  /** Returns whether the fence devices would unfence a node otherwise than they did. */
  boolean fenceDevicesChanged(WorkingNode node) {
    return unfencingInUse && fenceDeviceCheck.test(node);
  }

  /** Returns when the decision has to be taken anew at the latest; 0: no time is known. */
  public long recheckBy() {
    return recheckBy;
  }

  /**
   * Notes that the decision may be another one from a time on; times that have passed do not count.
   */
  public void recheckBy(long moment) {
    if (moment > now() && (recheckBy == 0 || moment < recheckBy)) {
      recheckBy = moment;
    }
  }
}
