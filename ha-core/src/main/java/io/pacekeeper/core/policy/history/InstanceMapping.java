package io.pacekeeper.core.policy.history;

import io.pacekeeper.core.policy.resource.ResourceFactory;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The InstanceMapping finds which resource, or which instance of a clone, a history is of. */
final class InstanceMapping {
  private final WorkingSet working;
  private final ResourceFactory factory;

  InstanceMapping(WorkingSet working, ResourceFactory factory) {
    this.working = working;
    this.factory = factory;
  }

  /** Returns the resource that a node calls by a name; null: no such primitive is configured. */
  @Nullable WorkingPrimitive find(String name, WorkingNode node) {
    WorkingResource found = working.resourceById(name);
    if (found == null) {
      WorkingResource zero = working.resourceById(FailCounts.withoutNumber(name) + ":0");
      if (zero == null || zero.has(ResourceFlag.UNIQUE)) {
        return null;
      }
      found = zero;
    }
    if (!(found instanceof WorkingPrimitive primitive)) {
      return null;
    }
    if (primitive.top() instanceof WorkingClone clone && clone.anonymous()) {
      primitive = instance(clone, FailCounts.withoutNumber(name), node);
    }
    if (primitive != null
        && !name.equalsIgnoreCase(primitive.id())
        && !name.equalsIgnoreCase(primitive.historyName())) {
      primitive.setHistoryName(name);
      working.registerHistoryName(name, primitive);
    }
    return primitive;
  }

  private @Nullable WorkingPrimitive instance(WorkingClone clone, String base, WorkingNode node) {
    WorkingPrimitive active = null;
    WorkingPrimitive inactive = null;
    boolean skipInactive = false;
    for (WorkingResource child : clone.children()) {
      if (active != null) {
        break;
      }
      List<WorkingNode> places = places(child);
      if (places.isEmpty()) {
        if (!skipInactive && inactive == null && !child.has(ResourceFlag.BLOCKED)) {
          inactive = unlessPendingElsewhere(member(child, base), node);
        }
      } else if (places.get(0) == node) {
        active = member(child, base);
        if (active != null && !active.runningOn().isEmpty()) {
          skipInactive = true;
          active = null;
        }
      }
    }
    WorkingPrimitive chosen = active == null && !skipInactive ? inactive : active;
    boolean lost = !node.online() || node.unclean();
    if (chosen != null
        && !chosen.needsFencing()
        && lost
        && clone.cloneMax() != working.nodes().size()) {
      chosen = null;
    }
    return chosen == null ? member(factory.addInstance(clone), base) : chosen;
  }

  private static @Nullable WorkingPrimitive unlessPendingElsewhere(
      @Nullable WorkingPrimitive instance, WorkingNode node) {
    boolean elsewhere =
        instance != null && instance.pendingNode() != null && instance.pendingNode() != node;
    return elsewhere ? null : instance;
  }

  /** Returns the nodes where an instance is active, or where an operation of it is under way. */
  private static List<WorkingNode> places(WorkingResource instance) {
    List<WorkingNode> places = new ArrayList<>(1);
    if (instance instanceof WorkingPrimitive primitive) {
      places.addAll(primitive.runningOn());
      if (primitive.pendingNode() != null && !places.contains(primitive.pendingNode())) {
        places.add(primitive.pendingNode());
      }
      return places;
    }
    for (WorkingResource member : instance.children()) {
      for (WorkingNode place : places(member)) {
        if (!places.contains(place)) {
          places.add(place);
        }
      }
    }
    return places;
  }

  /** Returns the primitive of an instance that is made from a definition. */
  private static @Nullable WorkingPrimitive member(WorkingResource instance, String base) {
    if (instance instanceof WorkingPrimitive primitive) {
      return primitive.definition().id().equals(base) || primitive.id().equals(base)
          ? primitive
          : null;
    }
    for (WorkingResource member : instance.children()) {
      WorkingPrimitive found = member(member, base);
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
