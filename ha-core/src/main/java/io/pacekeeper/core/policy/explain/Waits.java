package io.pacekeeper.core.policy.explain;

import io.pacekeeper.core.policy.model.ConstraintDefinition;
import io.pacekeeper.core.policy.model.OrderDefinition;
import io.pacekeeper.core.policy.model.ResourceSetDefinition;
import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.ActionEdge;
import io.pacekeeper.core.policy.working.Actions;
import io.pacekeeper.core.policy.working.OrderingFlags;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingGroup;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The Waits are for what a resource waits that has a node: an order whose first cannot be started,
 * a colocation whose primary cannot, quorum.
 */
final class Waits {
  private static final int HOLDS_UP =
      OrderingFlags.RUNNABLE_LEFT
          | OrderingFlags.ASYMMETRICAL
          | OrderingFlags.IMPLIES_THEN
          | OrderingFlags.ONE_OR_MORE;
  private static final String COLOCATION = "colocation with ";

  private final WorkingSet working;
  private final Phrases phrases;

  Waits(WorkingSet working, Phrases phrases) {
    this.working = working;
    this.phrases = phrases;
  }

  /** Returns why a primitive is not started where it is to be; null: nothing holds it up. */
  @Nullable Cause start(WorkingPrimitive primitive) {
    return of(primitive, Task.START);
  }

  /** Returns why a primitive is not promoted where it is to be; null: nothing holds it up. */
  @Nullable Cause promote(WorkingPrimitive primitive) {
    return of(primitive, Task.PROMOTE);
  }

  private @Nullable Cause of(WorkingPrimitive primitive, String task) {
    Action action = Actions.newest(primitive, task, primitive.assigned());
    if (action == null || action.runnable()) {
      return null;
    }
    String reason = action.reason();
    if (reason != null && reason.contains("quorum")) {
      return new Cause("for quorum", "start more nodes");
    }
    WorkingResource held = heldUpBy(action, new HashSet<>());
    if (held != null) {
      String name = phrases.name(held);
      return new Cause(
          "for " + name + ", which cannot " + verb(reason) + order(held, primitive),
          "have " + name + " run");
    }
    if (reason != null && reason.startsWith(COLOCATION)) {
      WorkingResource primary = working.resourceById(reason.substring(COLOCATION.length()));
      String name = primary == null ? reason : phrases.name(primary);
      return new Cause(
          "for " + name + ", which it has to be with and which cannot start",
          "have " + name + " run");
    }
    return null;
  }

  private static String verb(@Nullable String reason) {
    return reason != null && reason.endsWith(Task.PROMOTE) ? "be promoted" : "start";
  }

  private @Nullable WorkingResource heldUpBy(Action action, Set<Action> seen) {
    for (ActionEdge edge : action.before()) {
      Action first = edge.action();
      if (!edge.is(HOLDS_UP) || first.runnable() || !seen.add(first)) {
        continue;
      }
      WorkingResource resource = first.resource();
      if (resource == null || resource == action.resource()) {
        WorkingResource further = heldUpBy(first, seen);
        if (further != null) {
          return further;
        }
      } else if (!isAround(resource, action.resource())) {
        return resource;
      }
    }
    return null;
  }

  private static boolean isAround(WorkingResource one, @Nullable WorkingResource other) {
    return other != null && (other.isInside(one) || one.isInside(other));
  }

  /** Returns which order it is that one resource waits for another by, as a reference. */
  private String order(WorkingResource first, WorkingResource then) {
    if (first.parent() instanceof WorkingGroup group && then.isInside(group)) {
      return " (" + phrases.name(group) + ")";
    }
    for (ConstraintDefinition constraint : working.input().constraints()) {
      if (constraint instanceof OrderDefinition order
          && names(order, order.first(), first)
          && names(order, order.then(), then)) {
        return phrases.reference(order.id());
      }
    }
    return "";
  }

  private static boolean names(
      OrderDefinition order, @Nullable String id, WorkingResource resource) {
    for (WorkingResource one = resource; one != null; one = one.parent()) {
      if (one.id().equals(id) || one.definition().id().equals(id)) {
        return true;
      }
      for (ResourceSetDefinition set : order.sets()) {
        if (set.members().contains(one.id()) || set.members().contains(one.definition().id())) {
          return true;
        }
      }
    }
    return false;
  }
}
