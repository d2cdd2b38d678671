package io.pacekeeper.examples;

import java.util.Locale;

/**
 * Whether a test is to take its time: {@code -Dpacekeeper.long=true} makes faults last as long, and
 * be repeated as often, as it takes to state figures. Otherwise it does what fits in every build.
 */
final class LongRun {
  private static final boolean WANTED = Boolean.getBoolean("pacekeeper.long");

  private LongRun() {}

  /** Returns the first in every build, the second in a long run. */
  static int times(int always, int wanted) {
    return WANTED ? wanted : always;
  }

  /** Prints a figure, for whoever writes it down. */
  static void result(String format, Object... arguments) {
    System.out.println("RESULT " + String.format(Locale.ROOT, format, arguments));
  }
}
