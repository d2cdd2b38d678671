package io.pacekeeper.core.cib;

import io.pacekeeper.core.document.HealthOptions;
import io.pacekeeper.core.document.HealthOptions.Thresholds;
import io.pacekeeper.core.document.HealthStrategy;
import io.pacekeeper.core.document.PlacementOptions;
import io.pacekeeper.core.document.PlacementStrategy;
import java.time.Duration;

/** Options about capacity and health that are being changed, one by one. */
final class EditedPlacement {
  PlacementStrategy strategy;
  HealthStrategy health;
  int base;
  int green;
  int yellow;
  int red;
  Thresholds heap;
  Thresholds load;
  Duration dampening;

  EditedPlacement(PlacementOptions from) {
    strategy = from.strategy();
    health = from.health().strategy();
    base = from.health().base();
    green = from.health().green();
    yellow = from.health().yellow();
    red = from.health().red();
    heap = from.health().heap();
    load = from.health().load();
    dampening = from.health().dampening();
  }

  PlacementOptions build() {
    return new PlacementOptions(
        strategy, new HealthOptions(health, base, green, yellow, red, heap, load, dampening));
  }
}
