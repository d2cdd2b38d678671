package io.pacekeeper.core.policy.working;

import io.pacekeeper.core.policy.model.ResourceDefinition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A WorkingResource is a resource, of whatever kind, during a decision. */
public abstract sealed class WorkingResource permits WorkingPrimitive, WorkingGroup, WorkingClone {
  private final int index;
  private final String id;
  private final ResourceDefinition definition;
  private final @Nullable WorkingResource parent;
  private final Map<String, String> meta;
  private final BitSet knownOn = new BitSet();
  private final List<WorkingNode> runningOn = new ArrayList<>(1);
  private final List<Colocation> thisWith = new ArrayList<>(0);
  private final List<Colocation> withThis = new ArrayList<>(0);
  private final List<Location> locations = new ArrayList<>(0);
  private final ActionTable actions = new ActionTable();
  private AllowedNodes allowed;
  private int flags;
  private Role role = Role.STOPPED;
  private Role nextRole = Role.UNKNOWN;
  private Role targetRole = Role.UNKNOWN;
  private int priority;
  private int sortIndex;
  private @Nullable WorkingNode assigned;
  private int assignedScore;
  private @Nullable Parts parts;

  WorkingResource(
      int index,
      String id,
      ResourceDefinition definition,
      @Nullable WorkingResource parent,
      Map<String, String> meta,
      AllowedNodes allowed) {
    this.index = index;
    this.id = id;
    this.definition = definition;
    this.parent = parent;
    this.meta = meta;
    this.allowed = allowed;
  }

  /** Returns its place among all resources of the working set, instances and members included. */
  public int index() {
    return index;
  }

  /** Returns its id; that of an instance of a clone ends with its number, as in {@code web:0}. */
  public String id() {
    return id;
  }

  public ResourceDefinition definition() {
    return definition;
  }

  public @Nullable WorkingResource parent() {
    return parent;
  }

  /** Returns the outermost resource that it is in: itself, if it is in none. */
  public WorkingResource top() {
    WorkingResource top = this;
    for (WorkingResource next = parent; next != null; next = next.parent) {
      top = next;
    }
    return top;
  }

  /** Returns whether it is a member or an instance of a resource, however deep. */
  public boolean isInside(WorkingResource other) {
    for (WorkingResource next = parent; next != null; next = next.parent) {
      if (next == other) {
        return true;
      }
    }
    return false;
  }

  /** Returns the members of a group, the instances of a clone, nothing of a primitive. */
  public abstract List<? extends WorkingResource> children();

  /** Returns its meta attributes, inherited ones and the attributes of the resource included. */
  public Map<String, String> meta() {
    return meta;
  }

  /** Returns a meta attribute; null: it has none of that name. */
  public @Nullable String meta(String name) {
    return meta.get(name);
  }

  public boolean has(ResourceFlag flag) {
    return (flags & flag.bit()) != 0;
  }

  public void set(ResourceFlag flag) {
    flags |= flag.bit();
  }

  public void clear(ResourceFlag flag) {
    flags &= ~flag.bit();
  }

  /** Sets or clears a flag. */
  public void set(ResourceFlag flag, boolean value) {
    if (value) {
      set(flag);
    } else {
      clear(flag);
    }
  }

  public boolean managed() {
    return has(ResourceFlag.MANAGED);
  }

  /** Returns what it thinks of each node. */
  public AllowedNodes allowed() {
    return allowed;
  }

  public void setAllowed(AllowedNodes table) {
    allowed = table;
  }

  /**
   * Adds to the score of a node, here and in everything inside. A node that nothing has named yet
   * gets in with the score that it has by itself.
   */
  public void addScore(WorkingNode node, int score) {
    if (!allowed.contains(node.index())) {
      allowed.put(node.index(), node.baseScore());
    }
    allowed.add(node.index(), score);
    for (WorkingResource child : children()) {
      child.addScore(node, score);
    }
  }

  /** Returns the nodes, by index, on which it is known whether it is active. */
  public BitSet knownOn() {
    return knownOn;
  }

  /** Returns the nodes on which it is active, in the order in which they were found. */
  public List<WorkingNode> runningOn() {
    return runningOn;
  }

  /** Returns the colocations in which it is the dependent. */
  public List<Colocation> thisWith() {
    return thisWith;
  }

  /** Returns the colocations in which it is the primary. */
  public List<Colocation> withThis() {
    return withThis;
  }

  /** Returns the location constraints that were made for it. */
  public List<Location> locations() {
    return locations;
  }

  /** Returns its actions in the order in which they were created. */
  public List<Action> actions() {
    return actions.actions();
  }

  /** Returns whether any of its actions is a stop. */
  public boolean hasStop() {
    return actions.stops();
  }

  /** Returns its actions as they are found by their keys. */
  ActionTable actionTable() {
    return actions;
  }

  /** Returns what is known of the actions of its members or instances. */
  public Parts parts() {
    if (parts == null) {
      parts = new Parts(this);
    }
    return parts;
  }

  /** Notes that an action of it is new, or is not what it was. */
  void actionChanged(Action action) {
    if (parent != null && parent.parts != null) {
      parent.parts.note(action);
    }
  }

  /** Has what is known of the actions be found out anew. */
  void actionTurned() {
    if (parent != null) {
      parent.parts = null;
    }
  }

  public Role role() {
    return role;
  }

  public void setRole(Role value) {
    role = value;
  }

  public Role nextRole() {
    return nextRole;
  }

  public void setNextRole(Role value) {
    nextRole = value;
  }

  /** Returns the role that it is held back to, as somebody said so; UNKNOWN: nobody did. */
  public Role targetRole() {
    return targetRole;
  }

  public void setTargetRole(Role value) {
    targetRole = value;
  }

  public int priority() {
    return priority;
  }

  public void setPriority(int value) {
    priority = value;
  }

  /** Returns by what it is sorted when instances are chosen for promotion. */
  public int sortIndex() {
    return sortIndex;
  }

  public void setSortIndex(int value) {
    sortIndex = value;
  }

  /** Returns the node that was chosen for it; null: none. */
  public @Nullable WorkingNode assigned() {
    return assigned;
  }

  /** Returns the score that the chosen node had when it was chosen. */
  public int assignedScore() {
    return assignedScore;
  }

  public void setAssigned(@Nullable WorkingNode node, int score) {
    assigned = node;
    assignedScore = score;
    for (WorkingResource up = parent; up != null; up = up.parent()) {
      up.forgetPlaces();
    }
  }

  /** Returns the one node that was chosen for all that is in it; null: none, or several. */
  public abstract @Nullable WorkingNode place();

  /** Returns the one node on which it is active; null: none, or several. */
  public @Nullable WorkingNode activeOn() {
    if (children().isEmpty()) {
      return runningOn.size() == 1 ? runningOn.get(0) : null;
    }
    WorkingNode one = null;
    for (WorkingResource child : children()) {
      for (WorkingNode node : child.runningOn()) {
        if (one != null && node != one) {
          return null;
        }
        one = node;
      }
    }
    return one;
  }

  static @Nullable WorkingNode onePlace(List<? extends WorkingResource> parts) {
    WorkingNode one = null;
    for (WorkingResource part : parts) {
      WorkingNode node = part.place();
      if (node != null && one != null && node != one) {
        return null;
      }
      one = node == null ? one : node;
    }
    return one;
  }

  /** Something in it is given another node, or none. */
  void forgetPlaces() {}

  @Override
  public String toString() {
    return id;
  }
}
