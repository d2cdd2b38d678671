package io.pacekeeper.core.policy.order;

import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.ActionEdge;
import io.pacekeeper.core.policy.working.GraphRules;
import io.pacekeeper.core.policy.working.OrderingFlags;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Lets a live migration begin before room was made for it where both would wait for each other: two
 * resources that change places.
 */
final class LoadLoops {
  private LoadLoops() {}

  static void open(WorkingSet working) {
    // Newest first: of two that wait for each other, that decides which one need not.
    List<Action> all = working.actions().all();
    for (int i = all.size() - 1; i >= 0; i--) {
      Action action = all.get(i);
      if (action.resource() != null && action.task().equals(Task.MIGRATE_TO)) {
        open(action);
      }
    }
  }

  private static void open(Action migration) {
    List<ActionEdge> before = migration.before();
    for (int i = before.size() - 1; i >= 0; i--) {
      ActionEdge edge = before.get(i);
      if (edge.flags() == OrderingFlags.LOAD && closesLoop(migration, edge)) {
        edge.setFlags(OrderingFlags.NONE);
      }
    }
  }

  private static boolean closesLoop(Action start, ActionEdge edge) {
    if (!GraphRules.waits(start, edge)) {
      return false;
    }
    Set<Action> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Action> open = new ArrayDeque<>();
    open.add(edge.action());
    while (!open.isEmpty()) {
      Action action = open.pop();
      if (action == start) {
        return true;
      }
      if (seen.add(action)) {
        for (ActionEdge before : action.before()) {
          if (GraphRules.waits(action, before)) {
            open.push(before.action());
          }
        }
      }
    }
    return false;
  }
}
