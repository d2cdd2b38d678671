package io.pacekeeper.testkit;

import io.pacekeeper.testkit.ScriptedFencingDevice.Course;
import java.time.Duration;

/** How the simulated fencing devices behave: how long a call takes, and what comes of it. */
final class DeviceBehaviour {
  private static final long MILLI = 1_000_000;

  private final Dice dice;
  private double failing;
  private double hanging;
  private double lying;

  DeviceBehaviour(Dice dice) {
    this.dice = dice;
  }

  /** Sets how likely it is that a call fails, hangs, or does nothing and says that it has. */
  void misbehave(double failing, double hanging, double lying) {
    this.failing = failing;
    this.hanging = hanging;
    this.lying = lying;
  }

  void behave() {
    misbehave(0, 0, 0);
  }

  Course draw() {
    if (dice.chance(hanging)) {
      return Course.HANG;
    }
    if (dice.chance(lying)) {
      return Course.LIE;
    }
    return dice.chance(failing) ? Course.FAIL : Course.SUCCEED;
  }

  /** Returns how long a call takes. */
  long nanos() {
    return dice.logBetween(10 * MILLI, Duration.ofSeconds(3).toNanos());
  }
}
