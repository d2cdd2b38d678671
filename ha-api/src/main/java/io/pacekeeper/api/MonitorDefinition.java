package io.pacekeeper.api;

import java.time.Duration;
import java.util.Objects;

/**
 * A recurring monitor of a resource.
 *
 * @param interval the time from the end of one monitor to the beginning of the next
 * @param timeout how long one may take; what takes longer counts as a failed monitor
 * @param onFail what follows when it fails
 */
public record MonitorDefinition(Duration interval, Duration timeout, OnFail onFail) {
  public MonitorDefinition {
    Objects.requireNonNull(onFail, "onFail");
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException(
          "a monitor's interval must be longer than zero, but it is " + interval);
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          "a monitor's timeout must be longer than zero, but it is " + timeout);
    }
  }
}
