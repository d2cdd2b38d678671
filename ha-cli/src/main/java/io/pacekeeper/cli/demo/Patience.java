package io.pacekeeper.cli.demo;

import java.io.PrintWriter;
import java.time.Duration;

/** Waits for what is to happen, says so when that takes a while, and gives up in the end. */
final class Patience {
  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final Duration SILENCE = Duration.ofSeconds(2);
  private static final Duration INTERVAL = Duration.ofMillis(50);

  private final PrintWriter out;
  private final Premise premise;

  /** What is waited for. */
  interface Condition {
    boolean holds();
  }

  /** Without which waiting is in vain. */
  interface Premise {
    void check() throws DemoFailure;
  }

  Patience(PrintWriter out, Premise premise) {
    this.out = out;
    this.premise = premise;
  }

  /**
   * Waits until a condition holds.
   *
   * @param what what is waited for, for the line {@code waiting for ...}
   */
  void await(String what, Condition condition) throws DemoFailure, InterruptedException {
    long begun = System.nanoTime();
    long speakAt = begun + SILENCE.toNanos();
    while (!condition.holds()) {
      premise.check();
      long now = System.nanoTime();
      if (now - begun > LIMIT.toNanos()) {
        throw new DemoFailure("waited for " + what + ", in vain for " + LIMIT.toSeconds() + " s");
      }
      if (now - speakAt > 0) {
        out.println("... waiting for " + what + ": " + (now - begun) / 1_000_000_000 + " s");
        out.flush();
        speakAt += SILENCE.toNanos();
      }
      Thread.sleep(INTERVAL.toMillis());
    }
  }
}
