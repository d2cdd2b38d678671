package io.pacekeeper.core.document;

import java.time.Duration;

/**
 * The cluster's options about how a transition is carried out, with Pacemaker's names and meanings.
 *
 * @param batchLimit how many actions are ordered of all nodes together and not done yet, at the
 *     most; 0 for as many as there are ({@code batch-limit})
 * @param nodeActionLimit the same of one node ({@code node-action-limit})
 * @param shutdownLock whether what runs on a node that leaves is kept for it until it comes back
 *     ({@code shutdown-lock})
 * @param shutdownLockLimit for how long at the most; zero for as long as it takes ({@code
 *     shutdown-lock-limit})
 */
public record TransitionOptions(
    int batchLimit, int nodeActionLimit, boolean shutdownLock, Duration shutdownLockLimit) {
  /** Every option at its default: no limit, and nothing is kept for anybody. */
  public static final TransitionOptions DEFAULTS =
      new TransitionOptions(0, 0, false, Duration.ZERO);

  public TransitionOptions {
    requireCount("batch-limit", batchLimit);
    requireCount("node-action-limit", nodeActionLimit);
    if (shutdownLockLimit.isNegative() || shutdownLockLimit.toMillis() % 1000 != 0) {
      throw new IllegalArgumentException(
          "shutdown-lock-limit must be whole seconds, or zero for no limit, but it is "
              + shutdownLockLimit);
    }
  }

  private static void requireCount(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          name + " must be 0 (no limit) or more, but it is " + value);
    }
  }
}
