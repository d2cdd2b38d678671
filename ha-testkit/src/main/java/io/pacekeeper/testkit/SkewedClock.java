package io.pacekeeper.testkit;

import io.pacekeeper.core.controller.Moment;
import io.pacekeeper.runtime.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;

/** A clock that runs at its own rate, with its own origin, while another one drives it. */
final class SkewedClock implements Clock {
  private final LongSupplier driver;
  private final long offsetNanos;
  private final double rate;
  private final long epochNanos;
  private Instant epoch;

  SkewedClock(LongSupplier driver, long offsetNanos, double rate, Instant wall) {
    if (!(rate > 0)) {
      throw new IllegalArgumentException("a clock's rate is above zero, not " + rate);
    }
    this.driver = driver;
    this.offsetNanos = offsetNanos;
    this.rate = rate;
    this.epochNanos = nanos();
    this.epoch = wall;
  }

  @Override
  public Moment now() {
    long nanos = nanos();
    return new Moment(nanos, epoch.plusNanos(nanos - epochNanos));
  }

  /** Moves the wall-clock time, forward or back. */
  void jump(long byNanos) {
    epoch = epoch.plusNanos(byNanos);
  }

  /** Returns the first moment of the driver at which this clock shows at least that time. */
  long driverNanosAt(long nanos) {
    long at = (long) Math.ceil((nanos - offsetNanos) / rate);
    while (offsetNanos + (long) (at * rate) - nanos < 0) {
      at++;
    }
    return at;
  }

  private long nanos() {
    return offsetNanos + (long) (driver.getAsLong() * rate);
  }
}
