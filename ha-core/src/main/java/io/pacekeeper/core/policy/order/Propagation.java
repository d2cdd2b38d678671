package io.pacekeeper.core.policy.order;

import io.pacekeeper.core.policy.assign.Assignment;
import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.ActionEdge;
import io.pacekeeper.core.policy.working.ActionFlag;
import io.pacekeeper.core.policy.working.Actions;
import io.pacekeeper.core.policy.working.Notice;
import io.pacekeeper.core.policy.working.OrderingFlags;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingGroup;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Has what an action is pass on to those that are ordered against it, and from there on. Flags only
 * ever go one way, so this ends. The order in which it happens decides which reasons are given.
 */
final class Propagation {
  private static final int NOTHING = 0;
  private static final int FIRST = 1;
  private static final int THEN = 2;

  /** So deep may changes pass on at once; what is further away has to wait, lest the stack end. */
  static final int DEPTH = 400;

  private final WorkingSet working;
  private final Assignment assignment;
  private final ColocationBlocks blocks;
  private final Deque<Action> deferred = new ArrayDeque<>();
  private int depth;

  Propagation(WorkingSet working, Assignment assignment) {
    this.working = working;
    this.assignment = assignment;
    this.blocks = new ColocationBlocks(this);
  }

  void run() {
    List<Action> all = working.actions().all();
    for (int i = all.size() - 1; i >= 0; i--) {
      update(all.get(i));
      updateDeferred();
    }
  }

  void updateDeferred() {
    boolean any = true;
    while (any) {
      while (!deferred.isEmpty()) {
        update(deferred.poll());
      }
      any = blocks.addDeferred();
    }
  }

  ColocationBlocks blocks() {
    return blocks;
  }

  /** Has everything that is ordered before an action take effect on it, and so on from there. */
  void update(Action then) {
    if (depth >= DEPTH) {
      deferred.add(then);
      return;
    }
    depth++;
    updateNow(then);
    depth--;
  }

  private void updateNow(Action then) {
    int lastFlags = then.flags();
    if (then.has(ActionFlag.REQUIRES_ANY)) {
      then.setRunnableBefore(0);
      if (then.requiredRunnableBefore() == 0) {
        then.setRequiredRunnableBefore(1);
      }
      then.clear(ActionFlag.RUNNABLE);
    }
    int changed = NOTHING;
    for (int i = then.before().size() - 1; i >= 0; i--) {
      changed = updateByEdge(then, then.before().get(i), changed & ~FIRST);
    }
    if (then.has(ActionFlag.REQUIRES_ANY)) {
      changed = lastFlags == then.flags() ? changed & ~THEN : changed | THEN;
    }
    if ((changed & THEN) != 0) {
      if ((lastFlags & Views.RUNNABLE) != 0 && !then.runnable()) {
        blocks.add(then);
      }
      update(then);
      updateAfter(then);
    }
  }

  void updateAfter(Action action) {
    List<ActionEdge> after = action.after();
    for (int i = after.size() - 1; i >= 0; i--) {
      update(after.get(i).action());
    }
  }

  private int updateByEdge(Action then, ActionEdge edge, int changedSoFar) {
    int changed = changedSoFar;
    Action first = edge.action();
    WorkingNode firstNode = place(first);
    WorkingNode thenNode = place(then);
    if (edge.is(OrderingFlags.SAME_NODE)
        && firstNode != null
        && thenNode != null
        && firstNode != thenNode) {
      edge.setFlags(OrderingFlags.NONE);
      return changed;
    }
    WorkingResource firstResource = first.resource();
    if (firstResource != null && edge.is(OrderingFlags.THEN_CANCELS_FIRST) && !then.optional()) {
      first.set(ActionFlag.OPTIONAL);
      if (first.task().equals(Task.RELOAD_AGENT)) {
        firstResource.clear(ResourceFlag.RELOAD);
      }
    }
    WorkingResource thenResource = then.resource();
    if (firstResource != null
        && thenResource != null
        && firstResource != thenResource
        && !thenResource.isInside(firstResource)) {
      first = reached(first, firstResource);
    }
    if (first == edge.action()) {
      int firstFlags = Views.forOrdering(first, thenNode);
      int thenFlags = Views.forOrdering(then, firstNode);
      changed |= updateByKinds(first, then, firstFlags, thenFlags, edge);
    } else if (first.orderBefore(then, edge.flags())) {
      changed |= THEN;
      edge.setFlags(OrderingFlags.NONE);
    }
    if ((changed & FIRST) != 0) {
      updateAfter(first);
      update(first);
    }
    return changed;
  }

  /** A group counts as starting on the one node where all of it will be. */
  private static @Nullable WorkingNode place(Action action) {
    return action.resource() instanceof WorkingGroup group && action.task().equals(Task.START)
        ? group.place()
        : action.node();
  }

  /** What follows a whole group or clone follows the moment at which all of it is done. */
  private static Action reached(Action action, WorkingResource resource) {
    if (resource instanceof WorkingPrimitive
        || action.interval() > 0
        || action.key().contains("notify")) {
      return action;
    }
    String task = Views.reached(action.task());
    if (task == null) {
      return action;
    }
    String key =
        resource.has(ResourceFlag.NOTIFY) && resource.parent() == null
            ? Notice.key(resource.id(), "confirmed-post", task)
            : Task.key(resource.id(), task, 0);
    Action reached = Actions.newestOfKey(resource, key);
    return reached == null ? action : reached;
  }

  private int updateByKinds(
      Action first, Action then, int firstFlags, int thenFlags, ActionEdge edge) {
    WorkingNode node = then.node();
    if (edge.is(OrderingFlags.IMPLIES_THEN_ON_NODE)) {
      edge.setFlags(
          (edge.flags() & ~OrderingFlags.IMPLIES_THEN_ON_NODE) | OrderingFlags.IMPLIES_THEN);
      node = first.node();
    }
    int changed = updateOptional(first, then, node, firstFlags, edge);
    changed |= updateRunnable(first, then, node, firstFlags, edge);
    if (first.runnable()
        && edge.is(OrderingFlags.IMPLIES_THEN_PRINTED)
        && (firstFlags & Views.OPTIONAL) == 0) {
      then.set(ActionFlag.PRINT_ALWAYS);
    }
    if (edge.is(OrderingFlags.IMPLIES_FIRST_PRINTED) && (thenFlags & Views.OPTIONAL) == 0) {
      first.set(ActionFlag.PRINT_ALWAYS);
    }
    if (Effects.blocks(first, edge.flags()) && then.runnable()) {
      then.clear(ActionFlag.RUNNABLE);
      changed |= THEN;
    }
    return changed;
  }

  private int updateOptional(
      Action first, Action then, @Nullable WorkingNode node, int firstFlags, ActionEdge edge) {
    int optional = Views.OPTIONAL;
    int changed = NOTHING;
    WorkingResource thenResource = then.resource();
    WorkingResource firstResource = first.resource();
    if (edge.is(OrderingFlags.IMPLIES_THEN)) {
      if (thenResource != null) {
        changed |=
            update(
                thenResource,
                first,
                then,
                node,
                firstFlags & optional,
                optional,
                OrderingFlags.IMPLIES_THEN);
      } else if ((firstFlags & optional) == 0 && then.optional()) {
        then.clear(ActionFlag.OPTIONAL);
        changed |= THEN;
      }
    }
    if (edge.is(OrderingFlags.RESTART) && thenResource != null) {
      changed |=
          update(
              thenResource,
              first,
              then,
              node,
              firstFlags,
              optional | Views.RUNNABLE,
              OrderingFlags.RESTART);
    }
    if (edge.is(OrderingFlags.IMPLIES_FIRST)) {
      if (firstResource != null) {
        changed |=
            update(
                firstResource,
                first,
                then,
                node,
                firstFlags,
                optional,
                OrderingFlags.IMPLIES_FIRST);
      } else if ((firstFlags & optional) == 0 && first.runnable()) {
        first.clear(ActionFlag.RUNNABLE);
        changed |= FIRST;
      }
    }
    if (edge.is(OrderingFlags.PROMOTED_IMPLIES_FIRST) && thenResource != null) {
      changed |=
          update(
              thenResource,
              first,
              then,
              node,
              firstFlags & optional,
              optional,
              OrderingFlags.PROMOTED_IMPLIES_FIRST);
    }
    return changed;
  }

  private int updateRunnable(
      Action first, Action then, @Nullable WorkingNode node, int firstFlags, ActionEdge edge) {
    int runnable = Views.RUNNABLE;
    int changed = NOTHING;
    WorkingResource resource = then.resource();
    if (edge.is(OrderingFlags.ONE_OR_MORE)) {
      if (resource != null) {
        changed |=
            update(resource, first, then, node, firstFlags, runnable, OrderingFlags.ONE_OR_MORE);
      } else if ((firstFlags & runnable) != 0) {
        then.setRunnableBefore(then.runnableBefore() + 1);
        if (then.runnableBefore() >= then.requiredRunnableBefore() && !then.runnable()) {
          then.set(ActionFlag.RUNNABLE);
          changed |= THEN;
        }
      }
    }
    if (edge.is(OrderingFlags.RUNNABLE_LEFT)) {
      if (resource != null) {
        changed |=
            update(resource, first, then, node, firstFlags, runnable, OrderingFlags.RUNNABLE_LEFT);
      } else if ((firstFlags & runnable) == 0 && then.runnable()) {
        then.clear(ActionFlag.RUNNABLE);
        changed |= THEN;
      }
    }
    if (resource == null) {
      return changed;
    }
    if (edge.is(OrderingFlags.IMPLIES_FIRST_MIGRATABLE)) {
      changed |=
          update(
              resource,
              first,
              then,
              node,
              firstFlags,
              Views.OPTIONAL,
              OrderingFlags.IMPLIES_FIRST_MIGRATABLE);
    }
    if (edge.is(OrderingFlags.PSEUDO_LEFT)) {
      changed |=
          update(
              resource, first, then, node, firstFlags, Views.OPTIONAL, OrderingFlags.PSEUDO_LEFT);
    }
    if (edge.is(OrderingFlags.OPTIONAL)) {
      changed |= update(resource, first, then, node, firstFlags, runnable, OrderingFlags.OPTIONAL);
    }
    if (edge.is(OrderingFlags.ASYMMETRICAL)) {
      changed |=
          update(resource, first, then, node, firstFlags, runnable, OrderingFlags.ASYMMETRICAL);
    }
    return changed;
  }

  /** Has one kind of ordering take effect, the way a resource takes it. */
  private int update(
      WorkingResource by,
      Action first,
      Action then,
      @Nullable WorkingNode node,
      int flags,
      int filter,
      int kind) {
    if (by instanceof WorkingClone && then.resource() != null) {
      return updateClone(first, then, then.resource(), node, flags, filter, kind);
    }
    int changed = updateOne(first, then, flags, filter, kind);
    if (by instanceof WorkingGroup
        && then.resource() != null
        && anyPartMayHave(then.resource(), then.task())) {
      for (WorkingResource member : then.resource().children()) {
        Action action = Actions.newest(member, then.task(), node);
        if (action != null) {
          changed |= update(member, first, action, node, flags, filter, kind);
        }
      }
    }
    return changed;
  }

  private int updateOne(Action first, Action then, int flags, int filter, int kind) {
    int thenFlags = then.flags();
    int firstFlags = first.flags();
    Effects.apply(first, then, flags, filter, kind);
    int changed = NOTHING;
    if (thenFlags != then.flags()) {
      changed |= THEN;
      if (then.resource() != null && then.resource().parent() != null) {
        update(then);
      }
    }
    if (firstFlags != first.flags()) {
      changed |= FIRST;
    }
    return changed;
  }

  private int updateClone(
      Action first,
      Action then,
      WorkingResource thenResource,
      @Nullable WorkingNode node,
      int flags,
      int filter,
      int kind) {
    if (Interleaving.applies(first, then)) {
      return updateInterleaved(first, then, thenResource, node, filter, kind);
    }
    int changed = updateOne(first, then, flags, filter, kind);
    if (!anyPartMayHave(thenResource, then.task()) || !reachesInstances(thenResource, kind)) {
      return changed;
    }
    for (WorkingResource instance : thenResource.children()) {
      Action action = Actions.newest(instance, then.task(), node);
      if (action != null && (Views.of(action, node) & Views.RUNNABLE) != 0) {
        int instanceChanged = update(instance, first, action, node, flags, filter, kind);
        changed |= instanceChanged;
        if ((instanceChanged & THEN) != 0) {
          updateAfter(action);
        }
      }
    }
    return changed;
  }

  private static boolean anyPartMayHave(WorkingResource whole, String task) {
    return !whole.children().isEmpty() && whole.parts().mayHave(task);
  }

  /**
   * Instances have to be gone through for a kind with effects, or if looking takes note: groups.
   */
  private static boolean reachesInstances(WorkingResource clone, int kind) {
    return Effects.any(kind) || !(clone.children().get(0) instanceof WorkingPrimitive);
  }

  /** Each instance follows the one on its own node, rather than the whole other clone. */
  private int updateInterleaved(
      Action first,
      Action then,
      WorkingResource thenResource,
      @Nullable WorkingNode node,
      int filter,
      int kind) {
    boolean current = first.key().endsWith("_stopped_0") || first.key().endsWith("_demoted_0");
    boolean mandatory = (kind & (OrderingFlags.RUNNABLE_LEFT | OrderingFlags.IMPLIES_THEN)) != 0;
    int changed = NOTHING;
    for (WorkingResource instance : List.copyOf(thenResource.children())) {
      WorkingResource partner =
          Interleaving.partner(assignment, instance, first.resource(), current);
      if (partner == null) {
        if (!current && mandatory && Interleaving.drop(assignment, instance)) {
          changed |= THEN;
        }
        continue;
      }
      String task = Views.taskOfPart(first, partner);
      Action firstAction = Actions.newest(partner, task, node);
      Action thenAction = Actions.newest(instance, then.task(), node);
      if (firstAction == null || thenAction == null) {
        continue;
      }
      if (firstAction.orderBefore(thenAction, kind)) {
        changed |= FIRST | THEN;
      }
      changed |=
          update(
              instance, firstAction, thenAction, node, Views.of(firstAction, node), filter, kind);
    }
    return changed;
  }
}
