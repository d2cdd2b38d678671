package io.pacekeeper.api;

import java.time.Duration;
import java.util.Objects;

/**
 * The limits of a start or a stop.
 *
 * @param timeout how long it may take; what takes longer has an unknown result
 * @param onFail what follows when it fails or times out
 */
public record OperationDefinition(Duration timeout, OnFail onFail) {
  /** Twenty seconds, Pacemaker's default for every operation. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(20);

  /** A start within the default timeout; a failure restarts the resource. */
  public static final OperationDefinition DEFAULT_START =
      new OperationDefinition(DEFAULT_TIMEOUT, OnFail.RESTART);

  /** A stop within the default timeout; a failure fences the node. */
  public static final OperationDefinition DEFAULT_STOP =
      new OperationDefinition(DEFAULT_TIMEOUT, OnFail.FENCE);

  public OperationDefinition {
    Objects.requireNonNull(onFail, "onFail");
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          "a timeout must be longer than zero, but it is " + timeout);
    }
  }
}
