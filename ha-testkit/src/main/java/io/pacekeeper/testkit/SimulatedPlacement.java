package io.pacekeeper.testkit;

import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.ResourceNeeds;
import io.pacekeeper.core.document.HealthOptions;
import io.pacekeeper.core.document.HealthOptions.Thresholds;
import io.pacekeeper.core.document.HealthStrategy;
import io.pacekeeper.core.document.PlacementOptions;
import io.pacekeeper.core.document.PlacementStrategy;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What capacity and health mean in a simulated cluster, and how much a node has of what resources
 * take: enough for all of them, unless chaos says otherwise.
 *
 * @param options what they mean
 * @param capacity what each node declares
 */
record SimulatedPlacement(PlacementOptions options, SortedMap<String, Integer> capacity) {
  /** What resources take. */
  static final String MEMORY = "memory";

  /** More than one resource takes. */
  static final int MOST = 12;

  /** More than all resources can take together. */
  static final int ENOUGH = 1_000;

  /** Neither counts. */
  static final SimulatedPlacement NONE =
      new SimulatedPlacement(PlacementOptions.DEFAULTS, new TreeMap<>());

  static SimulatedPlacement draw(Dice dice) {
    if (dice.chance(0.5)) {
      return NONE;
    }
    HealthOptions health =
        new HealthOptions(
            dice.pick(List.of(HealthStrategy.values())),
            dice.pick(List.of(0, 100)),
            dice.pick(List.of(0, 5)),
            dice.pick(List.of(0, -5)),
            dice.pick(List.of(-10, -1_000_000)),
            new Thresholds(80, 95),
            Thresholds.OFF,
            Duration.ofMillis(dice.pick(List.of(0, 500, 3_000))));
    SortedMap<String, Integer> capacity = new TreeMap<>();
    capacity.put(MEMORY, ENOUGH);
    return new SimulatedPlacement(
        new PlacementOptions(dice.pick(List.of(PlacementStrategy.values())), health), capacity);
  }

  /** Returns whether anything of it counts. */
  boolean counts() {
    return !options.equals(PlacementOptions.DEFAULTS);
  }

  /** Returns a resource that takes some of what nodes have. */
  static ResourceDefinition taking(ResourceDefinition of, int amount) {
    SortedMap<String, Integer> takes = new TreeMap<>();
    takes.put(MEMORY, amount);
    return new ResourceDefinition(
        of.id(),
        of.priority(),
        of.stickiness(),
        of.targetRole(),
        of.managed(),
        of.maintenance(),
        of.requires(),
        of.migrationThreshold(),
        of.failureTimeout(),
        of.start(),
        of.stop(),
        of.monitors(),
        of.locations(),
        of.group(),
        of.cloning(),
        of.constraints(),
        new ResourceNeeds(takes, false));
  }
}
