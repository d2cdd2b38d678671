package io.pacekeeper.runtime;

import io.pacekeeper.core.controller.Input;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.management.OperatingSystemMXBean;
import java.util.List;

/**
 * Measures this JVM's heap and its host's load, by what the platform's beans say.
 *
 * <p>The heap is as full as the last collection left the part where objects grow old: what a
 * collection would still free counts for nothing. The load is the system's load average of a minute
 * for each processor, and not known where the platform has none.
 */
final class JvmGauges implements Gauges {
  private static final int UNKNOWN = -1;

  private final OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
  private final List<MemoryPoolMXBean> pools =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          // The spaces for what is young are full before every collection, which means nothing.
          .filter(MemoryPoolMXBean::isUsageThresholdSupported)
          .toList();

  @Override
  public Input.Measured measure() {
    return new Input.Measured(heap(), load());
  }

  private int heap() {
    int fullest = UNKNOWN;
    for (MemoryPoolMXBean pool : pools) {
      MemoryUsage left = pool.getCollectionUsage();
      long max = pool.getUsage().getMax();
      if (left != null && max > 0) {
        fullest = Math.max(fullest, percent((double) left.getUsed() / max));
      }
    }
    return fullest;
  }

  private int load() {
    double average = system.getSystemLoadAverage();
    return average < 0 ? UNKNOWN : percent(average / system.getAvailableProcessors());
  }

  private static int percent(double share) {
    return (int) Math.round(share * 100);
  }
}
