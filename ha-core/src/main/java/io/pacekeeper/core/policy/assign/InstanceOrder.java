package io.pacekeeper.core.policy.assign;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.working.AllowedNodes;
import io.pacekeeper.core.policy.working.Colocation;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingResource;

/**
 * The order in which the instances of a clone are assigned: those first that should keep what they
 * have. Two instances that are both inactive are equal, so the order is not transitive.
 */
final class InstanceOrder {
  private final WorkingClone clone;
  private final Preferences preferences;

  InstanceOrder(WorkingClone clone, Preferences preferences) {
    this.clone = clone;
    this.preferences = preferences;
  }

  int compare(WorkingResource one, WorkingResource other) {
    int active = one.runningOn().size();
    int otherActive = other.runningOn().size();
    if (active > 0 && otherActive > 0 && active != otherActive) {
      return active < otherActive ? -1 : 1;
    }
    WorkingNode current = Places.current(one);
    WorkingNode otherCurrent = Places.current(other);
    boolean allowed = current == null || isAllowed(one, current);
    boolean otherAllowed = otherCurrent == null || isAllowed(other, otherCurrent);
    if (allowed != otherAllowed) {
      return allowed ? -1 : 1;
    }
    if (one.priority() != other.priority()) {
      return one.priority() > other.priority() ? -1 : 1;
    }
    WorkingNode node = allowed ? current : null;
    WorkingNode otherNode = otherAllowed ? otherCurrent : null;
    if (node == null || otherNode == null) {
      return node == otherNode ? 0 : node == null ? 1 : -1;
    }
    return compareActive(one, node, other, otherNode);
  }

  private int compareActive(
      WorkingResource one, WorkingNode node, WorkingResource other, WorkingNode otherNode) {
    if (node.available() != otherNode.available()) {
      return node.available() ? -1 : 1;
    }
    AllowedNodes table = clone.allowed();
    boolean known = table.contains(node.index());
    boolean otherKnown = table.contains(otherNode.index());
    if (!known || !otherKnown) {
      return known == otherKnown ? 0 : known ? -1 : 1;
    }
    int byCount = Integer.compare(table.count(node.index()), table.count(otherNode.index()));
    if (byCount != 0) {
      return byCount;
    }
    boolean failed = Places.any(one, ResourceFlag.FAILED);
    if (failed != Places.any(other, ResourceFlag.FAILED)) {
      return failed ? 1 : -1;
    }
    int byColocation = compareColocated(one, other);
    return byColocation != 0 ? byColocation : Integer.compare(number(one), number(other));
  }

  private static boolean isAllowed(WorkingResource instance, WorkingNode node) {
    AllowedNodes table = instance.allowed();
    return table.contains(node.index()) && table.score(node.index()) >= 0;
  }

  private int compareColocated(WorkingResource one, WorkingResource other) {
    return Integer.compare(colocated(other), colocated(one));
  }

  private int colocated(WorkingResource instance) {
    WorkingNode node = Places.current(instance);
    if (node == null) {
      return -Score.INFINITY;
    }
    if (clone.thisWith().isEmpty() && clone.withThis().isEmpty()) {
      return node.baseScore();
    }
    AllowedNodes table = new AllowedNodes(clone.allowed().nodes());
    table.put(node.index(), node.baseScore());
    for (Colocation colocation : clone.thisWith()) {
      preferences.merge(
          colocation.primary(), table, colocation.attribute(), Preferences.factor(colocation), 0);
    }
    for (Colocation colocation : clone.withThis()) {
      if (Preferences.influences(colocation, instance)) {
        preferences.merge(
            colocation.dependent(),
            table,
            colocation.attribute(),
            Preferences.factor(colocation),
            Preferences.NONNEGATIVE);
      }
    }
    return table.score(node.index());
  }

  /** Returns the number of an instance: what is behind the last colon of its id. */
  static int number(WorkingResource instance) {
    String id = instance.id();
    int at = id.lastIndexOf(':');
    try {
      return Integer.parseInt(id.substring((at < 0 ? id.lastIndexOf('-') : at) + 1));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Sorts instances; those that are equal stay as they are. */
  static void sort(WorkingClone clone, Preferences preferences) {
    InstanceOrder order = new InstanceOrder(clone, preferences);
    ResourceOrder.stableSort(clone.children(), order::compare);
    clone.instancesSorted();
  }
}
