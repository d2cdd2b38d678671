package io.pacekeeper.core.controller;

import io.pacekeeper.api.MonitorDefinition;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;

/** The recurring monitors that are due, soonest first: one entry for each that does not run. */
final class MonitorQueue {
  /**
   * A monitor that is due.
   *
   * @param monitor its index among those of the resource
   * @param activation which activation of the resource it is for
   */
  record Due(long atNanos, String resource, int monitor, int activation) {}

  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(
          Comparator.comparingLong(Due::atNanos)
              .thenComparing(Due::resource)
              .thenComparingInt(Due::monitor));

  /** Has a monitor run after its interval. */
  void schedule(Service service, int index, MonitorDefinition monitor, Moment now) {
    queue.add(
        new Due(now.nanos() + monitor.interval().toNanos(), service.id, index, service.activation));
  }

  /** Has all monitors of these resources run now that wait for their interval. */
  void hasten(Set<String> resources, Moment now) {
    Set<Due> hastened = new TreeSet<>(queue.comparator());
    for (Due due : queue) {
      if (resources.contains(due.resource()) && now.nanos() - due.atNanos() < 0) {
        hastened.add(due);
      }
    }
    queue.removeAll(hastened);
    hastened.forEach(
        due -> queue.add(new Due(now.nanos(), due.resource(), due.monitor(), due.activation())));
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /** Returns whether the first one is due. */
  boolean isDue(Moment now) {
    Due first = queue.peek();
    return first != null && now.nanos() - first.atNanos() >= 0;
  }

  /** Returns when the first one is due; MAX_VALUE if there is none. */
  long wakeAtNanos() {
    Due first = queue.peek();
    return first == null ? Long.MAX_VALUE : first.atNanos();
  }

  /** Takes the first one. */
  Due remove() {
    return queue.remove();
  }

  void clear() {
    queue.clear();
  }
}
