package io.pacekeeper.core.policy.working;

import org.jspecify.annotations.Nullable;

/** The rules by which actions, and what they wait for, go into the graph or stay out of it. */
public final class GraphRules {
  private static final int WEAK =
      OrderingFlags.OPTIONAL
          | OrderingFlags.IMPLIES_FIRST_PRINTED
          | OrderingFlags.IMPLIES_THEN_PRINTED;

  private GraphRules() {}

  /** Returns whether the graph is to have an action. */
  public static boolean includes(Action action) {
    if (!action.runnable() || (action.optional() && !action.has(ActionFlag.PRINT_ALWAYS))) {
      return false;
    }
    WorkingResource resource = action.resource();
    if (resource != null
        && !resource.managed()
        && !action.task().equals(Task.MONITOR)
        && action.interval() == 0) {
      return false;
    }
    if (action.pseudo()
        || action.task().equals(Task.STONITH)
        || action.task().equals(Task.SHUTDOWN)) {
      return true;
    }
    WorkingNode node = action.node();
    return node != null && (action.has(ActionFlag.ON_DC) || (node.online() && !node.unclean()));
  }

  /**
   * Returns whether an action in the graph is to wait for what an edge names. An edge that only
   * matters in some case is disabled where that is not the case.
   */
  public static boolean waits(Action then, ActionEdge edge) {
    Action first = edge.action();
    if (edge.kept()) {
      return true;
    }
    int kinds = edge.flags();
    if (kinds == OrderingFlags.NONE
        || (!first.runnable() && ((kinds & ~WEAK) == 0 || waitsForRunnable(kinds)))) {
      return false;
    }
    boolean migrating = first.has(ActionFlag.MIGRATE_RUNNABLE);
    if (migrating && edge.is(OrderingFlags.APPLY_FIRST_NON_MIGRATABLE)) {
      return false;
    }
    if (migrating && kinds == OrderingFlags.OPTIONAL && first.key().endsWith("_stop_0")) {
      return false;
    }
    if (kinds == OrderingFlags.LOAD) {
      return keepIf(edge, loadMatters(then, first));
    }
    if (kinds == OrderingFlags.ANTI_COLOCATION) {
      WorkingNode place = first.node();
      boolean apart = place != null && then.node() != null && place != then.node();
      return keepIf(edge, !apart && !first.optional());
    }
    if (failedStop(then.resource(), first)) {
      return false;
    }
    return !first.optional()
        || first.has(ActionFlag.PRINT_ALWAYS)
        || first.has(ActionFlag.DUMPED)
        || includes(first);
  }

  private static boolean waitsForRunnable(int kinds) {
    return (kinds & (OrderingFlags.ONE_OR_MORE | OrderingFlags.IMPLIES_FIRST_MIGRATABLE)) != 0;
  }

  private static boolean keepIf(ActionEdge edge, boolean matters) {
    if (!matters) {
      edge.setFlags(OrderingFlags.NONE);
    }
    return matters;
  }

  /** Room has to be made where a resource is going, which is not where its migration begins. */
  private static boolean loadMatters(Action then, Action first) {
    WorkingResource resource = then.resource();
    if (resource != null && then.task().equals(Task.MIGRATE_TO)) {
      return first.node() != null && first.node() == resource.assigned();
    }
    return first.node() != null && first.node() == then.node() && !first.optional();
  }

  private static boolean failedStop(@Nullable WorkingResource then, Action first) {
    WorkingResource resource = first.resource();
    return resource != null
        && resource != then
        && resource.has(ResourceFlag.FAILED)
        && !resource.managed()
        && first.key().endsWith("_stop_0")
        && then instanceof WorkingClone;
  }
}
