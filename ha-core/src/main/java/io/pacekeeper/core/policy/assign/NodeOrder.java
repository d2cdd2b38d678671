package io.pacekeeper.core.policy.assign;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.working.AllowedNodes;
import io.pacekeeper.core.policy.working.PlacementStrategy;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order in which a resource would take the nodes of its table: by score, then, as the placement
 * strategy has it, by free capacity, by how much is on the node already, and by name.
 *
 * <p>Comparing capacities is not transitive, so under the balanced strategy the result depends on
 * the order before and on how it is sorted: both are as Pacemaker has them.
 */
final class NodeOrder {
  /** No node is preferred for having the resource already. */
  static final int NOWHERE = -1;

  private final List<WorkingNode> nodes;
  private final PlacementStrategy strategy;
  private final Capacity capacity;
  private final int[] nameRanks;
  private final HashOrder hashOrder;

  NodeOrder(WorkingSet working, Capacity capacity, HashOrder hashOrder) {
    this.nodes = working.nodes();
    this.strategy = working.options().placementStrategy();
    this.capacity = capacity;
    this.hashOrder = hashOrder;
    this.nameRanks = new int[nodes.size()];
    List<WorkingNode> byName =
        nodes.stream().sorted(Comparator.comparing(WorkingNode::name)).toList();
    for (int rank = 0; rank < byName.size(); rank++) {
      nameRanks[byName.get(rank).index()] = rank;
    }
  }

  /** Returns the indexes of the nodes of a table, the best first. */
  int[] sorted(AllowedNodes table, int active) {
    int[] order = hashOrder.descending(table);
    sort(order, 0, order.length, new int[order.length], table, active);
    return order;
  }

  /** Returns the indexes of the nodes of a table that lists them by name, the best first. */
  int[] sortedFromList(AllowedNodes table) {
    int[] order = new int[nodes.size()];
    for (int node = 0; node < order.length; node++) {
      order[node] = node;
    }
    sort(order, 0, order.length, new int[order.length], table, NOWHERE);
    return order;
  }

  /** Returns the best node of a table; null: it has none. */
  @Nullable WorkingNode best(AllowedNodes table, int active) {
    if (strategy == PlacementStrategy.BALANCED) {
      int[] order = sorted(table, active);
      return order.length == 0 ? null : nodes.get(order[0]);
    }
    int best = NOWHERE;
    for (int node = 0; node < nodes.size(); node++) {
      if (table.contains(node) && (best == NOWHERE || compare(table, node, best, active) < 0)) {
        best = node;
      }
    }
    return best == NOWHERE ? null : nodes.get(best);
  }

  /** Sorts as a stable merge sort does that halves the list and takes the left one of equals. */
  private void sort(int[] order, int from, int to, int[] merged, AllowedNodes table, int active) {
    if (to - from < 2) {
      return;
    }
    int middle = from + (to - from) / 2;
    sort(order, from, middle, merged, table, active);
    sort(order, middle, to, merged, table, active);
    int left = from;
    int right = middle;
    for (int at = from; at < to; at++) {
      boolean takeLeft =
          left < middle && (right >= to || compare(table, order[left], order[right], active) <= 0);
      merged[at] = takeLeft ? order[left++] : order[right++];
    }
    System.arraycopy(merged, from, order, from, to - from);
  }

  private int compare(AllowedNodes table, int one, int other, int active) {
    WorkingNode node = nodes.get(one);
    WorkingNode otherNode = nodes.get(other);
    int score = node.available() ? table.score(one) : -Score.INFINITY;
    int otherScore = otherNode.available() ? table.score(other) : -Score.INFINITY;
    if (score != otherScore) {
      return score > otherScore ? -1 : 1;
    }
    if (strategy != PlacementStrategy.MINIMAL) {
      int byLoad = compareLoad(node, otherNode, active);
      if (byLoad != 0) {
        return byLoad;
      }
    }
    return Integer.compare(nameRanks[one], nameRanks[other]);
  }

  private int compareLoad(WorkingNode node, WorkingNode other, int active) {
    if (strategy == PlacementStrategy.BALANCED) {
      int byCapacity = capacity.compare(node.index(), other.index());
      if (byCapacity != 0) {
        return byCapacity;
      }
    }
    if (node.resourceCount() != other.resourceCount()) {
      return node.resourceCount() < other.resourceCount() ? -1 : 1;
    }
    if (node.index() == active || other.index() == active) {
      return node.index() == active ? -1 : 1;
    }
    return 0;
  }
}
