package io.pacekeeper.core.policy.action;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.Actions;
import io.pacekeeper.core.policy.working.Notice;
import io.pacekeeper.core.policy.working.OrderingFlags;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Has the instances of clones that want it be told what happens to the others. The moments are made
 * with the actions; who is told is known only when the graph is made.
 */
public final class Notifications {
  private final Actions actions;
  private final Map<WorkingResource, Map<String, NotificationPhase>> phases = new HashMap<>();

  /** Makes the notifications of one decision. */
  public Notifications(WorkingSet working) {
    this.actions = working.actions();
  }

  /** Surrounds an operation of a clone, if its instances are to be told. */
  void around(WorkingClone clone, String operation, Action action, Action complete) {
    if (clone.has(ResourceFlag.NOTIFY)) {
      phases
          .computeIfAbsent(clone, any -> new LinkedHashMap<>())
          .put(operation, NotificationPhase.around(actions, clone, operation, action, complete));
    }
  }

  /** Has all be told of the stops before anybody is told of the starts. */
  void orderStartAndStop(WorkingClone clone) {
    orderBefore(clone, Task.STOP, Task.START);
  }

  /** Has what leads down be told before what leads up. */
  void orderPromoteAndDemote(WorkingClone clone) {
    orderBefore(clone, Task.STOP, Task.PROMOTE);
    orderBefore(clone, Task.START, Task.PROMOTE);
    orderBefore(clone, Task.DEMOTE, Task.PROMOTE);
    orderBefore(clone, Task.DEMOTE, Task.START);
    orderBefore(clone, Task.DEMOTE, Task.STOP);
  }

  private @Nullable NotificationPhase phase(WorkingResource clone, String operation) {
    return phases.getOrDefault(clone, Map.of()).get(operation);
  }

  private void orderBefore(WorkingClone clone, String firstOperation, String thenOperation) {
    NotificationPhase first = phase(clone, firstOperation);
    NotificationPhase then = phase(clone, thenOperation);
    if (first != null && then != null && then.before() != null) {
      first.afterDone().orderBefore(then.before(), OrderingFlags.OPTIONAL);
    }
  }

  /** Has the surviving instances be told that another one was stopped by fencing. */
  void afterFencing(WorkingPrimitive instance, Action fencing) {
    NotificationPhase phase = NotificationPhase.around(actions, instance, Task.STOP, null, fencing);
    tell(instance.top(), phase, Activity.NONE);
  }

  /** Makes the notifications of all instances of a clone, now that its actions are settled. */
  public void tellInstances(WorkingClone clone) {
    for (String operation : List.of(Task.START, Task.STOP, Task.PROMOTE, Task.DEMOTE)) {
      NotificationPhase phase = phase(clone, operation);
      if (phase != null) {
        Activity activity = Activity.of(clone);
        if (activity.has(operation)) {
          phase.require();
        }
        tell(clone, phase, activity);
      }
    }
  }

  private void tell(WorkingResource resource, NotificationPhase phase, Activity activity) {
    if (!(resource instanceof WorkingPrimitive instance)) {
      resource.children().forEach(child -> tell(child, phase, activity));
      return;
    }
    switch (phase.operation()) {
      case Task.STOP -> tellActive(instance, phase);
      case Task.DEMOTE -> {
        if (activity.has(Task.DEMOTE)) {
          tellActive(instance, phase);
        }
      }
      default -> {
        if (activity.has(phase.operation())) {
          tellAssigned(instance, phase);
        }
      }
    }
  }

  /** Of a stop or demotion those are told that are active. */
  private void tellActive(WorkingPrimitive instance, NotificationPhase phase) {
    if (instance.role() == Role.STOPPED) {
      return;
    }
    Action stop = Actions.newest(instance, Task.STOP, null);
    for (WorkingNode node : instance.runningOn()) {
      if (stop != null && stop.pseudo() && node.unclean()) {
        continue;
      }
      tellBefore(instance, node, phase);
      if (phase.operation().equals(Task.DEMOTE) || stop == null || stop.optional()) {
        tellAfter(instance, node, phase);
      }
    }
  }

  /** Of a start or promotion those are told that will be active. */
  private void tellAssigned(WorkingPrimitive instance, NotificationPhase phase) {
    WorkingNode node = instance.assigned();
    if (instance.nextRole() == Role.STOPPED || node == null) {
      return;
    }
    Action start = Actions.newest(instance, Task.START, null);
    if (!phase.operation().equals(Task.START) || start == null || start.optional()) {
      tellBefore(instance, node, phase);
    }
    tellAfter(instance, node, phase);
  }

  private void tellBefore(WorkingPrimitive instance, WorkingNode node, NotificationPhase phase) {
    if (phase.before() != null && phase.beforeDone() != null) {
      tell(instance, node, phase.before(), phase.beforeDone());
    }
  }

  private void tellAfter(WorkingPrimitive instance, WorkingNode node, NotificationPhase phase) {
    Action notification = tell(instance, node, phase.after(), phase.afterDone());
    if (notification != null) {
      notification.setPriority(Score.INFINITY);
    }
    for (Action action : List.copyOf(instance.actions())) {
      if (action.interval() > 0 && !action.task().equals(Task.CANCEL)) {
        phase.afterDone().orderBefore(action, OrderingFlags.OPTIONAL);
      }
    }
  }

  private @Nullable Action tell(
      WorkingPrimitive instance, WorkingNode node, Action moment, Action done) {
    Notice notice = moment.notice();
    if (notice == null || !node.online() || !moment.runnable()) {
      return null;
    }
    Action notification =
        actions.of(
            instance,
            Notice.key(instance.id(), notice.type(), notice.operation()),
            moment.task(),
            0,
            node,
            moment.optional());
    if (notification.notice() == null) {
      notification.setNotice(notice);
    }
    moment.orderBefore(notification, OrderingFlags.OPTIONAL);
    notification.orderBefore(done, OrderingFlags.OPTIONAL);
    return notification;
  }
}
