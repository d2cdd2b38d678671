package io.pacekeeper.core.policy.assign;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.working.AllowedNodes;
import io.pacekeeper.core.policy.working.Colocation;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.WorkingGroup;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The Preferences of resources that go where another one goes: they are merged into the scores of
 * that one before it chooses a node, scaled by how much the colocation weighs.
 */
final class Preferences {
  /** A merge that leaves no node to run on does not count. */
  static final int ACTIVE = 1;

  /** A positive score is never pushed below zero; one that would be becomes 1. */
  static final int NONNEGATIVE = 1 << 1;

  /** The branch follows what a resource depends on, rather than what depends on it. */
  static final int TOWARDS_PRIMARIES = 1 << 2;

  /** All is gone through one by one, as what the merge is for is marked itself. */
  static final int ONE_BY_ONE = 1 << 3;

  private final List<WorkingNode> nodes;
  private final Sums ofDependents;
  private final Sums ofPrimaries;

  Preferences(WorkingSet working) {
    this.nodes = working.nodes();
    this.ofDependents = new Sums(working, false);
    this.ofPrimaries = new Sums(working, true);
  }

  /** Returns what all that comes after a resource adds, one way or the other. */
  Sums sums(boolean towardsPrimaries) {
    return towardsPrimaries ? ofPrimaries : ofDependents;
  }

  /** Forgets what was known of a resource, as its colocations have changed. */
  void forget(WorkingResource resource) {
    ofDependents.forget(resource);
    ofPrimaries.forget(resource);
  }

  /** Returns whether the preferences of the dependent count for a primary. */
  static boolean influences(Colocation colocation, WorkingResource primary) {
    return colocation.influence() || primary.runningOn().isEmpty();
  }

  /** Returns how much of a preference a colocation lets through. */
  static float factor(Colocation colocation) {
    return colocation.score() / (float) Score.INFINITY;
  }

  /**
   * Merges what a resource, and all that depends on it, thinks of the nodes into a table.
   *
   * @param attribute by which attribute nodes are the same; null: each is only itself
   */
  void merge(
      WorkingResource resource,
      AllowedNodes table,
      @Nullable String attribute,
      float factor,
      int flags) {
    new Merge(this, nodes, table).run(resource, attribute, factor, flags);
  }

  /** Returns the scores by which a resource is sorted: its own and those of its primaries. */
  AllowedNodes withPrimaries(WorkingResource resource) {
    return withPrimaries(resource, TOWARDS_PRIMARIES | ACTIVE);
  }

  private AllowedNodes withPrimaries(WorkingResource resource, int flags) {
    resource.set(ResourceFlag.MERGING);
    List<? extends WorkingResource> members = resource.children();
    AllowedNodes table =
        resource instanceof WorkingGroup && !members.isEmpty()
            ? withPrimaries(members.get(members.size() - 1), flags | ONE_BY_ONE)
            : resource.allowed().copy();
    if (anyAvailable(table)) {
      for (Colocation colocation : resource.thisWith()) {
        merge(colocation.primary(), table, colocation.attribute(), factor(colocation), flags);
      }
    }
    resource.clear(ResourceFlag.MERGING);
    return table;
  }

  boolean anyAvailable(AllowedNodes table) {
    for (int node = 0; node < nodes.size(); node++) {
      if (table.contains(node) && table.score(node) >= 0 && nodes.get(node).available()) {
        return true;
      }
    }
    return false;
  }

  /** Returns the value as it is compared: whatever its case; nodes without one are the same. */
  static String valueOf(WorkingNode node, String attribute) {
    String value = node.attribute(attribute);
    return value == null ? "\0" : value.toLowerCase(Locale.ROOT);
  }
}
