package io.pacekeeper.core.cib;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.HealthOptions;
import io.pacekeeper.core.document.HealthOptions.Thresholds;
import io.pacekeeper.core.document.HealthStrategy;
import io.pacekeeper.core.document.PlacementStrategy;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options about the capacity and the health of nodes, as administrators name them. */
final class PlacementProperties {
  private static final String OFF = "off";
  private static final Pattern THRESHOLDS =
      Pattern.compile("(?:(\\d{1,5})%?\\s*,\\s*)?(\\d{1,5})%?");

  private PlacementProperties() {}

  static void addTo(SortedMap<String, ClusterProperty> all) {
    ClusterProperty.add(
        all,
        "placement-strategy",
        "How the capacity of nodes is used: default (not at all), utilization (where enough is"
            + " left), minimal (that, on as few nodes as possible) or balanced (where most is"
            + " left).",
        options -> AttributeValue.wordOf(options.placement().strategy()),
        (edited, value) ->
            edited.placement.strategy = AttributeValue.word(PlacementStrategy.class, value));
    ClusterProperty.add(
        all,
        "node-health-strategy",
        "What the health of a node means, which its attributes #health-... say: none,"
            + " migrate-on-red, only-green, progressive (their scores are added to the base) or"
            + " custom (they are added up).",
        options -> AttributeValue.wordOf(health(options).strategy()),
        (edited, value) ->
            edited.placement.health = AttributeValue.word(HealthStrategy.class, value));
    addScores(all);
    addMeasures(all);
  }

  private static void addScores(SortedMap<String, ClusterProperty> all) {
    ClusterProperty.add(
        all,
        "node-health-base",
        "The score that every node begins with under progressive.",
        options -> Score.format(health(options).base()),
        (edited, value) -> edited.placement.base = AttributeValue.score(value));
    ClusterProperty.add(
        all,
        "node-health-green",
        "The score of green under progressive and custom.",
        options -> Score.format(health(options).green()),
        (edited, value) -> edited.placement.green = AttributeValue.score(value));
    ClusterProperty.add(
        all,
        "node-health-yellow",
        "The score of yellow under progressive and custom.",
        options -> Score.format(health(options).yellow()),
        (edited, value) -> edited.placement.yellow = AttributeValue.score(value));
    ClusterProperty.add(
        all,
        "node-health-red",
        "The score of red under progressive and custom.",
        options -> Score.format(health(options).red()),
        (edited, value) -> edited.placement.red = AttributeValue.score(value));
  }

  private static void addMeasures(SortedMap<String, ClusterProperty> all) {
    ClusterProperty.add(
        all,
        "node-health-heap",
        "From how full a heap on each node says #health-heap=yellow and red, such as 80%,95%; off:"
            + " it says nothing.",
        options -> text(health(options).heap()),
        (edited, value) -> edited.placement.heap = thresholds(value));
    ClusterProperty.add(
        all,
        "node-health-load",
        "From how much load on each node says #health-load=yellow and red, such as 100%,200%, 100%"
            + " being as much as its processors can do; off: it says nothing.",
        options -> text(health(options).load()),
        (edited, value) -> edited.placement.load = thresholds(value));
    ClusterProperty.add(
        all,
        "node-health-dampening",
        "For how long heap or load must have been so before a node says so.",
        options -> AttributeValue.durationOf(health(options).dampening()),
        (edited, value) -> edited.placement.dampening = AttributeValue.duration(value));
  }

  private static HealthOptions health(ClusterOptions options) {
    return options.placement().health();
  }

  private static String text(Thresholds thresholds) {
    return thresholds.isOn() ? "%d%%,%d%%".formatted(thresholds.yellow(), thresholds.red()) : OFF;
  }

  private static Thresholds thresholds(String value) {
    if (value.equals(OFF)) {
      return Thresholds.OFF;
    }
    Matcher matcher = THRESHOLDS.matcher(value);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "it must be off, or from when on it is yellow and red, such as 80%,95%");
    }
    String yellow = matcher.group(1);
    return new Thresholds(
        yellow == null ? 0 : Integer.parseInt(yellow), Integer.parseInt(matcher.group(2)));
  }
}
