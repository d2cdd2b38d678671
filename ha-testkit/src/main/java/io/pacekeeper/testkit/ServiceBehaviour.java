package io.pacekeeper.testkit;

import io.pacekeeper.api.Operation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How the simulated services behave: how long an operation takes, and what comes of it. */
final class ServiceBehaviour {
  /**
   * What becomes of one operation.
   *
   * @param nanos after how long it returns
   * @param failure what it says then, or null if it succeeds
   * @param heedsInterrupt whether it returns sooner when it is interrupted
   */
  record Course(long nanos, @Nullable String failure, boolean heedsInterrupt) {}

  private static final long MILLI = 1_000_000;

  private final Dice dice;
  private double failing;
  private double hanging;
  private double slow;

  ServiceBehaviour(Dice dice) {
    this.dice = dice;
  }

  /** Sets how likely it is that an operation fails, hangs, or is slow. */
  void misbehave(double failing, double hanging, double slow) {
    this.failing = failing;
    this.hanging = hanging;
    this.slow = slow;
  }

  void behave() {
    misbehave(0, 0, 0);
  }

  /** How long it takes until a thread has taken up an operation, or the loop an answer. */
  long threadNanos() {
    return dice.between(1_000, MILLI);
  }

  /** Returns how much an instance says that it is worth being promoted, or 0 for nothing said. */
  int promotionScore() {
    return dice.below(4);
  }

  Course draw(Operation operation) {
    if (dice.chance(hanging)) {
      long forever =
          dice.between(Duration.ofSeconds(5).toNanos(), Duration.ofSeconds(60).toNanos());
      return new Course(forever, dice.chance(0.5) ? "it hung" : null, dice.chance(0.7));
    }
    boolean ends = operation == Operation.STOP || operation == Operation.DEMOTE;
    double likely = ends ? failing / 4 : failing;
    String failure = dice.chance(likely) ? "it broke" : null;
    long nanos =
        dice.chance(slow)
            ? dice.between(200 * MILLI, Duration.ofSeconds(4).toNanos())
            : dice.logBetween(MILLI / 10, 50 * MILLI);
    return new Course(nanos, failure, true);
  }
}
