package io.pacekeeper.zookeeper;

import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.ResourceNeeds;
import io.pacekeeper.core.document.HealthOptions;
import io.pacekeeper.core.document.HealthOptions.Thresholds;
import io.pacekeeper.core.document.HealthStrategy;
import io.pacekeeper.core.document.PlacementOptions;
import io.pacekeeper.core.document.PlacementStrategy;
import org.jspecify.annotations.Nullable;

/** How is written what the capacity and the health of nodes mean, and what resources need. */
final class PlacementFormats {
  private PlacementFormats() {}

  static void write(Draft draft, PlacementOptions options) {
    PlacementOptions absent = PlacementOptions.DEFAULTS;
    draft
        .word("placementStrategy", options.strategy(), absent.strategy())
        .objectUnlessEmpty("nodeHealth", health(options.health(), absent.health()));
  }

  private static Draft health(HealthOptions health, HealthOptions absent) {
    return Draft.empty()
        .word("strategy", health.strategy(), absent.strategy())
        .number("base", health.base(), absent.base())
        .number("green", health.green(), absent.green())
        .number("yellow", health.yellow(), absent.yellow())
        .number("red", health.red(), absent.red())
        .objectUnlessEmpty("heap", thresholds(health.heap()))
        .objectUnlessEmpty("load", thresholds(health.load()))
        .text("dampening", health.dampening(), absent.dampening());
  }

  private static Draft thresholds(Thresholds thresholds) {
    return Draft.empty()
        .number("yellow", thresholds.yellow(), 0)
        .number("red", thresholds.red(), 0);
  }

  static PlacementOptions options(Fields fields) {
    PlacementOptions absent = PlacementOptions.DEFAULTS;
    Fields health = fields.objectOrNull("nodeHealth");
    return new PlacementOptions(
        fields.word("placementStrategy", PlacementStrategy.class, absent.strategy()),
        health == null ? absent.health() : health(health, absent.health()));
  }

  private static HealthOptions health(Fields fields, HealthOptions absent) {
    return new HealthOptions(
        fields.word("strategy", HealthStrategy.class, absent.strategy()),
        fields.integer("base", absent.base()),
        fields.integer("green", absent.green()),
        fields.integer("yellow", absent.yellow()),
        fields.integer("red", absent.red()),
        thresholds(fields.objectOrNull("heap")),
        thresholds(fields.objectOrNull("load")),
        fields.duration("dampening", absent.dampening()));
  }

  private static Thresholds thresholds(@Nullable Fields fields) {
    return fields == null
        ? Thresholds.OFF
        : new Thresholds(fields.integer("yellow", 0), fields.integer("red", 0));
  }

  static void write(Draft draft, ResourceDefinition resource) {
    draft
        .numbers("utilization", resource.needs().utilization())
        .flag("allowUnhealthyNodes", resource.needs().allowUnhealthyNodes(), false);
  }

  static ResourceNeeds needs(Fields resource) {
    return new ResourceNeeds(
        resource.integers("utilization"), resource.flag("allowUnhealthyNodes", false));
  }
}
