package io.pacekeeper.core.policy.assign;

import io.pacekeeper.core.policy.rule.Words;
import io.pacekeeper.core.policy.working.AllowedNodes;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The PromotionScores are what the agents of a promotable clone say of how good a promoted instance
 * each node would have: node attributes that are called after the resource.
 */
final class PromotionScores {
  /** Where some instance of an anonymous clone is active, or known not to be. */
  private static final class Seen {
    private final @Nullable WorkingPrimitive[] activeOn;
    private final BitSet knownOn = new BitSet();

    Seen(int nodes) {
      activeOn = new WorkingPrimitive[nodes];
    }
  }

  /** By the place of a member in its group; an instance that is no group has place 0. */
  private final List<Seen> seen = new ArrayList<>();

  PromotionScores(WorkingClone clone, int nodes) {
    for (WorkingResource instance : clone.children()) {
      if (instance instanceof WorkingPrimitive primitive) {
        see(primitive, 0, nodes);
      } else {
        List<? extends WorkingResource> members = instance.children();
        for (int place = 0; place < members.size(); place++) {
          see((WorkingPrimitive) members.get(place), place, nodes);
        }
      }
    }
  }

  private void see(WorkingPrimitive primitive, int place, int nodes) {
    while (seen.size() <= place) {
      seen.add(new Seen(nodes));
    }
    Seen there = seen.get(place);
    there.knownOn.or(primitive.knownOn());
    for (WorkingNode node : primitive.runningOn()) {
      if (there.activeOn[node.index()] == null) {
        there.activeOn[node.index()] = primitive;
      }
    }
  }

  /** Returns the score of an instance on a node; null: none is set that applies to it. */
  @Nullable Integer of(WorkingResource instance, WorkingNode node) {
    if (instance instanceof WorkingPrimitive primitive) {
      return of(primitive, 0, node);
    }
    Integer sum = null;
    List<? extends WorkingResource> members = instance.children();
    for (int place = 0; place < members.size(); place++) {
      Integer score = of((WorkingPrimitive) members.get(place), place, node);
      if (score != null) {
        sum = sum == null ? score : sum + score;
      }
    }
    return sum;
  }

  private @Nullable Integer of(WorkingPrimitive primitive, int place, WorkingNode node) {
    if (!applies(primitive, place, node)) {
      return null;
    }
    String name = primitive.historyName() == null ? primitive.id() : primitive.historyName();
    String value = node.attribute("master-" + name);
    if (value == null && !primitive.has(ResourceFlag.UNIQUE)) {
      value = node.attribute("master-" + withoutNumber(primitive.id()));
    }
    return value == null ? null : Words.score(value);
  }

  private boolean applies(WorkingPrimitive primitive, int place, WorkingNode node) {
    AllowedNodes table = primitive.allowed();
    if (!table.contains(node.index()) || table.score(node.index()) < 0) {
      return false;
    }
    if (!primitive.has(ResourceFlag.UNIQUE)) {
      Seen there = seen.get(place);
      WorkingPrimitive active = there.activeOn[node.index()];
      if (active == primitive || (active == null && there.knownOn.get(node.index()))) {
        return true;
      }
    }
    return (primitive.runningOn().isEmpty() && primitive.knownOn().isEmpty())
        || primitive.runningOn().contains(node)
        || primitive.knownOn().get(node.index());
  }

  private static String withoutNumber(String id) {
    int at = id.lastIndexOf(':');
    return at < 0 ? id : id.substring(0, at);
  }
}
