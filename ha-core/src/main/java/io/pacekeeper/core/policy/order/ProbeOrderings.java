package io.pacekeeper.core.policy.order;

import io.pacekeeper.core.policy.assign.Assignment;
import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.ActionEdge;
import io.pacekeeper.core.policy.working.ActionFlag;
import io.pacekeeper.core.policy.working.Actions;
import io.pacekeeper.core.policy.working.Ordering;
import io.pacekeeper.core.policy.working.OrderingFlags;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingGroup;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Has probes come before what might turn out to be unnecessary, or wrong, by what they find: before
 * the stops of others that wait for the probed resource to be stopped or started.
 */
final class ProbeOrderings {
  private final WorkingSet working;
  private final Assignment assignment;
  private final List<Action> visited = new ArrayList<>();
  private final Deque<Action> open = new ArrayDeque<>();
  private final Set<Action> leadToEnds = Collections.newSetFromMap(new IdentityHashMap<>());

  ProbeOrderings(WorkingSet working, Assignment assignment) {
    this.working = working;
    this.assignment = assignment;
  }

  void create() {
    findWhatLeadsToEnds();
    for (WorkingResource resource : working.resources()) {
      orderBeforeRestarts(resource);
    }
    for (Ordering ordering : working.orderings().all()) {
      orderBeforeWhatFollowsStops(ordering);
    }
  }

  private void orderBeforeWhatFollowsStops(Ordering ordering) {
    WorkingResource first = ordering.firstResource();
    WorkingResource then = ordering.thenResource();
    if (first == null
        || first == then
        || ordering.flags() == OrderingFlags.NONE
        || !ordering.firstIs(Task.STOP)
        || (then != null && then == container(first) && ordering.thenIs(Task.STOP))) {
      return;
    }
    List<Action> probes = Actions.find(first, Task.MONITOR, null);
    if (probes.isEmpty()) {
      return;
    }
    int kinds = kinds(ordering.flags());
    List<Action> actions = List.of();
    if (ordering.thenAction() != null) {
      actions = List.of(ordering.thenAction());
    } else if (then != null && ordering.thenKey() != null) {
      actions = Actions.ofKey(then, ordering.thenKey(), null);
    }
    for (Action probe : probes) {
      for (Action action : actions) {
        if (!unrelated(probe, action)) {
          probe.orderBefore(action, kinds);
        }
      }
    }
  }

  private static @Nullable WorkingResource container(WorkingResource resource) {
    return resource instanceof WorkingPrimitive primitive ? primitive.container() : null;
  }

  private static int kinds(int flags) {
    if (flags == OrderingFlags.ANTI_COLOCATION || flags == OrderingFlags.LOAD) {
      return flags;
    }
    int kept = OrderingFlags.APPLY_FIRST_NON_MIGRATABLE | OrderingFlags.SAME_NODE;
    return OrderingFlags.OPTIONAL | (flags & kept);
  }

  /** What a probe finds is of no concern to the unfencing of its node, or to other nodes' ends. */
  private static boolean unrelated(Action probe, Action action) {
    if (action.task().equals(Task.STONITH)) {
      return "on".equals(action.meta("stonith_action")) && action.node() == probe.node();
    }
    return action.task().equals(Task.SHUTDOWN) && action.node() != probe.node();
  }

  private void orderBeforeRestarts(WorkingResource resource) {
    for (WorkingResource child : resource.children()) {
      orderBeforeRestarts(child);
    }
    if (!(resource instanceof WorkingPrimitive primitive)) {
      return;
    }
    for (Action probe : Actions.find(primitive, Task.MONITOR, null)) {
      List<ActionEdge> after = probe.after();
      for (int i = after.size() - 1; i >= 0; i--) {
        orderBeforeRestarts(probe, primitive, after.get(i).action());
        visited.forEach(action -> action.clear(ActionFlag.TRACKING));
        visited.clear();
      }
    }
  }

  /**
   * Finds the actions from which some stop or demotion could be reached at all, whichever way leads
   * there. Where nothing is active there are none, and no probe has to look for any.
   */
  private void findWhatLeadsToEnds() {
    for (Action action : working.actions().all()) {
      if (action.resource() instanceof WorkingPrimitive primitive
          && !ends(primitive, action.task()).isEmpty()) {
        open.push(action);
      }
    }
    while (!open.isEmpty()) {
      Action action = open.pop();
      if (leadToEnds.add(action)) {
        for (ActionEdge edge : action.before()) {
          open.push(edge.action());
        }
      }
    }
  }

  /** Follows all that comes after an action, with a stack of its own: chains may be long. */
  private void orderBeforeRestarts(Action probe, WorkingPrimitive probed, Action start) {
    if (!leadToEnds.contains(start)) {
      return;
    }
    open.push(start);
    while (!open.isEmpty()) {
      Action after = open.pop();
      if (!after.has(ActionFlag.TRACKING)) {
        after.set(ActionFlag.TRACKING);
        visited.add(after);
        visit(probe, probed, after);
      }
    }
  }

  private void visit(Action probe, WorkingPrimitive probed, Action after) {
    WorkingResource resource = after.resource();
    if (resource instanceof WorkingPrimitive && resource != probed) {
      orderBeforeEndOf(probe, resource, after.task());
    }
    boolean interleaved = resource instanceof WorkingClone clone && clone.interleave();
    WorkingResource partner =
        interleaved ? Interleaving.partner(assignment, probed, resource, false) : null;
    for (ActionEdge edge : after.after()) {
      Action next = edge.action();
      if (leadToEnds.contains(next)
          && (edge.is(OrderingFlags.IMPLIES_THEN)
              || leadsInside(probed, resource, next.resource(), interleaved, partner))) {
        open.push(next);
      }
    }
  }

  /** What would have to be restarted is stopped, or demoted, only after the probe. */
  private static void orderBeforeEndOf(Action probe, WorkingResource resource, String task) {
    for (Action action : ends(resource, task)) {
      if (!action.pseudo()) {
        probe.orderBefore(action, OrderingFlags.OPTIONAL);
      }
    }
  }

  /** Returns the actions that undo what a task does. */
  private static List<Action> ends(WorkingResource resource, String task) {
    return switch (task) {
      case Task.START -> Actions.find(resource, Task.STOP, null);
      case Task.PROMOTE -> Actions.find(resource, Task.DEMOTE, null);
      default -> List.of();
    };
  }

  /** Returns whether an edge goes from a whole group or clone to a part that matters. */
  private static boolean leadsInside(
      WorkingPrimitive probed,
      @Nullable WorkingResource from,
      @Nullable WorkingResource to,
      boolean interleaved,
      @Nullable WorkingResource partner) {
    if (from == null
        || from instanceof WorkingPrimitive
        || probed.parent() == from
        || to == null
        || !(to instanceof WorkingPrimitive || to instanceof WorkingGroup)
        || to.parent() != from) {
      return false;
    }
    return !interleaved || partner == to;
  }
}
