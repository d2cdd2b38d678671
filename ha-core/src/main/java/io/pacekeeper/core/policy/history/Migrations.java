package io.pacekeeper.core.policy.history;

import io.pacekeeper.core.policy.model.OperationRecord;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingSet;
import org.jspecify.annotations.Nullable;

/** What the halves of live migrations say about where a resource is. */
final class Migrations {
  private final WorkingSet working;
  private final StatusIndex status;
  private final ActiveNodes activeNodes;

  Migrations(WorkingSet working, StatusIndex status, ActiveNodes activeNodes) {
    this.working = working;
    this.status = status;
    this.activeNodes = activeNodes;
  }

  /** A record names both nodes, and is of the one that it says it is of; or it says nothing. */
  private static boolean wellFormed(OperationRecord record, @Nullable String node, boolean to) {
    String own = to ? record.migrateSource() : record.migrateTarget();
    return record.migrateSource() != null
        && record.migrateTarget() != null
        && node != null
        && node.equalsIgnoreCase(own);
  }

  /** The resource left its node, or is about to: what became of it follows from the other half. */
  void leftSuccessfully(Replayed op) {
    OperationRecord record = op.record();
    if (!wellFormed(record, op.node().name(), true)) {
      return;
    }
    String id = op.primitive().id();
    String source = String.valueOf(record.migrateSource());
    String target = String.valueOf(record.migrateTarget());
    boolean newerOnSource = status.operationAfter(id, source, record, true);
    OperationRecord arrival = status.migration(id, Task.MIGRATE_FROM, target, source);
    if (arrival != null && newerOnSource) {
      return;
    }
    boolean newerOnTarget = status.stateAfter(id, target, record, arrival);
    if (newerOnSource && newerOnTarget) {
      return;
    }
    if (arrival != null && arrival.returnCode() == Results.OK && done(arrival)) {
      op.primitive().setRole(Role.STOPPED);
      op.primitive().danglingMigrations().add(0, op.node());
      return;
    }
    op.primitive().setRole(Role.STARTED);
    WorkingNode targetNode = working.nodeByName(target);
    boolean online = targetNode != null && targetNode.online();
    boolean activeOnTarget = !newerOnTarget && online;
    if (arrival != null && !pending(arrival)) {
      if (activeOnTarget && targetNode != null) {
        activeNodes.add(op.primitive(), targetNode, true);
      } else {
        recoverWithoutMigration(op.primitive());
      }
      return;
    }
    if (online && status.unknown(id, target)) {
      return;
    }
    if (activeOnTarget && targetNode != null) {
      WorkingNode sourceNode = working.nodeByName(source);
      activeNodes.add(op.primitive(), targetNode, false);
      if (sourceNode != null && sourceNode.online()) {
        op.primitive().setPartialMigration(sourceNode, targetNode);
      }
    } else if (!newerOnSource) {
      recoverWithoutMigration(op.primitive());
    }
  }

  private static boolean done(OperationRecord record) {
    Integer end = record.status();
    return end != null && end == Results.DONE;
  }

  private static boolean pending(OperationRecord record) {
    Integer end = record.status();
    return end == null || end == Results.PENDING;
  }

  private static void recoverWithoutMigration(WorkingPrimitive primitive) {
    primitive.set(ResourceFlag.FAILED);
    primitive.set(ResourceFlag.MUST_STOP);
    primitive.clear(ResourceFlag.ALLOW_MIGRATE);
  }

  /** The resource did not leave its node as it should: it may be on either. */
  void leavingFailed(Replayed op) {
    OperationRecord record = op.record();
    if (!wellFormed(record, op.node().name(), true)) {
      return;
    }
    WorkingPrimitive primitive = op.primitive();
    String source = String.valueOf(record.migrateSource());
    String target = String.valueOf(record.migrateTarget());
    primitive.setRole(Role.STARTED);
    OperationRecord arrival =
        successful(status.migration(primitive.id(), Task.MIGRATE_FROM, target, source));
    if (!status.unknown(primitive.id(), target)
        && !status.stateAfter(primitive.id(), target, record, arrival)) {
      WorkingNode node = working.nodeByName(target);
      if (node != null && node.online()) {
        activeNodes.add(primitive, node, false);
      }
    } else if (!status.operationAfter(primitive.id(), source, record, true)) {
      primitive.danglingMigrations().add(0, op.node());
    }
  }

  /** The resource did not arrive as it should: it may still be where it came from. */
  void arrivingFailed(Replayed op) {
    OperationRecord record = op.record();
    if (!wellFormed(record, op.node().name(), false)) {
      return;
    }
    WorkingPrimitive primitive = op.primitive();
    String source = String.valueOf(record.migrateSource());
    String target = String.valueOf(record.migrateTarget());
    primitive.setRole(Role.STARTED);
    OperationRecord departure =
        successful(status.migration(primitive.id(), Task.MIGRATE_TO, source, target));
    if (!status.unknown(primitive.id(), source)
        && !status.stateAfter(primitive.id(), source, departure, record)) {
      WorkingNode node = working.nodeByName(source);
      if (node != null && node.online()) {
        activeNodes.add(primitive, node, true);
      }
    }
  }

  private static @Nullable OperationRecord successful(@Nullable OperationRecord record) {
    return record != null && record.returnCode() == Results.OK && done(record) ? record : null;
  }
}
