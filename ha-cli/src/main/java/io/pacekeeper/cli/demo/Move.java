package io.pacekeeper.cli.demo;

import io.pacekeeper.cli.demo.Evidence.Stay;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That a service went on elsewhere.
 *
 * @param service which service
 * @param from where it was
 * @param to where it is
 * @param gapNanos how long it was active nowhere
 */
record Move(String service, String from, String to, long gapNanos) {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Returns how a service went on after a stay, or null if it has not yet. */
  static @Nullable Move after(String service, Stay before, List<Stay> stays) {
    @Nullable Stay left = null;
    for (Stay stay : stays) {
      if (left != null && left.isOver()) {
        return new Move(service, left.node(), stay.node(), stay.from() - left.to());
      }
      if (stay.from() == before.from() && stay.node().equals(before.node())) {
        left = stay;
      }
    }
    return null;
  }

  long gapMillis() {
    return Math.round((double) gapNanos / NANOS_PER_MILLI);
  }

  /** Returns the line for whoever measures. */
  String result(String step) {
    return "RESULT %s resource=%s from=%s to=%s gap_ms=%d"
        .formatted(step, service, from, to, gapMillis());
  }

  /** Returns the line for people. */
  String describe() {
    return "%s: %s -> %s, %d ms without service".formatted(service, from, to, gapMillis());
  }
}
