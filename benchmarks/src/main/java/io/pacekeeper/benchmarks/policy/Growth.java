package io.pacekeeper.benchmarks.policy;

import io.pacekeeper.core.policy.PolicyEngine;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.unpack.Unpacking;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Growth is a program that shows how the time of a decision grows with the size of a cluster, for
 * every {@link Shape}: the processor time of one thread, the best of several decisions, at each of
 * some sizes, and the exponent between the last two.
 *
 * <p>With {@code -Xint} it tells how the work grows rather than the time: an interpreter warms
 * nothing up, and is too slow for the caches of the processor to matter. One decision is enough
 * then.
 *
 * <p>Arguments: the sizes, as {@code 500,1000,2000}, and then the shapes; all, if none is named.
 */
public final class Growth {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long ENOUGH_NANOS = 400_000_000;
  private static final boolean INTERPRETED =
      System.getProperty("java.vm.info", "").contains("interpreted");
  private static final int MIN_TIMES = INTERPRETED ? 1 : 3;
  private static final int MAX_TIMES = INTERPRETED ? 1 : 40;

  private Growth() {}

  /** Prints a line for each shape. */
  public static void main(String[] arguments) {
    List<Integer> sizes = new ArrayList<>();
    for (String size : (arguments.length > 0 ? arguments[0] : "500,1000,2000").split(",", -1)) {
      sizes.add(Integer.parseInt(size));
    }
    List<Shape> shapes = new ArrayList<>();
    for (int at = 1; at < arguments.length; at++) {
      shapes.add(Shape.valueOf(arguments[at].toUpperCase(Locale.ROOT)));
    }
    millis(Shape.PRIMITIVES.of(1)); // loads the classes
    for (Shape shape : shapes.isEmpty() ? List.of(Shape.values()) : shapes) {
      System.out.println(line(shape, sizes));
    }
  }

  private static String line(Shape shape, List<Integer> sizes) {
    StringBuilder line = new StringBuilder("%-28s".formatted(shape));
    double before = 0;
    double exponent = 0;
    for (int at = 0; at < sizes.size(); at++) {
      double millis;
      try {
        millis = millis(shape.of(sizes.get(at)));
      } catch (StackOverflowError e) {
        return line + "  the stack ended at " + sizes.get(at);
      }
      line.append("%10.2f".formatted(millis));
      if (at > 0) {
        exponent = Math.log(millis / before) / Math.log((double) sizes.get(at) / sizes.get(at - 1));
      }
      before = millis;
    }
    return line + "   n^%.2f".formatted(exponent);
  }

  /** Returns how many milliseconds a decision takes, at best. */
  private static double millis(PolicyInput input) {
    long best = Long.MAX_VALUE;
    long spent = 0;
    for (int times = 0; times < MIN_TIMES || (spent < ENOUGH_NANOS && times < MAX_TIMES); times++) {
      long begin = THREADS.getCurrentThreadCpuTime();
      PolicyEngine.decide(Unpacking.unpack(input, History.NOW), false);
      long nanos = THREADS.getCurrentThreadCpuTime() - begin;
      best = Math.min(best, nanos);
      spent += nanos;
      if (spent > 4 * ENOUGH_NANOS) {
        break;
      }
    }
    return best / 1e6;
  }
}
