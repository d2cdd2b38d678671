package io.pacekeeper.core.policy.order;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.ActionFlag;
import io.pacekeeper.core.policy.working.Colocation;
import io.pacekeeper.core.policy.working.Parts;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Blocks those that have to be with a resource that cannot start, or be promoted, after all. */
final class ColocationBlocks {
  private final Propagation propagation;
  private final Deque<Action> deferred = new ArrayDeque<>();
  private int depth;

  ColocationBlocks(Propagation propagation) {
    this.propagation = propagation;
  }

  void addAll(WorkingSet working) {
    List<Action> all = working.actions().all();
    for (int i = all.size() - 1; i >= 0; i--) {
      add(all.get(i));
      propagation.updateDeferred();
    }
  }

  /** Goes on with what had to wait; returns whether anything had. */
  boolean addDeferred() {
    Action action = deferred.poll();
    if (action != null) {
      add(action);
    }
    return action != null;
  }

  void add(Action action) {
    if (depth >= Propagation.DEPTH) {
      deferred.add(action);
      return;
    }
    depth++;
    addNow(action);
    depth--;
  }

  private void addNow(Action action) {
    WorkingResource own = action.resource();
    boolean start = action.task().equals(Task.START);
    if (own == null || action.runnable() || !(start || action.task().equals(Task.PROMOTE))) {
      return;
    }
    WorkingResource resource = own.top();
    // Others may still be with the instances that can.
    if (!resource.children().isEmpty()) {
      Parts.OfTask parts = resource.parts().of(action.task(), null);
      if (parts.anyMissing() || parts.anyRunnable()) {
        return;
      }
    }
    for (Colocation colocation : resource.withThis()) {
      if (colocation.score() < Score.INFINITY
          || (!start && colocation.primaryRole() != Role.PROMOTED)) {
        continue;
      }
      String task = colocation.dependentRole() == Role.PROMOTED ? Task.PROMOTE : Task.START;
      block(colocation.dependent(), task, own);
    }
  }

  private void block(WorkingResource resource, String task, WorkingResource because) {
    List<Action> actions = resource.actions();
    for (int i = actions.size() - 1; i >= 0; i--) {
      Action action = actions.get(i);
      if (action.runnable() && action.task().equals(task)) {
        action.clear(ActionFlag.RUNNABLE);
        action.setReason("colocation with " + because.id(), false);
        add(action);
        propagation.update(action);
      }
    }
    for (WorkingResource child : resource.children()) {
      block(child, task, because);
    }
  }
}
