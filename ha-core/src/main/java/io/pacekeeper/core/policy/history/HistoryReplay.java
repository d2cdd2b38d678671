package io.pacekeeper.core.policy.history;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.model.NodeState;
import io.pacekeeper.core.policy.model.OperationRecord;
import io.pacekeeper.core.policy.model.ResourceHistory;
import io.pacekeeper.core.policy.operation.Digests;
import io.pacekeeper.core.policy.operation.Operations;
import io.pacekeeper.core.policy.resource.ResourceFactory;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.Sequence;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The HistoryReplay goes through the history of every node, in the order in which the status has
 * them, and finds out what is active where.
 */
public final class HistoryReplay {
  private final WorkingSet working;
  private final ResourceFactory factory;
  private final FailCounts failCounts;
  private final InstanceMapping instances;
  private final RecordReplay records;
  private final Outcome outcome;
  private final ExpiredRecurring expired = new ExpiredRecurring();

  /** The primitives that are in nothing, as they followed each other. */
  private final Sequence<WorkingPrimitive> plain = new Sequence<>();

  /** Makes a replay for a working set that has its nodes, their states and its resources. */
  public HistoryReplay(
      WorkingSet working, ResourceFactory factory, Operations operations, Digests digests) {
    this.working = working;
    this.factory = factory;
    StatusIndex status = new StatusIndex(working.input());
    this.failCounts = new FailCounts(working, operations, status);
    this.instances = new InstanceMapping(working, factory);
    ActiveNodes activeNodes = new ActiveNodes(working);
    this.records =
        new RecordReplay(
            working,
            operations,
            new Expiry(working, failCounts, digests),
            new Migrations(working, status, activeNodes),
            activeNodes,
            expired);
    this.outcome = new Outcome(working, activeNodes);
  }

  public FailCounts failCounts() {
    return failCounts;
  }

  public ExpiredRecurring expired() {
    return expired;
  }

  /**
   * Goes through it all; what nodes remember that are away counts only where they can be fenced.
   */
  public void run() {
    boolean offlineToo = working.options().stonithEnabled() || working.options().shutdownLock();
    boolean[] read = new boolean[working.nodes().size()];
    for (NodeState state : working.input().status()) {
      WorkingNode node = state.name() == null ? null : working.node(state.id(), state.name());
      if (node == null || read[node.index()] || (!offlineToo && !node.online())) {
        continue;
      }
      read[node.index()] = true;
      plain.restart();
      for (ResourceHistory history : state.history()) {
        replay(history, node);
      }
    }
  }

  private void replay(ResourceHistory history, WorkingNode node) {
    boolean locks = working.options().shutdownLock();
    if (history.operations().isEmpty() && !locks) {
      return;
    }
    WorkingPrimitive primitive = find(history.id(), node);
    if (primitive == null) {
      primitive = history.operations().isEmpty() ? null : orphan(history);
    }
    if (primitive == null) {
      return;
    }
    if (locks && history.shutdownLock() != 0) {
      lock(primitive, node, history.shutdownLock());
    }
    replay(history, primitive, node);
  }

  private @Nullable WorkingPrimitive find(String name, WorkingNode node) {
    WorkingPrimitive known = plain.next(name);
    if (known != null) {
      return known;
    }
    WorkingPrimitive found = instances.find(name, node);
    if (found != null && found.top() == found && found.id().equals(name)) {
      plain.note(name, found);
    }
    return found;
  }

  private void replay(ResourceHistory history, WorkingPrimitive primitive, WorkingNode node) {
    Role before = primitive.role();
    primitive.setRole(Role.UNKNOWN);
    List<OperationRecord> sorted = RecordOrder.sorted(history.operations());
    ReplayState state = new ReplayState();
    for (OperationRecord record : sorted) {
      records.replay(primitive, node, record, state);
    }
    if (node.online()) {
      keepRecurring(sorted, primitive, node);
    }
    outcome.apply(primitive, node, state.onFail);
    Role target = primitive.targetRole();
    if (target != Role.UNKNOWN
        && (primitive.nextRole() == Role.UNKNOWN || target.compareTo(primitive.nextRole()) < 0)) {
      primitive.setNextRole(target);
    }
    if (before.compareTo(primitive.role()) > 0) {
      primitive.setRole(before);
    }
  }

  /** Notes which recurring operations go on: their actions are there, and optional. */
  private void keepRecurring(
      List<OperationRecord> sorted, WorkingPrimitive primitive, WorkingNode node) {
    @Nullable ActivePeriod period = null;
    for (int at = 0; at < sorted.size(); at++) {
      OperationRecord record = sorted.get(at);
      if (record.interval() == 0) {
        continue;
      }
      if (period == null) {
        period = ActivePeriod.of(sorted);
      }
      boolean over = period.start() < period.stop() ? at <= period.stop() : at < period.start();
      Integer status = record.status();
      if (!over && status != null && status != Results.PENDING) {
        working.actions().of(primitive, record.task(), record.interval(), node, true);
      }
    }
  }

  private @Nullable WorkingPrimitive orphan(ResourceHistory history) {
    WorkingPrimitive orphan =
        factory.orphan(history.id(), history.standard(), history.provider(), history.type());
    if (orphan == null) {
      return null;
    }
    if (working.options().stopOrphanResources()) {
      for (WorkingNode node : working.nodes()) {
        orphan.addScore(node, -Score.INFINITY);
      }
    } else {
      orphan.clear(ResourceFlag.MANAGED);
    }
    return orphan;
  }

  private void lock(WorkingPrimitive primitive, WorkingNode node, long since) {
    long limit = working.options().shutdownLockLimit();
    if (limit > 0 && working.now() > since + limit) {
      working.actions().of(primitive, Task.LRM_DELETE, node, false);
    } else {
      primitive.setLock(node, since);
    }
  }
}
