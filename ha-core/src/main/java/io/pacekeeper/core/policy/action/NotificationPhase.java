package io.pacekeeper.core.policy.action;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.ActionFlag;
import io.pacekeeper.core.policy.working.Actions;
import io.pacekeeper.core.policy.working.Notice;
import io.pacekeeper.core.policy.working.OrderingFlags;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingResource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds one operation of a clone whose instances are told: the notifications before it,
 * the moment at which all have been told, and the same after it.
 *
 * @param operation start, stop, promote or demote
 * @param before null: nobody is told before
 */
record NotificationPhase(
    String operation,
    @Nullable Action before,
    @Nullable Action beforeDone,
    Action after,
    Action afterDone) {

  /**
   * Makes the pseudo-actions that surround an operation.
   *
   * @param action the operation; null: nobody is told before
   * @param complete the moment at which it is done
   */
  static NotificationPhase around(
      Actions actions,
      WorkingResource resource,
      String operation,
      @Nullable Action action,
      Action complete) {
    Action before = null;
    Action beforeDone = null;
    if (action != null) {
      before = pseudo(actions, resource, "pre", "pre", operation, action);
      before.set(ActionFlag.RUNNABLE);
      beforeDone = pseudo(actions, resource, "pre", "confirmed-pre", operation, action);
      beforeDone.set(ActionFlag.RUNNABLE);
      before.orderBefore(beforeDone, OrderingFlags.OPTIONAL);
      beforeDone.orderBefore(action, OrderingFlags.OPTIONAL);
    }
    Action after = pseudo(actions, resource, "post", "post", operation, complete);
    Action afterDone = pseudo(actions, resource, "post", "confirmed-post", operation, complete);
    for (Action each : List.of(after, afterDone)) {
      each.setPriority(Score.INFINITY);
      if (complete.runnable()) {
        each.set(ActionFlag.RUNNABLE);
      } else {
        each.clear(ActionFlag.RUNNABLE);
      }
    }
    complete.orderBefore(after, OrderingFlags.IMPLIES_THEN);
    after.orderBefore(afterDone, OrderingFlags.IMPLIES_THEN);
    if (beforeDone != null) {
      beforeDone.orderBefore(after, OrderingFlags.OPTIONAL);
    }
    return new NotificationPhase(operation, before, beforeDone, after, afterDone);
  }

  private static Action pseudo(
      Actions actions,
      WorkingResource resource,
      String type,
      String keyType,
      String operation,
      Action about) {
    String task = type.equals(keyType) ? Task.NOTIFY : Task.NOTIFIED;
    String key = Notice.key(resource.id(), keyType, about.task());
    Action action = actions.of(resource, key, task, 0, null, about.optional());
    action.set(ActionFlag.PSEUDO);
    action.setNotice(new Notice(type, operation, keyType, about.task()));
    return action;
  }

  void require() {
    Stream.of(before, beforeDone, after, afterDone)
        .filter(action -> action != null)
        .forEach(action -> action.clear(ActionFlag.OPTIONAL));
  }
}
