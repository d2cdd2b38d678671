package io.pacekeeper.core.policy.assign;

import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.ActionFlag;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingGroup;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Assignment gives each resource of a working set its node. It stays in use afterwards: where
 * orderings find an instance without the partner that it needs, its node is taken away again.
 */
public final class Assignment {
  private static final int NOT_RUNNING = 7;

  private final WorkingSet working;
  private final Capacity capacity;
  private final NodeOrder order;
  private final PrimitiveAssigner primitives;
  private final GroupAssigner groups;
  private final CloneAssigner clones;
  private final ResourceOrder resourceOrder;

  /**
   * Prepares an assignment.
   *
   * @param listing is told the scores; null: nobody wants to know
   */
  public Assignment(WorkingSet working, @Nullable ScoreListing listing) {
    this.working = working;
    this.capacity = new Capacity(working);
    HashOrder hashOrder = new HashOrder(working);
    this.order = new NodeOrder(working, capacity, hashOrder);
    Preferences preferences = new Preferences(working);
    ColocationEffects effects = new ColocationEffects(working, preferences, this);
    CapacityBans bans = new CapacityBans(working, capacity, hashOrder);
    this.primitives =
        new PrimitiveAssigner(working, this, order, preferences, effects, bans, listing);
    this.groups = new GroupAssigner(preferences, listing);
    Promotions promotions = new Promotions(working, preferences, effects, listing);
    this.clones = new CloneAssigner(working, this, preferences, promotions, listing);
    this.resourceOrder = new ResourceOrder(working, order, preferences);
  }

  /** Assigns every resource, in order; under some placement strategies that is made anew first. */
  public void run() {
    if (capacity.counts()) {
      resourceOrder.sort(working.resources());
    }
    for (WorkingResource resource : working.resources()) {
      assign(resource, null);
    }
  }

  /**
   * Assigns a resource, and before it all that it depends on; those may be many in a row, so there
   * is a stack for them.
   *
   * @param prefer the node that it is to get if that is as good as any other
   * @return its node; null: it has none, or is a clone
   */
  @Nullable WorkingNode assign(WorkingResource resource, @Nullable WorkingNode prefer) {
    Deque<Step> steps = new ArrayDeque<>();
    steps.push(new Step(resource, prefer));
    WorkingNode node = null;
    while (!steps.isEmpty()) {
      Step step = steps.getFirst();
      WorkingResource first = step.waitsFor();
      if (first != null) {
        boolean own = step.begun() && step.resource() instanceof WorkingPrimitive;
        steps.push(new Step(first, own ? null : step.prefer()));
      } else if (!step.begun()) {
        if (!Step.isOpen(step.resource()) || !begin(step)) {
          node = steps.pop().resource().assigned();
        }
      } else if (!step.done()) {
        if (step.resource() instanceof WorkingPrimitive primitive) {
          primitives.follow(primitive, step.colocation());
        }
        step.advance();
      } else {
        node = end(steps.pop());
      }
    }
    return node;
  }

  /** Marks a resource as being assigned; returns whether there is anything to assign. */
  private boolean begin(Step step) {
    if (step.resource() instanceof WorkingGroup group && group.children().isEmpty()) {
      group.clear(ResourceFlag.PROVISIONAL);
      return false;
    }
    if (step.resource() instanceof WorkingClone clone) {
      clones.prepare(clone);
    }
    step.begin();
    if (step.resource() instanceof WorkingGroup group) {
      groups.prepare(group);
    }
    return true;
  }

  private @Nullable WorkingNode end(Step step) {
    WorkingResource resource = step.resource();
    WorkingNode node = null;
    if (resource instanceof WorkingPrimitive primitive) {
      primitives.choose(primitive, step.prefer());
      node = primitive.assigned();
    } else if (resource instanceof WorkingGroup group) {
      groups.settle(group);
      node = group.colocated() ? step.node() : null;
    } else if (resource instanceof WorkingClone clone) {
      clones.assign(clone);
    }
    resource.clear(ResourceFlag.ASSIGNING);
    return node;
  }

  /**
   * Settles on a node, or on none if that one will not do.
   *
   * @param force whether the node stands whatever its score and state
   * @return whether the resource has a node now
   */
  boolean finish(WorkingResource resource, @Nullable WorkingNode node, boolean force) {
    if (!(resource instanceof WorkingPrimitive primitive)) {
      return false;
    }
    WorkingNode chosen = node;
    int score = 0;
    if (node != null) {
      score = force ? node.baseScore() : primitive.allowed().score(node.index());
      if (!force && (score < 0 || !node.available())) {
        chosen = null;
      }
    }
    unassign(primitive);
    primitive.clear(ResourceFlag.PROVISIONAL);
    if (chosen == null) {
      leaveUnassigned(primitive);
      return false;
    }
    primitive.setAssigned(chosen, score);
    chosen.setResourceCount(chosen.resourceCount() + 1);
    capacity.consume(chosen.index(), primitive);
    return true;
  }

  /**
   * Takes the node of a resource, and of all in it, away for good: it is to be stopped.
   *
   * @return whether any had a node
   */
  public boolean drop(WorkingResource resource) {
    if (resource instanceof WorkingPrimitive) {
      boolean had = resource.assigned() != null;
      finish(resource, null, true);
      return had;
    }
    boolean had = false;
    for (WorkingResource child : resource.children()) {
      had |= drop(child);
    }
    return had;
  }

  /** Gives back what a primitive has taken of its node, so that it can be assigned anew. */
  void unassign(WorkingPrimitive primitive) {
    WorkingNode before = primitive.assigned();
    if (before == null) {
      return;
    }
    primitive.set(ResourceFlag.PROVISIONAL);
    primitive.setAssigned(null, 0);
    before.setResourceCount(before.resourceCount() - 1);
    capacity.release(before.index(), primitive);
  }

  /** What was planned for it already is changed into stopping it. */
  private static void leaveUnassigned(WorkingPrimitive primitive) {
    primitive.setNextRole(Role.STOPPED);
    for (Action action : primitive.actions()) {
      if (action.task().equals(Task.STOP)) {
        action.clear(ActionFlag.OPTIONAL);
      } else if (action.task().equals(Task.START)) {
        action.clear(ActionFlag.RUNNABLE);
      } else if (action.interval() > 0 && !isExpectedInactive(action)) {
        action.clear(ActionFlag.RUNNABLE);
      }
    }
  }

  private static boolean isExpectedInactive(Action action) {
    Integer expected = action.expectedResult();
    return expected != null && expected == NOT_RUNNING;
  }

  /**
   * Returns the instance of a clone that is where a resource is, or that is on the best of the
   * nodes that a resource without one may be on; null: there is none.
   *
   * @param role the role that it has to have; UNKNOWN: any
   * @param current whether places and roles are those of now rather than those to come
   */
  public @Nullable WorkingResource compatibleInstance(
      WorkingResource resource, WorkingClone clone, Role role, boolean current) {
    WorkingNode place = current ? resource.activeOn() : resource.place();
    if (place != null) {
      return instanceOn(clone, place, role, current);
    }
    for (WorkingNode node : sortedNodes(resource)) {
      WorkingResource instance = instanceOn(clone, node, role, current);
      if (instance != null) {
        return instance;
      }
    }
    return null;
  }

  private static @Nullable WorkingResource instanceOn(
      WorkingClone clone, WorkingNode node, Role role, boolean current) {
    List<WorkingResource> there = current ? clone.instancesActiveOn(node) : clone.instancesOn(node);
    for (WorkingResource instance : there) {
      if (!Places.any(instance, ResourceFlag.BLOCKED)
          && (role == Role.UNKNOWN
              || role == (current ? Places.role(instance) : Places.nextRole(instance)))) {
        return instance;
      }
    }
    return null;
  }

  /** Returns the nodes of the table of a resource, the best first. */
  public List<WorkingNode> sortedNodes(WorkingResource resource) {
    int[] sorted = order.sorted(resource.allowed(), NodeOrder.NOWHERE);
    List<WorkingNode> nodes = new ArrayList<>(sorted.length);
    for (int node : sorted) {
      nodes.add(working.nodes().get(node));
    }
    return nodes;
  }
}
