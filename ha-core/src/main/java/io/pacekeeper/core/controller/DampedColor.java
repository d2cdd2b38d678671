package io.pacekeeper.core.controller;

import io.pacekeeper.core.cib.NodeHealth.Color;
import io.pacekeeper.core.document.HealthOptions.Thresholds;
import org.jspecify.annotations.Nullable;

/**
 * The color of something that is measured now and then, without flicker: it changes when another
 * one has been measured throughout the dampening, and what is bad is better again only a tenth
 * below where it began to be bad.
 */
final class DampedColor {
  /** No measure. */
  static final int UNKNOWN = -1;

  private @Nullable Color said;
  private @Nullable Color measured;
  private long sinceNanos;

  /** Returns the color, or null while nothing is known. */
  @Nullable Color get() {
    return said;
  }

  /** Takes a measure in, in percent, and returns whether the color has changed. */
  boolean take(int percent, Thresholds thresholds, long dampeningNanos, long nanos) {
    Color before = said;
    if (percent == UNKNOWN || !thresholds.isOn()) {
      said = null;
      measured = null;
      return before != null;
    }
    Color now = color(percent, thresholds, before);
    if (now != measured) {
      measured = now;
      sinceNanos = nanos;
    }
    boolean well = before == null && now == Color.GREEN;
    if (now != before && (well || nanos - sinceNanos >= dampeningNanos)) {
      said = now;
    }
    return said != before;
  }

  private static Color color(int percent, Thresholds thresholds, @Nullable Color before) {
    Color now = color(percent, thresholds);
    if (before == null || now.compareTo(before) >= 0) {
      return now;
    }
    Color almost = color(percent * 10 / 9, thresholds);
    return almost.compareTo(before) < 0 ? almost : before;
  }

  private static Color color(int percent, Thresholds thresholds) {
    if (thresholds.red() > 0 && percent >= thresholds.red()) {
      return Color.RED;
    }
    boolean yellow = thresholds.yellow() > 0 && percent >= thresholds.yellow();
    return yellow ? Color.YELLOW : Color.GREEN;
  }
}
