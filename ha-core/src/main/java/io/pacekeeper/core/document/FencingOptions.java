package io.pacekeeper.core.document;

import io.pacekeeper.api.fencing.FencingAction;
import io.pacekeeper.core.document.FencingDocument.Means;
import java.time.Duration;
import java.util.Locale;

/**
 * The cluster's options about fencing devices, with Pacemaker's names and meanings.
 *
 * @param action what is done to the host of a node that is fenced ({@code stonith-action}): {@code
 *     OFF} or {@code REBOOT}
 * @param timeout how long a device may take whose definition does not say ({@code stonith-timeout})
 * @param maxAttempts after how many times that every level has failed for a node it is tried again
 *     only now and then ({@code stonith-max-attempts})
 * @param concurrent whether several nodes are fenced at the same time ({@code concurrent-fencing})
 * @param priorityDelay how much longer is waited before the node with the most important resources
 *     is fenced, if half of the nodes or more are lost ({@code priority-fencing-delay})
 * @param startup whether devices are asked for a node that has not been heard of since the cluster
 *     began ({@code startup-fencing}); if not, its lease alone is waited for
 * @param weakest the weakest confirmation that is enough to take a node for dead ({@code fencing}):
 *     {@code LEASE}, or {@code COMPANION}, with which the end of a lease proves nothing
 */
public record FencingOptions(
    FencingAction action,
    Duration timeout,
    int maxAttempts,
    boolean concurrent,
    Duration priorityDelay,
    boolean startup,
    Means weakest) {
  /** Every option at its default. */
  public static final FencingOptions DEFAULTS =
      new FencingOptions(
          FencingAction.REBOOT, Duration.ofSeconds(60), 10, true, Duration.ZERO, true);

  public FencingOptions {
    if (!action.isolates()) {
      throw new IllegalArgumentException("stonith-action is off or reboot, not " + action.name());
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          "stonith-timeout must be longer than zero, but it is " + timeout);
    }
    if (maxAttempts < 1) {
      throw new IllegalArgumentException(
          "stonith-max-attempts must be 1 or more, but it is " + maxAttempts);
    }
    if (priorityDelay.isNegative()) {
      throw new IllegalArgumentException(
          "priority-fencing-delay must be zero or longer, but it is " + priorityDelay);
    }
    if (weakest != Means.LEASE && weakest != Means.COMPANION) {
      throw new IllegalArgumentException(
          "fencing is lease or companion, not " + weakest.name().toLowerCase(Locale.ROOT));
    }
  }

  /** Makes the same with which the end of a lease is enough, as by default. */
  public FencingOptions(
      FencingAction action,
      Duration timeout,
      int maxAttempts,
      boolean concurrent,
      Duration priorityDelay,
      boolean startup) {
    this(action, timeout, maxAttempts, concurrent, priorityDelay, startup, Means.LEASE);
  }

  /** Returns whether the end of a lease is enough. */
  public boolean isLeaseEnough() {
    return weakest == Means.LEASE;
  }

  /** Makes the same with startup fencing, as by default. */
  public FencingOptions(
      FencingAction action,
      Duration timeout,
      int maxAttempts,
      boolean concurrent,
      Duration priorityDelay) {
    this(action, timeout, maxAttempts, concurrent, priorityDelay, true);
  }
}
