package io.pacekeeper.core.policy.action;

import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.ActionFlag;
import io.pacekeeper.core.policy.working.Actions;
import io.pacekeeper.core.policy.working.OrderingFlags;
import io.pacekeeper.core.policy.working.Orderings;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingSet;

/** Moves a resource without a stop: it is handed over from one node to the other. */
final class LiveMigration {
  private static final int HAND_OVER =
      OrderingFlags.OPTIONAL | OrderingFlags.IMPLIES_FIRST_MIGRATABLE;

  private LiveMigration() {}

  /** Returns whether a resource that moves away from a node may be handed over. */
  static boolean possible(WorkingPrimitive primitive, WorkingNode current) {
    WorkingNode assigned = primitive.assigned();
    return primitive.has(ResourceFlag.ALLOW_MIGRATE)
        && primitive.managed()
        && !primitive.has(ResourceFlag.FAILED)
        && !primitive.has(ResourceFlag.START_PENDING)
        && !current.unclean()
        && assigned != null
        && !assigned.unclean();
  }

  /** Adds the two halves of a migration; stop and start stay in case it turns out impossible. */
  static void create(WorkingSet working, WorkingPrimitive primitive, WorkingNode current) {
    Actions actions = working.actions();
    Orderings orderings = working.orderings();
    Action start = actions.of(primitive, Task.START, primitive.assigned(), true);
    Action stop = actions.of(primitive, Task.STOP, current, true);
    boolean whole = primitive.partialMigrationTarget() == null;
    if (whole) {
      Action to = actions.of(primitive, Task.MIGRATE_TO, current, true);
      to.set(ActionFlag.MIGRATE_RUNNABLE);
      to.setNeeds(start.needs());
      name(to, current, primitive);
    }
    Action from = actions.of(primitive, Task.MIGRATE_FROM, primitive.assigned(), true);
    from.set(ActionFlag.MIGRATE_RUNNABLE);
    WorkingNode source = primitive.partialMigrationSource();
    name(from, source == null ? current : source, primitive);
    start.set(ActionFlag.MIGRATE_RUNNABLE);
    stop.set(ActionFlag.MIGRATE_RUNNABLE);
    start.set(ActionFlag.PSEUDO);
    if (whole) {
      orderings.order(primitive, Task.MONITOR, Task.MIGRATE_TO, OrderingFlags.OPTIONAL);
      orderings.order(primitive, Task.MIGRATE_TO, Task.MIGRATE_FROM, HAND_OVER);
    } else {
      from.setNeeds(start.needs());
      orderings.order(primitive, Task.MONITOR, Task.MIGRATE_FROM, OrderingFlags.OPTIONAL);
    }
    orderings.order(primitive, Task.MIGRATE_FROM, Task.STOP, HAND_OVER);
    orderings.order(
        primitive, Task.MIGRATE_FROM, Task.START, HAND_OVER | OrderingFlags.PSEUDO_LEFT);
  }

  private static void name(Action half, WorkingNode source, WorkingPrimitive primitive) {
    half.meta().put("migrate_source", source.name());
    half.meta().put("migrate_target", String.valueOf(primitive.assigned()));
  }
}
