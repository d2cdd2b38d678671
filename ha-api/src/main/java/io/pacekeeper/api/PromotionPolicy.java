package io.pacekeeper.api;

import java.util.Objects;

/**
 * How many instances of a clone are promoted, and within which limits.
 *
 * @param max how many in the cluster; Pacemaker's {@code promoted-max}
 * @param nodeMax how many on one node; {@code promoted-node-max}
 * @param promote limits of a promotion
 * @param demote limits of a demotion
 */
public record PromotionPolicy(
    int max, int nodeMax, OperationDefinition promote, OperationDefinition demote) {
  /** Within the default timeout; a failure restarts the instance. */
  public static final OperationDefinition DEFAULT_OPERATION =
      new OperationDefinition(OperationDefinition.DEFAULT_TIMEOUT, OnFail.RESTART);

  /** One promoted instance, with the default limits. */
  public static final PromotionPolicy DEFAULTS =
      new PromotionPolicy(1, 1, DEFAULT_OPERATION, DEFAULT_OPERATION);

  public PromotionPolicy {
    Objects.requireNonNull(promote, "promote");
    Objects.requireNonNull(demote, "demote");
    if (max < 1 || nodeMax < 1) {
      throw new IllegalArgumentException(
          "promoted-max and promoted-node-max must be 1 or more, but they are "
              + max
              + " and "
              + nodeMax);
    }
  }
}
