package io.pacekeeper.core.document;

import io.pacekeeper.api.Score;
import java.time.Duration;

/**
 * The cluster's options about the health of nodes, with Pacemaker's names and meanings where that
 * has them.
 *
 * @param strategy what health means ({@code node-health-strategy})
 * @param base what every node begins with under {@code progressive} ({@code node-health-base})
 * @param green the score of green under {@code progressive} and {@code custom} ({@code
 *     node-health-green})
 * @param yellow that of yellow ({@code node-health-yellow})
 * @param red that of red ({@code node-health-red})
 * @param heap from how full a heap on a node is yellow and red
 * @param load from how much load on, in percent of what its processors can do
 * @param dampening for how long a measure has to be so before it is said ({@code
 *     node-health-dampening})
 */
public record HealthOptions(
    HealthStrategy strategy,
    int base,
    int green,
    int yellow,
    int red,
    Thresholds heap,
    Thresholds load,
    Duration dampening) {
  /** How long a measure has to be so unless told otherwise: half a minute. */
  public static final Duration DEFAULT_DAMPENING = Duration.ofSeconds(30);

  /** Health means nothing, and nothing is measured. */
  public static final HealthOptions DEFAULTS =
      new HealthOptions(
          HealthStrategy.NONE,
          0,
          0,
          0,
          -Score.INFINITY,
          Thresholds.OFF,
          Thresholds.OFF,
          DEFAULT_DAMPENING);

  /**
   * From how many percent on something is yellow, and red; 0 is never.
   *
   * @param yellow from when on it is yellow
   * @param red from when on it is red
   */
  public record Thresholds(int yellow, int red) {
    /** Never. */
    public static final Thresholds OFF = new Thresholds(0, 0);

    public Thresholds {
      if (yellow < 0 || red < 0) {
        throw new IllegalArgumentException(
            "it is a percentage, 0 being never, but it is " + Math.min(yellow, red));
      }
      if (yellow > 0 && red > 0 && yellow >= red) {
        throw new IllegalArgumentException(
            "yellow, from %d%%, must begin before red, from %d%%".formatted(yellow, red));
      }
    }

    /** Returns whether there is anything to be measured. */
    public boolean isOn() {
      return yellow > 0 || red > 0;
    }
  }

  public HealthOptions {
    if (dampening.isNegative()) {
      throw new IllegalArgumentException(
          "node-health-dampening must be zero or longer, but it is " + dampening);
    }
    if (heap.yellow() > 100 || heap.red() > 100) {
      throw new IllegalArgumentException("no heap is fuller than 100%");
    }
  }

  /** Returns whether nodes are to measure anything. */
  public boolean measures() {
    return heap.isOn() || load.isOn();
  }
}
