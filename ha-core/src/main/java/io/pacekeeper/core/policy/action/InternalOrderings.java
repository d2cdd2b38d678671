package io.pacekeeper.core.policy.action;

import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.ActionFlag;
import io.pacekeeper.core.policy.working.Actions;
import io.pacekeeper.core.policy.working.OrderingFlags;
import io.pacekeeper.core.policy.working.Orderings;
import io.pacekeeper.core.policy.working.PlacementStrategy;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingGroup;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the orderings that follow from what a resource is: a stop comes before a start. */
public final class InternalOrderings {
  private static final int IMPLIES_THEN_RUNNABLE =
      OrderingFlags.IMPLIES_THEN | OrderingFlags.RUNNABLE_LEFT;

  private final WorkingSet working;
  private final Orderings orderings;

  private InternalOrderings(WorkingSet working) {
    this.working = working;
    this.orderings = working.orderings();
  }

  /** Adds the internal orderings of all resources to the working set. */
  public static void add(WorkingSet working) {
    InternalOrderings internal = new InternalOrderings(working);
    for (WorkingResource resource : working.resources()) {
      internal.add(resource);
    }
  }

  private void add(WorkingResource resource) {
    if (resource instanceof WorkingPrimitive primitive) {
      addPrimitive(primitive);
    } else if (resource instanceof WorkingGroup group) {
      addGroup(group);
    } else if (resource instanceof WorkingClone clone) {
      addClone(clone);
    }
  }

  private void addPrimitive(WorkingPrimitive primitive) {
    if (!primitive.managed()) {
      return;
    }
    orderings.order(
        primitive,
        Task.STOP,
        Task.START,
        OrderingFlags.OPTIONAL | OrderingFlags.IMPLIES_THEN | OrderingFlags.RESTART);
    boolean promotable = primitive.top() instanceof WorkingClone clone && clone.promotable();
    if (promotable || primitive.role().compareTo(Role.UNPROMOTED) > 0) {
      orderings.order(primitive, Task.DEMOTE, Task.STOP, OrderingFlags.PROMOTED_IMPLIES_FIRST);
      orderings.order(primitive, Task.START, Task.PROMOTE, OrderingFlags.RUNNABLE_LEFT);
    }
    // A history is not cleared on a node that is just being asked again.
    boolean wiped = Actions.newest(primitive, Task.LRM_DELETE, null) != null;
    orderings.order(
        primitive,
        wiped ? Task.LRM_DELETE : Task.DELETE,
        Task.MONITOR,
        OrderingFlags.SAME_NODE | OrderingFlags.THEN_CANCELS_FIRST);
    if (Unfencing.needs(working, primitive) && !primitive.has(ResourceFlag.FENCE_DEVICE)) {
      addUnfencing(primitive);
    }
    if (!primitive.utilization().isEmpty()
        && working.options().placementStrategy() != PlacementStrategy.DEFAULT) {
      addLoad(primitive);
    }
    WorkingPrimitive container = primitive.container();
    if (container != null) {
      orderings.order(container, Task.START, primitive, Task.START, IMPLIES_THEN_RUNNABLE);
      orderings.order(primitive, Task.STOP, container, Task.STOP, OrderingFlags.IMPLIES_FIRST);
    }
  }

  private void addUnfencing(WorkingPrimitive primitive) {
    for (WorkingNode node : working.nodes()) {
      if (primitive.allowed().contains(node.index())) {
        Action unfencing = working.actions().unfencing(node, true, null);
        orderings.order(
            primitive, Task.STOP, unfencing, OrderingFlags.OPTIONAL | OrderingFlags.SAME_NODE);
        orderings.order(
            unfencing,
            primitive,
            Task.START,
            OrderingFlags.IMPLIES_THEN_ON_NODE | OrderingFlags.SAME_NODE);
      }
    }
  }

  /** What stops on a node makes room there before anything else starts there. */
  private void addLoad(WorkingPrimitive primitive) {
    for (WorkingNode node : primitive.runningOn()) {
      orderings.order(primitive, Task.STOP, loadStopped(node), OrderingFlags.LOAD);
    }
    for (WorkingNode node : working.nodes()) {
      if (primitive.allowed().contains(node.index())) {
        Action stopped = loadStopped(node);
        orderings.order(stopped, primitive, Task.START, OrderingFlags.LOAD);
        orderings.order(stopped, primitive, Task.MIGRATE_TO, OrderingFlags.LOAD);
      }
    }
  }

  private Action loadStopped(WorkingNode node) {
    Action action = working.actions().pseudo("load_stopped_" + node.name());
    if (action.node() == null) {
      action.setNode(node);
      action.clear(ActionFlag.OPTIONAL);
    }
    return action;
  }

  private void addGroup(WorkingGroup group) {
    orderings.order(group, Task.STOP, Task.STOPPED, OrderingFlags.RUNNABLE_LEFT);
    orderings.order(group, Task.STOPPED, Task.START, OrderingFlags.OPTIONAL);
    orderings.order(group, Task.START, Task.RUNNING, OrderingFlags.RUNNABLE_LEFT);
    boolean promotable = group.top() instanceof WorkingClone clone && clone.promotable();
    WorkingPrimitive previous = null;
    WorkingPrimitive lastActive = null;
    for (WorkingPrimitive member : group.children()) {
      add(member);
      addMember(group, member, previous, promotable);
      if (group.ordered() && previous != null) {
        addMemberAfter(member, previous, promotable);
        boolean active = !member.runningOn().isEmpty();
        if (active && previous.runningOn().isEmpty() && lastActive != null) {
          orderings.order(member, Task.STOP, lastActive, Task.STOP, OrderingFlags.OPTIONAL);
        }
      }
      if (!member.runningOn().isEmpty()) {
        lastActive = member;
      }
      previous = member;
    }
  }

  private void addMember(
      WorkingGroup group,
      WorkingPrimitive member,
      @Nullable WorkingPrimitive previous,
      boolean promotable) {
    int down = OrderingFlags.IMPLIES_FIRST_PRINTED;
    int downDone = OrderingFlags.IMPLIES_THEN_PRINTED;
    if (group.ordered() && previous == null) {
      down |= OrderingFlags.OPTIONAL;
      downDone = OrderingFlags.IMPLIES_THEN;
    }
    int upDone = IMPLIES_THEN_RUNNABLE | OrderingFlags.IMPLIES_THEN_PRINTED;
    orderings.order(group, Task.STOP, member, Task.STOP, down);
    orderings.order(member, Task.STOP, group, Task.STOPPED, downDone);
    if (promotable) {
      orderings.order(group, Task.DEMOTE, member, Task.DEMOTE, down);
      orderings.order(member, Task.DEMOTE, group, Task.DEMOTED, downDone);
      orderings.order(member, Task.PROMOTE, group, Task.PROMOTED, upDone);
      orderings.order(
          group, Task.PROMOTE, member, Task.PROMOTE, OrderingFlags.IMPLIES_FIRST_PRINTED);
    }
    orderings.order(group, Task.START, member, Task.START, OrderingFlags.IMPLIES_FIRST_PRINTED);
    orderings.order(member, Task.START, group, Task.RUNNING, upDone);
    if (!group.ordered()) {
      // Meant to be more than the same from above, but only fills in for what was not there yet.
      int together = IMPLIES_THEN_RUNNABLE | OrderingFlags.IMPLIES_FIRST_PRINTED;
      orderings.order(group, Task.START, member, Task.START, together);
      if (promotable) {
        orderings.order(group, Task.PROMOTE, member, Task.PROMOTE, together);
      }
    }
  }

  private void addMemberAfter(
      WorkingPrimitive member, WorkingPrimitive previous, boolean promotable) {
    orderings.order(previous, Task.START, member, Task.START, IMPLIES_THEN_RUNNABLE);
    orderings.order(
        member, Task.STOP, previous, Task.STOP, OrderingFlags.OPTIONAL | OrderingFlags.RESTART);
    if (promotable) {
      orderings.order(previous, Task.PROMOTE, member, Task.PROMOTE, IMPLIES_THEN_RUNNABLE);
      orderings.order(member, Task.DEMOTE, previous, Task.DEMOTE, OrderingFlags.OPTIONAL);
    }
  }

  private void addClone(WorkingClone clone) {
    orderings.order(clone, Task.STOPPED, Task.START, OrderingFlags.OPTIONAL);
    orderings.order(clone, Task.START, Task.RUNNING, OrderingFlags.RUNNABLE_LEFT);
    orderings.order(clone, Task.STOP, Task.STOPPED, OrderingFlags.RUNNABLE_LEFT);
    if (clone.promotable()) {
      orderings.order(clone, Task.DEMOTED, Task.STOP, OrderingFlags.OPTIONAL);
      orderings.order(clone, Task.RUNNING, Task.PROMOTE, OrderingFlags.RUNNABLE_LEFT);
    }
    if (clone.ordered()) {
      sortByNumber(clone);
    }
    WorkingResource previous = null;
    for (WorkingResource instance : clone.children()) {
      add(instance);
      orderings.order(
          clone,
          Task.START,
          instance,
          Task.START,
          OrderingFlags.RUNNABLE_LEFT | OrderingFlags.IMPLIES_FIRST_PRINTED);
      orderings.order(
          instance, Task.START, clone, Task.RUNNING, OrderingFlags.IMPLIES_THEN_PRINTED);
      orderings.order(clone, Task.STOP, instance, Task.STOP, OrderingFlags.IMPLIES_FIRST_PRINTED);
      orderings.order(instance, Task.STOP, clone, Task.STOPPED, OrderingFlags.IMPLIES_THEN_PRINTED);
      if (clone.ordered() && previous != null) {
        orderings.order(previous, Task.START, instance, Task.START, OrderingFlags.OPTIONAL);
        orderings.order(instance, Task.STOP, previous, Task.STOP, OrderingFlags.OPTIONAL);
      }
      previous = instance;
    }
    if (clone.promotable()) {
      addPromotable(clone);
    }
  }

  private void addPromotable(WorkingClone clone) {
    int optional = OrderingFlags.OPTIONAL;
    orderings.order(clone, Task.STOPPED, Task.START, optional);
    orderings.order(clone, Task.STOPPED, Task.PROMOTE, optional);
    orderings.order(clone, Task.DEMOTED, Task.STOP, optional);
    orderings.order(clone, Task.DEMOTED, Task.START, optional);
    orderings.order(clone, Task.DEMOTED, Task.PROMOTE, optional);
    orderings.order(clone, Task.RUNNING, Task.PROMOTE, optional);
    orderings.order(clone, Task.DEMOTE, Task.DEMOTED, optional);
    WorkingResource previous = null;
    for (WorkingResource instance : clone.children()) {
      orderings.order(instance, Task.DEMOTE, Task.PROMOTE, optional);
      orderings.order(clone, Task.PROMOTE, instance, Task.PROMOTE, optional);
      orderings.order(instance, Task.PROMOTE, clone, Task.PROMOTED, optional);
      orderings.order(
          clone, Task.DEMOTE, instance, Task.DEMOTE, OrderingFlags.IMPLIES_FIRST_PRINTED);
      orderings.order(
          instance, Task.DEMOTE, clone, Task.DEMOTED, OrderingFlags.IMPLIES_THEN_PRINTED);
      if (clone.ordered() && previous != null) {
        orderings.order(previous, Task.PROMOTE, instance, Task.PROMOTE, optional);
        orderings.order(instance, Task.DEMOTE, previous, Task.DEMOTE, optional);
      }
      previous = instance;
    }
  }

  /** Sorts the instances of a clone by their numbers. */
  static void sortByNumber(WorkingClone clone) {
    List<WorkingResource> instances = clone.children();
    long last = -1;
    for (WorkingResource instance : instances) {
      long number = number(instance);
      if (number < last) {
        instances.sort(Comparator.comparingLong(InternalOrderings::number));
        clone.instancesSorted();
        return;
      }
      last = number;
    }
  }

  private static long number(WorkingResource instance) {
    String id = instance.id();
    long number = 0;
    for (int i = id.lastIndexOf(':') + 1; i < id.length(); i++) {
      number = number * 10 + (id.charAt(i) - '0');
    }
    return number;
  }
}
