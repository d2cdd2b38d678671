package io.pacekeeper.core.policy.action;

import io.pacekeeper.core.policy.rule.Words;
import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.ActionFlag;
import io.pacekeeper.core.policy.working.Discovery;
import io.pacekeeper.core.policy.working.OrderingFlags;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import org.jspecify.annotations.Nullable;

/** Asks nodes whether a resource is active there, where that is not known yet. */
public final class Probes {
  private static final int RESULT_NOT_RUNNING = 7;
  private static final int RESULT_PROMOTED = 8;
  private static final String PROBE_AGAIN = "probe_again";

  private final WorkingSet working;

  private Probes(WorkingSet working) {
    this.working = working;
  }

  /** Adds the probes of all resources on all nodes, once each resource was assigned. */
  public static void create(WorkingSet working) {
    if (!working.options().startupProbes()) {
      return;
    }
    Probes probes = new Probes(working);
    for (WorkingNode node : working.nodes()) {
      if (node.online() && !node.unclean()) {
        probes.create(node);
      }
    }
  }

  private void create(WorkingNode node) {
    // Only what was written long ago says that a node has not been asked at all.
    String complete = node.attribute("probe_complete");
    if (complete != null && !Words.isTrue(complete)) {
      working.actions().of(null, PROBE_AGAIN + '-' + node.name(), PROBE_AGAIN, 0, node, false);
      return;
    }
    for (WorkingResource resource : working.resources()) {
      create(resource, node);
    }
  }

  private boolean create(WorkingResource resource, WorkingNode node) {
    if (resource instanceof WorkingPrimitive primitive) {
      return createOne(primitive, node);
    }
    if (resource instanceof WorkingClone clone) {
      return createInstances(clone, node);
    }
    boolean any = false;
    for (WorkingResource child : resource.children()) {
      any |= create(child, node);
    }
    return any;
  }

  private boolean createInstances(WorkingClone clone, WorkingNode node) {
    InternalOrderings.sortByNumber(clone);
    if (clone.has(ResourceFlag.EXCLUSIVE_DISCOVERY)
        && clone.allowed().contains(node.index())
        && clone.allowed().discovery(node.index()) != Discovery.EXCLUSIVE) {
      clone.allowed().remove(node.index());
      return false;
    }
    if (clone.children().isEmpty()) {
      return false;
    }
    if (!clone.anonymous()) {
      boolean any = false;
      for (WorkingResource instance : clone.children()) {
        any |= create(instance, node);
      }
      return any;
    }
    return createAny(clone, node);
  }

  /** One instance of an anonymous clone answers for all of them. */
  private boolean createAny(WorkingClone clone, WorkingNode node) {
    WorkingResource chosen = null;
    for (WorkingResource instance : clone.children()) {
      if (knownOn(instance, node)) {
        chosen = instance;
        break;
      }
    }
    if (chosen == null) {
      for (WorkingResource instance : clone.children()) {
        if (Locations.assigned(instance) == node) {
          chosen = instance;
          break;
        }
      }
    }
    return create(chosen == null ? clone.children().get(0) : chosen, node);
  }

  private static boolean knownOn(WorkingResource resource, WorkingNode node) {
    for (WorkingResource child : resource.children()) {
      if (knownOn(child, node)) {
        return true;
      }
    }
    return resource.knownOn().get(node.index());
  }

  private boolean createOne(WorkingPrimitive primitive, WorkingNode node) {
    WorkingResource top = primitive.top();
    if (primitive.container() != null
        || primitive.has(ResourceFlag.ORPHAN)
        || primitive.knownOn().get(node.index())
        || !discovered(primitive, top, node)) {
      return false;
    }
    Action probe = working.actions().of(primitive, Task.MONITOR, node, false);
    probe.clear(ActionFlag.OPTIONAL);
    Unfencing.orderBefore(working, primitive, node, probe, OrderingFlags.OPTIONAL);
    Integer expected = expectedResult(primitive, node);
    if (expected != null) {
      probe.setExpectedResult(expected);
    }
    int kinds = OrderingFlags.OPTIONAL;
    if (!probe.runnable() && primitive.runningOn().isEmpty()) {
      kinds |= OrderingFlags.RUNNABLE_LEFT;
    }
    boolean device = primitive.has(ResourceFlag.FENCE_DEVICE) && working.unfencingInUse();
    WorkingResource starting = top instanceof WorkingClone && !device ? top : primitive;
    working.orderings().order(probe, starting, Task.START, kinds);
    if (starting == primitive && primitive.has(ResourceFlag.RELOAD)) {
      working.orderings().order(probe, primitive, Task.RELOAD_AGENT, OrderingFlags.OPTIONAL);
    }
    return true;
  }

  private static boolean discovered(
      WorkingPrimitive primitive, WorkingResource top, WorkingNode node) {
    boolean exclusive =
        primitive.has(ResourceFlag.EXCLUSIVE_DISCOVERY)
            || top.has(ResourceFlag.EXCLUSIVE_DISCOVERY);
    Discovery mode = primitive.allowed().discovery(node.index());
    if (exclusive) {
      return primitive.allowed().contains(node.index()) && mode == Discovery.EXCLUSIVE;
    }
    return mode != Discovery.NEVER;
  }

  private static @Nullable Integer expectedResult(WorkingPrimitive primitive, WorkingNode node) {
    if (!primitive.runningOn().contains(node)) {
      return RESULT_NOT_RUNNING;
    }
    return primitive.role() == Role.PROMOTED ? RESULT_PROMOTED : null;
  }
}
