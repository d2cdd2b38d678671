package io.pacekeeper.core.policy.change;

import io.pacekeeper.core.policy.action.Cleanup;
import io.pacekeeper.core.policy.action.Unfencing;
import io.pacekeeper.core.policy.history.ActivePeriod;
import io.pacekeeper.core.policy.history.ExpiredRecurring;
import io.pacekeeper.core.policy.history.FailCounts;
import io.pacekeeper.core.policy.history.RecordOrder;
import io.pacekeeper.core.policy.model.NodeState;
import io.pacekeeper.core.policy.model.OperationRecord;
import io.pacekeeper.core.policy.model.PrimitiveDefinition;
import io.pacekeeper.core.policy.model.ResourceHistory;
import io.pacekeeper.core.policy.operation.Digests;
import io.pacekeeper.core.policy.operation.Operations;
import io.pacekeeper.core.policy.unpack.Unpacked;
import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.ActionFlag;
import io.pacekeeper.core.policy.working.Actions;
import io.pacekeeper.core.policy.working.OrderingFlags;
import io.pacekeeper.core.policy.working.Orderings;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Sequence;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The ConfigChanges are what has to be done since resources are not what they were started as. */
public final class ConfigChanges {
  private static final String REASON = "resource definition change";
  private static final String NEVER_EQUAL = "calculated-failure-timeout";

  private final WorkingSet working;
  private final Actions actions;
  private final Orderings orderings;
  private final Operations operations;
  private final Digests digests;
  private final FailCounts failCounts;
  private final ExpiredRecurring expired;
  private final Map<String, List<WorkingPrimitive>> byName = new HashMap<>();
  private final Sequence<List<WorkingPrimitive>> known = new Sequence<>();

  private ConfigChanges(Unpacked unpacked) {
    this.working = unpacked.working();
    this.actions = working.actions();
    this.orderings = working.orderings();
    this.operations = unpacked.operations();
    this.digests = unpacked.digests();
    this.failCounts = unpacked.failCounts();
    this.expired = unpacked.expired();
  }

  /** Finds the changes, and schedules what follows from them. */
  public static void apply(Unpacked unpacked) {
    new ConfigChanges(unpacked).apply();
  }

  private void apply() {
    for (WorkingResource resource : working.everyResource()) {
      if (resource instanceof WorkingPrimitive primitive) {
        name(primitive.id(), primitive);
        String historyName = primitive.historyName();
        if (historyName != null && !historyName.equals(primitive.id())) {
          name(historyName, primitive);
        }
      }
    }
    Map<String, NodeState> states = new HashMap<>();
    for (NodeState state : working.input().status()) {
      if (state.name() != null) {
        states.putIfAbsent(state.name(), state);
      }
    }
    for (WorkingNode node : working.nodes()) {
      NodeState state = states.get(node.name());
      if (state != null && (node.maintenance() || node.available())) {
        check(node, state);
      }
    }
  }

  private void name(String name, WorkingPrimitive primitive) {
    byName.computeIfAbsent(name, any -> new ArrayList<>(1)).add(primitive);
  }

  private void check(WorkingNode node, NodeState state) {
    known.restart();
    for (ResourceHistory history : state.history()) {
      if (history.operations().isEmpty()) {
        continue;
      }
      List<WorkingPrimitive> primitives = primitives(history.id());
      for (int i = primitives.size() - 1; i >= 0; i--) {
        check(primitives.get(i), node, history);
      }
    }
  }

  private List<WorkingPrimitive> primitives(String name) {
    List<WorkingPrimitive> primitives = known.next(name);
    if (primitives == null) {
      primitives = byName.getOrDefault(name, List.of());
      known.note(name, primitives);
    }
    return primitives;
  }

  private void check(WorkingPrimitive primitive, WorkingNode node, ResourceHistory history) {
    if (primitive.has(ResourceFlag.ORPHAN)) {
      boolean instance = primitive.top() instanceof WorkingClone clone && clone.anonymous();
      if (!instance) {
        Cleanup.schedule(working, primitive, node, false);
      }
      return;
    }
    boolean active = primitive.runningOn().contains(node);
    if (agentChanged(primitive, node, history, active)) {
      Cleanup.schedule(working, primitive, node, false);
    }
    if (!active) {
      return;
    }
    List<OperationRecord> sorted = RecordOrder.sorted(history.operations());
    ActivePeriod period = ActivePeriod.of(sorted);
    if (period.start() < period.stop()) {
      return;
    }
    for (int at = Math.max(0, period.start()); at < sorted.size(); at++) {
      check(primitive, node, sorted.get(at));
    }
  }

  private boolean agentChanged(
      WorkingPrimitive primitive, WorkingNode node, ResourceHistory history, boolean active) {
    PrimitiveDefinition now = primitive.definition();
    boolean same =
        Objects.equals(now.standard(), history.standard())
            && Objects.equals(now.provider(), history.provider())
            && Objects.equals(now.type(), history.type());
    if (same) {
      return false;
    }
    Unfencing.trigger(working, primitive, node, "Device definition changed");
    if (active) {
      actions.of(primitive, Task.STOP, node, false);
      primitive.set(ResourceFlag.START_PENDING);
    }
    return true;
  }

  private void check(WorkingPrimitive primitive, WorkingNode node, OperationRecord record) {
    boolean recurring = record.interval() > 0;
    if (recurring && (primitive.has(ResourceFlag.MAINTENANCE) || node.maintenance())) {
      cancel(primitive, node, record);
      return;
    }
    boolean compared =
        switch (record.task()) {
          case Task.MONITOR, Task.START, Task.PROMOTE, Task.MIGRATE_FROM -> true;
          default -> recurring;
        };
    if (compared
        && changed(primitive, node, record)
        && failCounts.effective(primitive, node) != 0) {
      failCounts.clear(primitive, node);
    }
  }

  private void cancel(WorkingPrimitive primitive, WorkingNode node, OperationRecord record) {
    Action cancel = actions.cancel(primitive, record.task(), record.interval(), node);
    cancel.meta().put("call-id", String.valueOf(record.callId()));
    orderings.order(primitive, Task.STOP, cancel, OrderingFlags.OPTIONAL);
  }

  private boolean changed(WorkingPrimitive primitive, WorkingNode node, OperationRecord record) {
    if (record.interval() > 0 && !operations.enabled(primitive, record.task(), record.interval())) {
      if (working.options().stopOrphanActions()) {
        cancel(primitive, node, record);
      }
      return true;
    }
    String restart = expired.contains(record) ? NEVER_EQUAL : record.digests().restart();
    switch (digests.compare(primitive, node, record, restart)) {
      case RESTART -> restart(primitive, node, record);
      case ALL, UNKNOWN -> restartReloadOrReschedule(primitive, node, record, restart);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void restartReloadOrReschedule(
      WorkingPrimitive primitive,
      WorkingNode node,
      OperationRecord record,
      @Nullable String restart) {
    if (record.interval() > 0) {
      Unfencing.trigger(working, primitive, node, "Device parameters changed (reschedule)");
      actions
          .of(primitive, record.task(), record.interval(), node, true)
          .set(ActionFlag.RESCHEDULE);
    } else if (restart != null) {
      Unfencing.trigger(working, primitive, node, "Device parameters changed (reload)");
      reload(primitive, node);
    } else {
      restart(primitive, node, record);
    }
  }

  /** A start is what has to be done again, whatever showed that it has to. */
  private void restart(WorkingPrimitive primitive, WorkingNode node, OperationRecord record) {
    String task = record.interval() > 0 ? record.task() : Task.START;
    actions.of(primitive, task, record.interval(), null, false).setReason(REASON, true);
    Unfencing.trigger(working, primitive, node, "Device parameters changed");
  }

  private void reload(WorkingPrimitive primitive, WorkingNode node) {
    if (!primitive.managed() || primitive.has(ResourceFlag.FAILED)) {
      return;
    }
    if (primitive.has(ResourceFlag.START_PENDING)) {
      actions.of(primitive, Task.STOP, node, false);
      return;
    }
    primitive.set(ResourceFlag.RELOAD);
    Action reload = actions.of(primitive, Task.RELOAD_AGENT, node, false);
    reload.setReason(REASON, false);
    int kinds = OrderingFlags.OPTIONAL | OrderingFlags.THEN_CANCELS_FIRST;
    orderings.order(reload, primitive, Task.STOP, kinds);
    orderings.order(reload, primitive, Task.DEMOTE, kinds);
  }
}
