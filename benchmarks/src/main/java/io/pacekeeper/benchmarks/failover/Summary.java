package io.pacekeeper.benchmarks.failover;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The median of some figures, and how far they spread. */
record Summary(double median, double lowest, double highest, int count) {

  static Summary of(Collection<Double> figures) {
    if (figures.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to sum up");
    }
    List<Double> sorted = new ArrayList<>(figures);
    sorted.sort(Double::compare);
    int size = sorted.size();
    double median = (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    return new Summary(median, sorted.get(0), sorted.get(size - 1), size);
  }

  /** Returns it as {@code median (lowest..highest)}, as precisely as figures of its size need. */
  @Override
  public String toString() {
    return text(median) + " (" + text(lowest) + ".." + text(highest) + ")";
  }

  static String text(double figure) {
    boolean whole = figure == Math.rint(figure) || Math.abs(figure) >= 100;
    return String.format(Locale.ROOT, whole ? "%,.0f" : "%.1f", figure);
  }
}
