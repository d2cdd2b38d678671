package io.pacekeeper.core.controller;

import java.time.Duration;

/**
 * A node's lease and what is derived from it, so that everything that may run once has stopped, or
 * its JVM is halted, when the lease ends.
 *
 * @param length L: how long the node may be active after it sent a renewal that was committed
 * @param margin what an observer waits beyond L, because clocks differ in their rate
 * @param renewEvery how often it is renewed
 * @param stopBudget how long stopping may take before the JVM is halted
 * @param killBudget how long before the lease's end the JVM is halted
 */
public record LeaseOptions(
    Duration length,
    Duration margin,
    Duration renewEvery,
    Duration stopBudget,
    Duration killBudget) {

  /** Twenty seconds. */
  public static final Duration DEFAULT_LENGTH = Duration.ofSeconds(20);

  /** The shortest lease that can be asked for. */
  public static final Duration SHORTEST = Duration.ofMillis(500);

  private static final Duration KILL_BUDGET = Duration.ofSeconds(1);

  public LeaseOptions {
    if (length.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "a lease must be "
              + SHORTEST.toMillis()
              + " ms or longer, but it is "
              + length.toMillis()
              + " ms");
    }
    Duration spare = length.minus(renewEvery).minus(stopBudget).minus(killBudget);
    if (renewEvery.isNegative()
        || renewEvery.isZero()
        || stopBudget.isNegative()
        || killBudget.isNegative()
        || margin.isNegative()
        || spare.compareTo(renewEvery) < 0) {
      throw new IllegalArgumentException(
          "a lease of "
              + length.toMillis()
              + " ms has no room for a renewal every "
              + renewEvery.toMillis()
              + " ms, a stop budget of "
              + stopBudget.toMillis()
              + " ms and a kill budget of "
              + killBudget.toMillis()
              + " ms: make it longer, or the budgets shorter");
    }
  }

  /**
   * Returns a lease of this length with everything else derived: margin L/10, renewed every L/8,
   * stop budget L/4, kill budget one second, for short leases L/10.
   */
  public static LeaseOptions ofLength(Duration length) {
    Duration tenth = length.dividedBy(10);
    return new LeaseOptions(
        length,
        tenth,
        length.dividedBy(8),
        length.dividedBy(4),
        tenth.compareTo(KILL_BUDGET) < 0 ? tenth : KILL_BUDGET);
  }

  /** Returns how long a disconnect may last that stops nothing. */
  public Duration riddenOut() {
    return length.minus(renewEvery).minus(stopBudget).minus(killBudget);
  }
}
