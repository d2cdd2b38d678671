package io.pacekeeper.testkit;

import io.pacekeeper.core.controller.Moment;
import io.pacekeeper.runtime.Clock;
import java.time.Duration;
import java.time.Instant;

/** A clock that stands still until it is told to go on. Safe for use by several threads. */
public final class ManualClock implements Clock {
  private volatile Moment now;

  /** Makes a clock that shows the first of January 2026, with a monotonic time of zero. */
  public ManualClock() {
    this(new Moment(0, Instant.parse("2026-01-01T00:00:00Z")));
  }

  /** Makes a clock that shows this moment. */
  public ManualClock(Moment now) {
    this.now = now;
  }

  @Override
  public Moment now() {
    return now;
  }

  /** Lets time pass: both the monotonic and the wall-clock time go on. */
  public synchronized void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(
          "time only goes on, so it cannot be advanced by " + duration);
    }
    now = new Moment(now.nanos() + duration.toNanos(), now.wall().plus(duration));
  }

  /** Sets the wall-clock time alone, as an administrator or NTP does. */
  public synchronized void setWall(Instant wall) {
    now = new Moment(now.nanos(), wall);
  }

  /**
   * Returns another clock that is driven by this one and differs from it, as the clocks of two
   * hosts do.
   *
   * @param offset what it shows when this one shows zero
   * @param rate how many seconds pass on it while one passes on this one
   */
  public Clock skewed(Duration offset, double rate) {
    return new SkewedClock(() -> now.nanos(), offset.toNanos(), rate, now.wall());
  }
}
