package io.pacekeeper.core.policy.action;

import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where resources are and will be, groups and clones included. */
public final class Locations {
  private Locations() {}

  /** Returns the node to which a resource is assigned, if it is just one. */
  public static @Nullable WorkingNode assigned(WorkingResource resource) {
    return only(resource, false);
  }

  /** Returns the node on which a resource is active, if it is just one. */
  public static @Nullable WorkingNode current(WorkingResource resource) {
    return only(resource, true);
  }

  private static @Nullable WorkingNode only(WorkingResource resource, boolean current) {
    if (resource instanceof WorkingPrimitive && !current) {
      return resource.assigned();
    }
    Set<WorkingNode> nodes = new LinkedHashSet<>();
    collect(resource, current, nodes);
    return nodes.size() == 1 ? nodes.iterator().next() : null;
  }

  private static void collect(WorkingResource resource, boolean current, Set<WorkingNode> nodes) {
    for (WorkingResource child : resource.children()) {
      collect(child, current, nodes);
    }
    if (!resource.children().isEmpty()) {
      return;
    }
    if (current) {
      nodes.addAll(resource.runningOn());
    } else if (resource.assigned() != null) {
      nodes.add(resource.assigned());
    }
  }
}
