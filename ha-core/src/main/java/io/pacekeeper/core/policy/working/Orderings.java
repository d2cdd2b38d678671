package io.pacekeeper.core.policy.working;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The Orderings are all orderings of a decision, in the order in which they were made. */
public final class Orderings {
  private final List<Ordering> orderings = new ArrayList<>();

  Orderings() {}

  public List<Ordering> all() {
    return orderings;
  }

  /** Orders actions of one resource before actions of another, by their tasks (interval 0). */
  public void order(
      WorkingResource first, String firstTask, WorkingResource then, String thenTask, int flags) {
    add(
        first,
        Task.key(first.id(), firstTask, 0),
        null,
        then,
        Task.key(then.id(), thenTask, 0),
        null,
        flags);
  }

  /** Orders actions of one resource, by their tasks (interval 0). */
  public void order(WorkingResource resource, String firstTask, String thenTask, int flags) {
    order(resource, firstTask, resource, thenTask, flags);
  }

  /** Orders actions of a resource, by their task (interval 0), before an action. */
  public void order(WorkingResource first, String firstTask, Action then, int flags) {
    add(first, Task.key(first.id(), firstTask, 0), null, then.resource(), null, then, flags);
  }

  /** Orders an action before actions of a resource, by their task (interval 0). */
  public void order(Action first, WorkingResource then, String thenTask, int flags) {
    add(first.resource(), null, first, then, Task.key(then.id(), thenTask, 0), null, flags);
  }

  /** Orders one action before another. */
  public void order(Action first, Action then, int flags) {
    add(first.resource(), null, first, then.resource(), null, then, flags);
  }

  /** Adds an ordering; each end needs an action or a resource and a key. */
  public void add(
      @Nullable WorkingResource firstResource,
      @Nullable String firstKey,
      @Nullable Action firstAction,
      @Nullable WorkingResource thenResource,
      @Nullable String thenKey,
      @Nullable Action thenAction,
      int flags) {
    Ordering ordering =
        new Ordering(
            firstResource == null && firstAction != null ? firstAction.resource() : firstResource,
            firstKey == null && firstAction != null ? firstAction.key() : firstKey,
            firstAction,
            thenResource == null && thenAction != null ? thenAction.resource() : thenResource,
            thenKey == null && thenAction != null ? thenAction.key() : thenKey,
            thenAction,
            flags);
    orderings.add(ordering);
    orderMigrations(ordering);
  }

  /**
   * What is ordered by starts and stops is ordered by the migrations that take their place, too.
   */
  private void orderMigrations(Ordering ordering) {
    WorkingResource first = ordering.firstResource();
    WorkingResource then = ordering.thenResource();
    if (first == null || then == null || first == then) {
      return;
    }
    boolean firstMigrates = first.has(ResourceFlag.ALLOW_MIGRATE);
    boolean thenMigrates = then.has(ResourceFlag.ALLOW_MIGRATE);
    if ((!firstMigrates && !thenMigrates) || first.isInside(then) || then.isInside(first)) {
      return;
    }
    // Where the first one migrates as well, its own migration comes before: see below.
    int unlessMigrating =
        OrderingFlags.OPTIONAL | (firstMigrates ? OrderingFlags.APPLY_FIRST_NON_MIGRATABLE : 0);
    if (ordering.firstIs(Task.START) && ordering.thenIs(Task.START)) {
      if (firstMigrates && thenMigrates) {
        order(first, Task.MIGRATE_FROM, then, Task.MIGRATE_TO, OrderingFlags.OPTIONAL);
      }
      if (thenMigrates) {
        order(first, Task.START, then, Task.MIGRATE_TO, unlessMigrating);
      }
    } else if (!thenMigrates) {
      return;
    } else if (ordering.firstIs(Task.STOP) && ordering.thenIs(Task.STOP)) {
      orderBeforeMigration(first, Task.STOP, then, unlessMigrating);
    } else if (ordering.firstIs(Task.PROMOTE) && ordering.thenIs(Task.START)) {
      order(first, Task.PROMOTE, then, Task.MIGRATE_TO, OrderingFlags.OPTIONAL);
    } else if (ordering.firstIs(Task.DEMOTE) && ordering.thenIs(Task.STOP)) {
      orderBeforeMigration(first, Task.DEMOTE, then, OrderingFlags.OPTIONAL);
    }
  }

  private void orderBeforeMigration(
      WorkingResource first, String task, WorkingResource then, int flags) {
    order(first, task, then, Task.MIGRATE_TO, flags);
    if (then instanceof WorkingPrimitive primitive && primitive.partialMigrationTarget() != null) {
      order(first, task, then, Task.MIGRATE_FROM, flags);
    }
  }
}
