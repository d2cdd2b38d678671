package io.pacekeeper.core.policy.action;

import io.pacekeeper.core.policy.working.OrderingFlags;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingSet;

/** Has nodes forget the history of a resource. */
public final class Cleanup {
  private Cleanup() {}

  /** Has a node forget a resource, between its stop and its next start. */
  public static void schedule(
      WorkingSet working, WorkingPrimitive primitive, WorkingNode node, boolean optional) {
    if (primitive.has(ResourceFlag.FAILED) || node.unclean() || !node.online()) {
      return;
    }
    // One that is not required yet becomes so with the action before it.
    int kinds = optional ? OrderingFlags.IMPLIES_THEN : OrderingFlags.OPTIONAL;
    working.actions().of(primitive, Task.DELETE, node, optional);
    working.orderings().order(primitive, Task.STOP, Task.DELETE, kinds);
    working.orderings().order(primitive, Task.DELETE, Task.START, kinds);
  }
}
