package io.pacekeeper.core.policy.order;

import io.pacekeeper.core.policy.assign.Assignment;
import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingResource;
import org.jspecify.annotations.Nullable;

/** Pairs the instances of two clones that are on one node. */
final class Interleaving {
  private Interleaving() {}

  /** Returns whether instances are ordered in pairs, rather than one whole clone by the other. */
  static boolean applies(Action first, Action then) {
    if (!(first.resource() instanceof WorkingClone firstClone)
        || !(then.resource() instanceof WorkingClone thenClone)
        || firstClone == thenClone) {
      return false;
    }
    boolean down = then.task().equals(Task.STOP) || then.task().equals(Task.DEMOTE);
    return down ? firstClone.interleave() : thenClone.interleave();
  }

  /** Returns the instance of a clone that goes with another resource; null: there is none. */
  static @Nullable WorkingResource partner(
      Assignment assignment,
      @Nullable WorkingResource resource,
      @Nullable WorkingResource clone,
      boolean current) {
    return resource != null && clone instanceof WorkingClone other
        ? assignment.compatibleInstance(resource, other, Role.UNKNOWN, current)
        : null;
  }

  /** Takes the node of an instance away; returns whether it had one. */
  static boolean drop(Assignment assignment, WorkingResource instance) {
    boolean had = hasNode(instance);
    assignment.drop(instance);
    return had;
  }

  private static boolean hasNode(WorkingResource resource) {
    if (resource.children().isEmpty()) {
      return resource.assigned() != null;
    }
    return resource.children().stream().anyMatch(Interleaving::hasNode);
  }
}
