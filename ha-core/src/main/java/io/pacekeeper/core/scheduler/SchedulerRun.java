package io.pacekeeper.core.scheduler;

import io.pacekeeper.core.cib.SchedulerInput;
import org.jspecify.annotations.Nullable;

/**
 * One run of the scheduler on a live cluster.
 *
 * @param node the DC that it was
 * @param input what it decided from
 * @param decided what it decided
 * @param order the number of the orders that were made of that, such as {@code 3.17}; null if there
 *     was nothing to order
 */
public record SchedulerRun(
    String node, SchedulerInput input, Transition decided, @Nullable String order) {

  /**
   * Returns whether there is anything in it that is not in the run before it, the time aside: the
   * scheduler runs now and then though nothing has changed.
   */
  public boolean isNewsAfter(@Nullable SchedulerRun before) {
    return before == null
        || order != null
        || !node.equals(before.node)
        || !decided.equals(before.decided)
        || !input.equals(before.input.at(input.now()));
  }
}
