package io.pacekeeper.core.policy.assign;

import io.pacekeeper.core.policy.working.Colocation;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.WorkingGroup;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import org.jspecify.annotations.Nullable;

/**
 * A Step is a resource that is being assigned, and how far that has got: what it depends on, or
 * consists of, is assigned in between.
 */
final class Step {
  private final WorkingResource resource;
  private final @Nullable WorkingNode prefer;
  private boolean begun;
  private boolean waited;
  private int next;
  private @Nullable WorkingNode node;

  Step(WorkingResource resource, @Nullable WorkingNode prefer) {
    this.resource = resource;
    this.prefer = prefer;
  }

  WorkingResource resource() {
    return resource;
  }

  /** Returns the node that it is to get if that is as good as any other. */
  @Nullable WorkingNode prefer() {
    return prefer;
  }

  /** Returns whether the resource is marked as being assigned. */
  boolean begun() {
    return begun;
  }

  void begin() {
    begun = true;
    waited = false;
    resource.set(ResourceFlag.ASSIGNING);
  }

  /** Returns what has to be assigned before the step can go on; null: nothing, or not any more. */
  @Nullable WorkingResource waitsFor() {
    if (waited) {
      return null;
    }
    WorkingResource other = begun ? current() : whole();
    waited = other != null && !isSettled(other);
    return waited ? other : null;
  }

  /** A member, or an instance that is no group, is assigned with the whole that it is in. */
  private @Nullable WorkingResource whole() {
    return resource instanceof WorkingPrimitive ? resource.parent() : null;
  }

  /** Returns whether there is nothing to be done in order to have a resource assigned. */
  private static boolean isSettled(WorkingResource resource) {
    WorkingResource whole = resource instanceof WorkingPrimitive ? resource.parent() : null;
    return !isOpen(resource) && (whole == null || !isOpen(whole));
  }

  /** Returns whether a resource has not been assigned, and is not being assigned. */
  static boolean isOpen(WorkingResource resource) {
    return resource.has(ResourceFlag.PROVISIONAL) && !resource.has(ResourceFlag.ASSIGNING);
  }

  private @Nullable WorkingResource current() {
    if (done()) {
      return null;
    }
    return resource instanceof WorkingGroup group
        ? group.children().get(next)
        : colocation().primary();
  }

  /** Returns the colocation that is looked at. */
  Colocation colocation() {
    return resource.thisWith().get(next);
  }

  /** Goes on to the next colocation or member. */
  void advance() {
    if (node == null && resource instanceof WorkingGroup group) {
      node = group.children().get(next).assigned();
    }
    next++;
    waited = false;
  }

  /** Returns the node of the first member that has one. */
  @Nullable WorkingNode node() {
    return node;
  }

  /** Returns whether all colocations, or members, have been looked at. */
  boolean done() {
    return resource instanceof WorkingGroup group
        ? next >= group.children().size()
        : next >= resource.thisWith().size();
  }
}
