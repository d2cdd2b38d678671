package io.pacekeeper.core.policy.order;

import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.ActionFlag;
import io.pacekeeper.core.policy.working.Actions;
import io.pacekeeper.core.policy.working.Ordering;
import io.pacekeeper.core.policy.working.OrderingFlags;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns orderings into edges between the actions that there are. */
final class Edges {
  private final WorkingSet working;

  Edges(WorkingSet working) {
    this.working = working;
  }

  void create() {
    List<Ordering> orderings = working.orderings().all();
    for (int i = 0; i < orderings.size(); i++) {
      create(orderings.get(i));
    }
  }

  private void create(Ordering ordering) {
    WorkingResource first = ordering.firstResource();
    if (first != null) {
      createAfter(first, ordering);
    } else if (ordering.thenResource() != null) {
      createBefore(ordering.firstAction(), ordering.thenResource(), ordering);
    } else if (ordering.firstAction() != null && ordering.thenAction() != null) {
      ordering.firstAction().orderBefore(ordering.thenAction(), ordering.flags());
    }
  }

  private void createAfter(WorkingResource first, Ordering ordering) {
    WorkingResource then = ordering.thenResource();
    if (ordering.firstAction() != null) {
      createBetween(ordering.firstAction(), then, ordering);
      return;
    }
    String key = ordering.firstKey();
    List<Action> actions = key == null ? List.of() : ofTask(first, key);
    if (actions.isEmpty()) {
      Action missing = key == null || first == then ? null : missing(first, key);
      if (missing != null) {
        createBetween(missing, then, ordering);
      }
      return;
    }
    for (Action action : actions) {
      createBetween(action, then, ordering);
    }
  }

  private static void createBetween(
      Action action, @Nullable WorkingResource then, Ordering ordering) {
    if (then != null) {
      createBefore(action, then, ordering);
    } else if (ordering.thenAction() != null) {
      action.orderBefore(ordering.thenAction(), ordering.flags());
    }
  }

  private static void createBefore(
      @Nullable Action first, WorkingResource then, Ordering ordering) {
    int flags = ordering.flags();
    if (first != null && first.resource() == then && first.has(ActionFlag.DANGLE)) {
      flags &= ~OrderingFlags.IMPLIES_THEN;
    }
    String key = ordering.thenKey();
    List<Action> actions;
    if (ordering.thenAction() != null) {
      actions = List.of(ordering.thenAction());
    } else {
      actions = key == null ? List.of() : ofTask(then, key);
    }
    for (Action action : actions) {
      if (first != null) {
        first.orderBefore(action, flags);
      } else if ((flags & OrderingFlags.IMPLIES_THEN) != 0) {
        action.clear(ActionFlag.RUNNABLE);
      }
    }
  }

  /** Returns the actions of a key; a key of another resource stands for the same task of this. */
  private static List<Action> ofTask(WorkingResource resource, String key) {
    List<Action> found = Actions.ofKey(resource, key, null);
    if (!found.isEmpty() || key.startsWith(resource.id() + '_')) {
      return found;
    }
    Key parsed = Key.parse(key);
    return parsed == null
        ? found
        : Actions.ofKey(resource, Task.key(resource.id(), parsed.task(), parsed.interval()), null);
  }

  /**
   * What is to come first but is not going to happen is made up, as an action that cannot run, so
   * that what comes after it cannot either; but what is so already need not happen.
   */
  private @Nullable Action missing(WorkingResource first, String key) {
    Key parsed = Key.parse(key);
    if (parsed == null) {
      return null;
    }
    Role role = Roles.current(first);
    if ((role == Role.STOPPED && parsed.task().equals(Task.STOP))
        || (role == Role.UNPROMOTED && parsed.task().equals(Task.DEMOTE))) {
      return null;
    }
    return working.actions().of(first, parsed.task(), parsed.interval(), null, true);
  }

  /** A key, taken apart from its end, as the name of the resource may contain anything. */
  private record Key(String task, long interval) {
    static @Nullable Key parse(String key) {
      int last = key.lastIndexOf('_');
      if (last < 0) {
        return null;
      }
      long interval;
      try {
        interval = Long.parseLong(key.substring(last + 1));
      } catch (NumberFormatException e) {
        return null;
      }
      String rest = key.substring(0, last);
      for (String task :
          new String[] {
            Task.MIGRATE_TO, Task.MIGRATE_FROM, Task.LRM_DELETE, Task.CLEAR_FAILCOUNT
          }) {
        if (rest.endsWith('_' + task)) {
          return new Key(task, interval);
        }
      }
      int notify = rest.lastIndexOf("_notify_");
      if (notify >= 0) {
        return new Key(rest.substring(notify + 1), interval);
      }
      return new Key(rest.substring(rest.lastIndexOf('_') + 1), interval);
    }
  }
}
