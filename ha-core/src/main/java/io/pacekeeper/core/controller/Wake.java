package io.pacekeeper.core.controller;

/** Monotonic moments, of which MAX_VALUE is never, compared by difference. */
final class Wake {
  private Wake() {}

  /** Returns the earlier of two moments. */
  static long earlier(long a, long b) {
    if (a == Long.MAX_VALUE) {
      return b;
    }
    if (b == Long.MAX_VALUE) {
      return a;
    }
    return a - b <= 0 ? a : b;
  }
}
