package io.pacekeeper.core.policy.assign;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.working.AllowedNodes;
import io.pacekeeper.core.policy.working.Colocation;
import io.pacekeeper.core.policy.working.Reason.Kind;
import io.pacekeeper.core.policy.working.Reasons;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingGroup;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The CapacityBans keep a resource off the nodes that have too little left for it and for all that
 * has to be where it is; or, if no node has that much, off those that have too little for it alone.
 */
final class CapacityBans {
  private final List<WorkingNode> nodes;
  private final Capacity capacity;
  private final HashOrder hashOrder;
  private final @Nullable Reasons reasons;

  CapacityBans(WorkingSet working, Capacity capacity, HashOrder hashOrder) {
    this.nodes = working.nodes();
    this.capacity = capacity;
    this.hashOrder = hashOrder;
    this.reasons = working.reasons();
  }

  /**
   * Rules nodes out for a primitive.
   *
   * @return the node with the most capacity left, if no node can take all; null: some can
   */
  @Nullable WorkingNode apply(WorkingPrimitive primitive) {
    if (!capacity.counts() || !capacity.anythingNeeded()) {
      return null;
    }
    Set<WorkingResource> bound = boundTo(primitive);
    int[] needed = capacity.nothing();
    for (WorkingResource resource : bound) {
      if (resource.has(ResourceFlag.PROVISIONAL)) {
        addNeeds(resource, bound, needed);
      }
    }
    AllowedNodes table = primitive.allowed();
    boolean anyFits = false;
    int mostFree = NodeOrder.NOWHERE;
    int[] walk = hashOrder.ascending(table);
    for (int node : walk) {
      if (usable(table, node)) {
        anyFits |= capacity.fits(node, needed);
        if (mostFree == NodeOrder.NOWHERE || capacity.compare(node, mostFree) < 0) {
          mostFree = node;
        }
      }
    }
    if (!anyFits) {
      needed = capacity.nothing();
      capacity.addNeeds(needed, primitive);
    }
    for (int node : walk) {
      if (usable(table, node) && !capacity.fits(node, needed)) {
        table.put(node, -Score.INFINITY);
        if (reasons != null) {
          String shortage = capacity.shortage(node, needed);
          reasons.add(primitive, node, Kind.CAPACITY, shortage, -Score.INFINITY);
        }
      }
    }
    return anyFits || mostFree == NodeOrder.NOWHERE ? null : nodes.get(mostFree);
  }

  private boolean usable(AllowedNodes table, int node) {
    return table.contains(node) && table.score(node) >= 0 && nodes.get(node).available();
  }

  /** Collects what has to be on the same node, following mandatory colocations both ways. */
  private static Set<WorkingResource> boundTo(WorkingPrimitive origin) {
    Set<WorkingResource> bound = new LinkedHashSet<>();
    Deque<WorkingResource> open = new ArrayDeque<>();
    open.push(origin);
    while (!open.isEmpty()) {
      WorkingResource resource = open.pop();
      if (bound.add(resource)) {
        addBoundTo(resource, origin, open);
      }
    }
    return bound;
  }

  private static void addBoundTo(
      WorkingResource resource, WorkingResource origin, Deque<WorkingResource> open) {
    if (resource instanceof WorkingGroup group) {
      boolean whole = group.colocated() || group.parent() instanceof WorkingClone;
      for (WorkingPrimitive member : group.children()) {
        if (whole || member == group.children().get(0)) {
          open.push(member);
        }
      }
    }
    for (Colocation colocation : resource.thisWith()) {
      WorkingResource primary = colocation.primary();
      if (primary != origin
          && isMandatory(colocation)
          && ColocationEffects.bindsLocation(resource, primary, colocation)) {
        open.push(primary);
      }
    }
    for (Colocation colocation : resource.withThis()) {
      WorkingResource dependent = colocation.dependent();
      if (dependent != origin
          && !(isInstance(resource) && !isInstance(dependent))
          && isMandatory(colocation)
          && ColocationEffects.bindsLocation(dependent, resource, colocation)) {
        open.push(dependent);
      }
    }
  }

  private static boolean isInstance(WorkingResource resource) {
    return resource instanceof WorkingClone;
  }

  private static boolean isMandatory(Colocation colocation) {
    return colocation.score() >= Score.INFINITY;
  }

  private void addNeeds(WorkingResource resource, Set<WorkingResource> bound, int[] needed) {
    if (!resource.has(ResourceFlag.PROVISIONAL)) {
      return;
    }
    if (resource instanceof WorkingPrimitive primitive) {
      capacity.addNeeds(needed, primitive);
    } else if (resource instanceof WorkingGroup group) {
      addNeedsOfGroup(group, bound, needed);
    } else {
      addNeedsOfClone(resource, bound, needed);
    }
  }

  private void addNeedsOfGroup(WorkingGroup group, Set<WorkingResource> bound, int[] needed) {
    boolean whole = group.colocated() || group.parent() instanceof WorkingClone;
    for (WorkingPrimitive member : group.children()) {
      if ((whole || member == group.children().get(0)) && !bound.contains(member)) {
        addNeeds(member, bound, needed);
      }
    }
  }

  private void addNeedsOfClone(WorkingResource clone, Set<WorkingResource> bound, int[] needed) {
    boolean listed = false;
    for (WorkingResource instance : clone.children()) {
      if (bound.contains(instance)) {
        listed = true;
        continue;
      }
      for (WorkingResource member : instance.children()) {
        if (bound.contains(member)) {
          listed = true;
          addNeeds(instance, bound, needed);
          break;
        }
      }
    }
    if (!listed && !clone.children().isEmpty()) {
      addNeeds(clone.children().get(0), bound, needed);
    }
  }
}
