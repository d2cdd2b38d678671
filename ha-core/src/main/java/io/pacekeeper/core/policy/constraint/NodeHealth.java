package io.pacekeeper.core.policy.constraint;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.rule.Words;
import io.pacekeeper.core.policy.working.Discovery;
import io.pacekeeper.core.policy.working.HealthStrategy;
import io.pacekeeper.core.policy.working.Location;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.Map;

/** The NodeHealth turns what health agents say of each node into preferences of all resources. */
final class NodeHealth {
  private NodeHealth() {}

  static void unpack(WorkingSet working) {
    HealthStrategy strategy = working.options().healthStrategy();
    if (strategy == HealthStrategy.NONE) {
      return;
    }
    for (WorkingNode node : working.nodes()) {
      int health = health(working, node);
      if (health == 0) {
        continue;
      }
      for (WorkingResource resource : working.resources()) {
        if (health > 0 || !Words.isTrue(resource.meta("allow-unhealthy-nodes"))) {
          LocationConstraints.add(
              working,
              new Location(
                  "node-health",
                  resource,
                  Role.UNKNOWN,
                  Discovery.ALWAYS,
                  new int[] {node.index()},
                  new int[] {health}));
        }
      }
    }
  }

  private static int health(WorkingSet working, WorkingNode node) {
    boolean based = working.options().healthStrategy() == HealthStrategy.PROGRESSIVE;
    int health = based ? working.options().healthBase() : 0;
    for (Map.Entry<String, String> attribute : node.attributes().entrySet()) {
      if (attribute.getKey().startsWith("#health")) {
        health = Score.add(health, working.options().score(attribute.getValue()));
      }
    }
    return health;
  }
}
