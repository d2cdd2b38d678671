package io.pacekeeper.core.policy.assign;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.working.AllowedNodes;
import io.pacekeeper.core.policy.working.Colocation;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.WorkingGroup;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  /** Stands for a score that would have been pushed below zero, until the merge is done. */
  private static final int UNUSABLE = -100 * Score.INFINITY;

  private final List<WorkingNode> nodes;

  Preferences(WorkingSet working) {
    this.nodes = working.nodes();
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
    if (resource.has(ResourceFlag.MERGING)) {
      return;
    }
    if (resource instanceof WorkingGroup && resource.children().isEmpty()) {
      return;
    }
    resource.set(ResourceFlag.MERGING);
    AllowedNodes work = table.copy();
    if (resource instanceof WorkingGroup) {
      merge(resource.children().get(0), work, attribute, factor, flags);
    } else {
      addMatching(work, resource, attribute, factor, (flags & NONNEGATIVE) != 0);
    }
    if (anyAvailable(work)) {
      List<Colocation> next = following(resource, flags);
      if (!next.isEmpty()) {
        follow(next, work, factor, flags);
      }
    } else if ((flags & ACTIVE) != 0) {
      resource.clear(ResourceFlag.MERGING);
      return;
    }
    if ((flags & NONNEGATIVE) != 0) {
      replaceUnusable(work);
    }
    table.assign(work);
    resource.clear(ResourceFlag.MERGING);
  }

  /** Returns the scores by which a resource is sorted: its own and those of its primaries. */
  AllowedNodes withPrimaries(WorkingResource resource) {
    resource.set(ResourceFlag.MERGING);
    List<? extends WorkingResource> members = resource.children();
    AllowedNodes table =
        resource instanceof WorkingGroup && !members.isEmpty()
            ? withPrimaries(members.get(members.size() - 1))
            : resource.allowed().copy();
    if (anyAvailable(table)) {
      follow(resource.thisWith(), table, 1, TOWARDS_PRIMARIES);
    }
    resource.clear(ResourceFlag.MERGING);
    return table;
  }

  private static List<Colocation> following(WorkingResource resource, int flags) {
    if ((flags & TOWARDS_PRIMARIES) != 0) {
      return resource.thisWith();
    }
    if (resource instanceof WorkingGroup) {
      List<? extends WorkingResource> members = resource.children();
      return members.get(members.size() - 1).withThis();
    }
    return resource.withThis();
  }

  private void follow(List<Colocation> colocations, AllowedNodes work, float factor, int flags) {
    float sign = factor < 0 ? -1 : 1;
    boolean towardsPrimaries = (flags & TOWARDS_PRIMARIES) != 0;
    for (int i = 0; i < colocations.size(); i++) {
      Colocation colocation = colocations.get(i);
      if (!towardsPrimaries && !influences(colocation, colocation.primary())) {
        continue;
      }
      merge(
          towardsPrimaries ? colocation.primary() : colocation.dependent(),
          work,
          colocation.attribute(),
          sign * factor(colocation),
          flags | ACTIVE);
    }
  }

  boolean anyAvailable(AllowedNodes table) {
    for (int node = 0; node < nodes.size(); node++) {
      if (table.contains(node) && table.score(node) >= 0 && nodes.get(node).available()) {
        return true;
      }
    }
    return false;
  }

  private static void replaceUnusable(AllowedNodes work) {
    for (int node = 0; node < work.nodes(); node++) {
      if (work.contains(node) && work.score(node) == UNUSABLE) {
        work.put(node, 1);
      }
    }
  }

  private void addMatching(
      AllowedNodes work,
      WorkingResource resource,
      @Nullable String attribute,
      float factor,
      boolean onlyPositive) {
    Map<String, Integer> best = attribute == null ? null : bestByValue(resource, attribute);
    for (int node = 0; node < nodes.size(); node++) {
      if (!work.contains(node)) {
        continue;
      }
      int score =
          best == null
              ? own(resource, node)
              : best.getOrDefault(
                  valueOf(nodes.get(node), attribute == null ? "" : attribute), -Score.INFINITY);
      addScaled(work, node, score, factor, onlyPositive);
    }
  }

  private int own(WorkingResource resource, int node) {
    AllowedNodes table = resource.allowed();
    return nodes.get(node).available()
        ? Math.max(table.score(node), -Score.INFINITY)
        : -Score.INFINITY;
  }

  private Map<String, Integer> bestByValue(WorkingResource resource, String attribute) {
    Map<String, Integer> best = new HashMap<>();
    for (int node = 0; node < nodes.size(); node++) {
      int score = own(resource, node);
      if (score > -Score.INFINITY) {
        best.merge(valueOf(nodes.get(node), attribute), score, Math::max);
      }
    }
    return best;
  }

  /** Returns the value as it is compared: whatever its case; nodes without one are the same. */
  static String valueOf(WorkingNode node, String attribute) {
    String value = node.attribute(attribute);
    return value == null ? "\0" : value.toLowerCase(Locale.ROOT);
  }

  private static void addScaled(
      AllowedNodes work, int node, int score, float factor, boolean onlyPositive) {
    int before = work.score(node);
    if ((factor < 0 && score < 0) || before == UNUSABLE) {
      return;
    }
    int after = Score.add(scaled(score, factor), before);
    if (onlyPositive && after < 0 && before >= 0) {
      if (before > 0) {
        work.put(node, UNUSABLE);
      }
      return;
    }
    work.put(node, after);
  }

  /** Scales in single precision and rounds half away from zero; what is something stays so. */
  private static int scaled(int score, float factor) {
    float product = factor * score;
    int rounded = (int) (product < 0 ? product - 0.5 : product + 0.5);
    if (rounded == 0 && score != 0) {
      return factor > 0 ? 1 : factor < 0 ? -1 : 0;
    }
    return rounded;
  }
}
