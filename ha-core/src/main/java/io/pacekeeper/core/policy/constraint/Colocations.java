package io.pacekeeper.core.policy.constraint;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.working.Colocation;
import io.pacekeeper.core.policy.working.OrderingFlags;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingGroup;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.List;

/**
 * The Colocations of a resource are two lists, of those it depends in and of those that depend on
 * it, each sorted by who is at the other end; they are applied in that order.
 */
public final class Colocations {
  private static final String[] START = {Task.START};
  private static final String[] PROMOTE = {Task.PROMOTE};
  private static final String[] START_OR_DEMOTE = {Task.START, Task.DEMOTE};
  private static final String[] STOP = {Task.STOP};
  private static final String[] DEMOTE = {Task.DEMOTE};
  private static final String[] STOP_OR_PROMOTE = {Task.STOP, Task.PROMOTE};

  private Colocations() {}

  /** Adds a colocation to the working set and to both its ends; one without a score is none. */
  public static void add(WorkingSet working, Colocation colocation) {
    if (colocation.score() == 0) {
      return;
    }
    working.colocations().add(colocation);
    insertThisWith(colocation.dependent().thisWith(), colocation);
    insertWithThis(colocation.primary().withThis(), colocation);
    if (colocation.score() <= -Score.INFINITY) {
      orderApart(
          working,
          colocation.dependent(),
          colocation.dependentRole(),
          colocation.primary(),
          colocation.primaryRole());
      orderApart(
          working,
          colocation.primary(),
          colocation.primaryRole(),
          colocation.dependent(),
          colocation.dependentRole());
    }
  }

  /** Inserts into a list that is sorted by the primaries; a newer one comes before an equal one. */
  public static void insertThisWith(List<Colocation> list, Colocation colocation) {
    int from = 0;
    int to = list.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (compare(colocation.primary(), list.get(middle).primary()) > 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    list.add(from, colocation);
  }

  /**
   * Inserts into a list that is sorted by the dependents; a newer one comes before an equal one.
   */
  public static void insertWithThis(List<Colocation> list, Colocation colocation) {
    int from = 0;
    int to = list.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (compare(colocation.dependent(), list.get(middle).dependent()) > 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    list.add(from, colocation);
  }

  private static int compare(WorkingResource one, WorkingResource other) {
    if (one == other) {
      return 0;
    }
    if (one.priority() != other.priority()) {
      return one.priority() > other.priority() ? -1 : 1;
    }
    int variants = Integer.compare(variant(other), variant(one));
    if (variants != 0) {
      return variants;
    }
    if (one instanceof WorkingClone clone && other instanceof WorkingClone otherClone) {
      if (clone.promotable() != otherClone.promotable()) {
        return clone.promotable() ? -1 : 1;
      }
    }
    return one.id().compareTo(other.id());
  }

  private static int variant(WorkingResource resource) {
    if (resource instanceof WorkingClone) {
      return 2;
    }
    return resource instanceof WorkingGroup ? 1 : 0;
  }

  /** Whoever has to go leaves before the other comes, where both are about one node. */
  private static void orderApart(
      WorkingSet working,
      WorkingResource loser,
      Role losing,
      WorkingResource gainer,
      Role gaining) {
    for (String lost : tasksThatLose(losing)) {
      for (String gained : tasksThatGain(gaining)) {
        working.orderings().order(loser, lost, gainer, gained, OrderingFlags.ANTI_COLOCATION);
      }
    }
  }

  private static String[] tasksThatLose(Role role) {
    return switch (role) {
      case PROMOTED -> DEMOTE;
      case UNPROMOTED -> STOP_OR_PROMOTE;
      default -> STOP;
    };
  }

  private static String[] tasksThatGain(Role role) {
    return switch (role) {
      case PROMOTED -> PROMOTE;
      case UNPROMOTED -> START_OR_DEMOTE;
      default -> START;
    };
  }
}
