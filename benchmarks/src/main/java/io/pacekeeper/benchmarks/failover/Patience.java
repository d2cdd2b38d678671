package io.pacekeeper.benchmarks.failover;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waiting for something that has to come. */
final class Patience {
  private static final Duration LONGEST = Duration.ofSeconds(90);
  private static final long LOOK_EVERY_MILLIS = 20;

  private Patience() {}

  /**
   * Returns when a condition holds.
   *
   * @param what what is waited for, to be named if it does not come
   */
  static void await(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() - end >= 0) {
        throw new IllegalStateException("waited " + LONGEST.toSeconds() + " s in vain for " + what);
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    }
  }
}
