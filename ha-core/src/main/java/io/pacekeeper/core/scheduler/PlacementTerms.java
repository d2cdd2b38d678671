package io.pacekeeper.core.scheduler;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.cib.NodeHealth;
import io.pacekeeper.core.document.PlacementOptions;
import io.pacekeeper.core.document.PlacementStrategy;
import io.pacekeeper.core.scheduler.Decision.Assigned;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the capacity and the health of nodes say to one resource. */
final class PlacementTerms {
  private final Roster roster;
  private final PlacementOptions options;
  private final Decision decision;
  private final int resource;
  private final SortedMap<String, Integer> needed;

  /** What had been taken of each node's capacity when the resource was assigned. */
  private final List<Map<String, Integer>> taken = new ArrayList<>();

  PlacementTerms(Roster roster, Decision decision, int resource) {
    this.roster = roster;
    this.options = roster.options.placement();
    this.decision = decision;
    this.resource = resource;
    this.needed = roster.resources.get(resource).needs().utilization();
    if (options.countsCapacity()) {
      addTaken();
    }
  }

  private void addTaken() {
    roster.nodes.forEach(node -> taken.add(new HashMap<>()));
    for (int other : decision.order()) {
      if (other == resource) {
        return;
      }
      SortedMap<String, Integer> takes = roster.resources.get(other).needs().utilization();
      for (Assigned place : decision.assigned(other)) {
        takes.forEach((name, amount) -> taken.get(place.node()).merge(name, amount, Integer::sum));
      }
    }
  }

  /** Returns what a node's health says, or null for nothing. */
  @Nullable NodeHealth health(int node) {
    NodeHealth health = NodeHealth.of(options.health(), roster.nodes.get(node).attributes());
    return health == null || health.score() == 0 || (health.score() < 0 && isTolerant())
        ? null
        : health;
  }

  /** A group is all on one node, so that all of its members have to bear it. */
  private boolean isTolerant() {
    List<Integer> group = roster.groupOf(resource);
    return (group == null ? List.of(resource) : group)
        .stream().allMatch(r -> roster.resources.get(r).needs().allowUnhealthyNodes());
  }

  /** Returns what a node has not enough of, or null if that is not why it was ruled out. */
  @Nullable String shortage(int node) {
    if (!options.countsCapacity() || decision.score(resource, node) > -Score.INFINITY) {
      return null;
    }
    String own = shortage(node, needed, "takes");
    return own == null ? shortage(node, neededByGroup(), "its group takes") : own;
  }

  private @Nullable String shortage(int node, Map<String, Integer> needs, String who) {
    for (Map.Entry<String, Integer> need : needs.entrySet()) {
      int capacity = roster.nodes.get(node).capacity().getOrDefault(need.getKey(), 0);
      int left = capacity - taken.get(node).getOrDefault(need.getKey(), 0);
      if (need.getValue() > left) {
        return "not enough capacity: %s %d %s, and %d of %d are left"
            .formatted(who, need.getValue(), need.getKey(), Math.max(0, left), capacity);
      }
    }
    return null;
  }

  /** Returns what the resource takes and all that follows it in its group: all goes to one node. */
  private SortedMap<String, Integer> neededByGroup() {
    SortedMap<String, Integer> sum = new TreeMap<>();
    List<Integer> group = roster.groupOf(resource);
    if (group != null) {
      for (int member : group.subList(group.indexOf(resource), group.size())) {
        roster
            .resources
            .get(member)
            .needs()
            .utilization()
            .forEach((name, amount) -> sum.merge(name, amount, Integer::sum));
      }
    }
    return sum;
  }

  /** Returns whether the node that has most left is the best of several. */
  boolean prefersCapacity() {
    return options.strategy() == PlacementStrategy.BALANCED;
  }
}
