package io.pacekeeper.core.controller;

import io.pacekeeper.core.cib.NodeHealth;
import io.pacekeeper.core.document.HealthOptions;
import java.time.Duration;
import java.util.Locale;

/**
 * How this node is, as far as it measures that itself: its heap and the load, where the cluster's
 * options ask for them. What follows is said by attributes of the node.
 */
final class Vitals {
  private static final long SHORTEST = Duration.ofMillis(200).toNanos();
  private static final long LONGEST = Duration.ofSeconds(5).toNanos();

  /** How often something is measured before it has been so throughout the dampening. */
  private static final int MEASURES = 6;

  private final Self self;
  private final DampedColor heap = new DampedColor();
  private final DampedColor load = new DampedColor();
  private boolean measuring;
  private long askAtNanos;

  Vitals(Self self) {
    this.self = self;
  }

  void advance(Moment now) {
    HealthOptions options = options();
    if (!options.measures()) {
      if (measuring) {
        measuring = false;
        measured(new Input.Measured(DampedColor.UNKNOWN, DampedColor.UNKNOWN), now);
      }
      return;
    }
    if (!measuring || now.nanos() - askAtNanos >= 0) {
      measuring = true;
      long interval = options.dampening().toNanos() / MEASURES;
      askAtNanos = now.nanos() + Math.max(SHORTEST, Math.min(interval, LONGEST));
      self.out.add(new Effect.Measure());
    }
  }

  void measured(Input.Measured measured, Moment now) {
    take("heap", heap, measured.heap(), options().heap(), now);
    take("load", load, measured.load(), options().load(), now);
  }

  private void take(
      String what, DampedColor color, int percent, HealthOptions.Thresholds limits, Moment now) {
    if (color.take(percent, limits, options().dampening().toNanos(), now.nanos())) {
      NodeHealth.Color next = color.get();
      String word = next == null ? null : next.name().toLowerCase(Locale.ROOT);
      self.attributes.measured(NodeHealth.PREFIX + "-" + what, word);
    }
  }

  private HealthOptions options() {
    return self.effective().options().placement().health();
  }

  long wakeAtNanos() {
    return measuring ? askAtNanos : Long.MAX_VALUE;
  }
}
