package io.pacekeeper.runtime;

import io.pacekeeper.core.controller.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that is moved by hand. */
final class HandClock implements Clock {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);

  @Override
  public Moment now() {
    return new Moment(nanos.get(), Instant.EPOCH);
  }

  /** Returns the monotonic time so many milliseconds from now. */
  long in(long millis) {
    return nanos.get() + Duration.ofMillis(millis).toNanos();
  }

  void advanceMillis(long millis) {
    nanos.addAndGet(Duration.ofMillis(millis).toNanos());
  }
}
