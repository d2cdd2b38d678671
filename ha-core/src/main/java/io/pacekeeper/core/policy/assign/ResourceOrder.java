package io.pacekeeper.core.policy.assign;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.working.AllowedNodes;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The order in which resources are assigned where capacity counts: those first that would lose most
 * by not getting the node that they want.
 */
final class ResourceOrder {
  private final WorkingSet working;
  private final NodeOrder nodeOrder;
  private final Preferences preferences;
  private final Map<WorkingResource, AllowedNodes> tables = new HashMap<>();

  ResourceOrder(WorkingSet working, NodeOrder nodeOrder, Preferences preferences) {
    this.working = working;
    this.nodeOrder = nodeOrder;
    this.preferences = preferences;
  }

  void sort(List<WorkingResource> resources) {
    int[] nodes = sortedNodes();
    for (WorkingResource resource : resources) {
      tables.put(resource, preferences.withPrimaries(resource));
    }
    stableSort(resources, (one, other) -> compare(one, other, nodes));
  }

  private int[] sortedNodes() {
    AllowedNodes cluster = new AllowedNodes(working.nodes().size());
    for (WorkingNode node : working.nodes()) {
      cluster.put(node.index(), node.baseScore());
    }
    return nodeOrder.sortedFromList(cluster);
  }

  private int compare(WorkingResource one, WorkingResource other, int[] nodes) {
    if (one.priority() != other.priority()) {
      return one.priority() > other.priority() ? -1 : 1;
    }
    AllowedNodes table = tables.getOrDefault(one, one.allowed());
    AllowedNodes otherTable = tables.getOrDefault(other, other.allowed());
    int own = scoreOf(table, Places.current(one));
    int otherOwn = scoreOf(otherTable, Places.current(other));
    if (own != otherOwn) {
      return own > otherOwn ? -1 : 1;
    }
    for (int node : nodes) {
      int score = table.score(node);
      int otherScore = otherTable.score(node);
      if (score != otherScore) {
        return score > otherScore ? -1 : 1;
      }
    }
    return 0;
  }

  private static int scoreOf(AllowedNodes table, @Nullable WorkingNode node) {
    return node == null ? -Score.INFINITY : table.score(node.index());
  }

  /** Sorts by merging halves, and never complains about an order that is not consistent. */
  static <T> void stableSort(List<T> list, ToIntBiFunction<T, T> order) {
    if (list.size() < 2) {
      return;
    }
    int middle = list.size() / 2;
    List<T> left = new ArrayList<>(list.subList(0, middle));
    List<T> right = new ArrayList<>(list.subList(middle, list.size()));
    stableSort(left, order);
    stableSort(right, order);
    int l = 0;
    int r = 0;
    for (int at = 0; at < list.size(); at++) {
      boolean takeLeft =
          l < left.size()
              && (r >= right.size() || order.applyAsInt(left.get(l), right.get(r)) <= 0);
      list.set(at, takeLeft ? left.get(l++) : right.get(r++));
    }
  }
}
