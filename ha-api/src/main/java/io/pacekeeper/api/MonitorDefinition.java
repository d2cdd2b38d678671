package io.pacekeeper.api;

import java.time.Duration;
import java.util.Objects;

/**
 * A recurring monitor of a resource.
 *
 * @param interval the time from the end of one monitor to the beginning of the next
 * @param timeout how long one may take; what takes longer counts as a failed monitor
 * @param onFail what follows when it fails
 * @param role the role in which the instance is monitored by this; {@link Role#STARTED} is every
 *     role but {@link Role#PROMOTED}, as in Pacemaker
 */
public record MonitorDefinition(Duration interval, Duration timeout, OnFail onFail, Role role) {
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
    Objects.requireNonNull(role, "role");
  }

  /** Makes a monitor of what is not promoted. */
  public MonitorDefinition(Duration interval, Duration timeout, OnFail onFail) {
    this(interval, timeout, onFail, Role.STARTED);
  }

  /** Returns whether it monitors an instance that is promoted, or is not. */
  public boolean isFor(boolean promoted) {
    return promoted == (role == Role.PROMOTED);
  }
}
