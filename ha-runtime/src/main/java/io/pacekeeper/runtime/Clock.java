package io.pacekeeper.runtime;

import io.pacekeeper.core.controller.Moment;
import java.time.Instant;

/** The time, twice: monotonic for durations and leases, wall-clock time for people. */
public interface Clock {
  /** Returns what the time is now. */
  Moment now();

  /** Returns the clock of the system. */
  static Clock system() {
    return () -> new Moment(System.nanoTime(), Instant.now());
  }
}
