package io.pacekeeper.core.scheduler;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.cib.AttributeValue;
import io.pacekeeper.core.cib.NodeHealth;
import io.pacekeeper.core.document.HealthOptions;
import io.pacekeeper.core.document.HealthStrategy;
import io.pacekeeper.core.document.PlacementOptions;
import io.pacekeeper.core.policy.model.Attribute;
import java.util.List;
import java.util.Map;

/** Says to the policy engine what counts of the capacity and the health of nodes. */
final class EnginePlacement {
  private EnginePlacement() {}

  /** Adds the options; nothing where nothing of it counts. */
  static void addOptions(PlacementOptions options, List<Attribute> said) {
    if (options.countsCapacity()) {
      said.add(new Attribute("placement-strategy", AttributeValue.wordOf(options.strategy())));
    }
    HealthOptions health = options.health();
    if (health.strategy() != HealthStrategy.NONE) {
      said.add(new Attribute("node-health-strategy", AttributeValue.wordOf(health.strategy())));
      said.add(new Attribute("node-health-base", Score.format(health.base())));
      said.add(new Attribute("node-health-green", Score.format(health.green())));
      said.add(new Attribute("node-health-yellow", Score.format(health.yellow())));
      said.add(new Attribute("node-health-red", Score.format(health.red())));
    }
  }

  /** Adds what speaks of a node's health among its attributes, where that counts. */
  static void addHealth(
      PlacementOptions options, Map<String, String> attributes, List<Attribute> said) {
    if (options.health().strategy() != HealthStrategy.NONE) {
      attributes.forEach(
          (name, value) -> {
            if (name.startsWith(NodeHealth.PREFIX)) {
              said.add(new Attribute(name, value));
            }
          });
    }
  }
}
