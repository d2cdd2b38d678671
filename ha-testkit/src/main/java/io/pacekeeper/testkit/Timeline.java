package io.pacekeeper.testkit;

/** Time as the store in memory knows it, and the one thread on which all of it happens. */
interface Timeline {
  /** Returns the time since some origin. */
  long nanos();

  /** Has an action done later; of two for the same time the one asked for first comes first. */
  void after(long delayNanos, Runnable action);
}
