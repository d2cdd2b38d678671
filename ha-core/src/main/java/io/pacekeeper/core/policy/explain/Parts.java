package io.pacekeeper.core.policy.explain;

import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingGroup;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Parts are what a resource is made of as far as places are concerned: the instances of a
 * clone, or itself. A group is where its first member is.
 *
 * @param whole the clone whose instances they are; null: they are none
 * @param leads the primitive of each that has its place
 */
record Parts(@Nullable WorkingClone whole, List<WorkingPrimitive> leads) {

  static Parts of(WorkingResource resource) {
    List<WorkingPrimitive> leads = new ArrayList<>();
    if (resource instanceof WorkingClone clone) {
      clone.children().forEach(instance -> addLead(instance, leads));
      return new Parts(clone, leads);
    }
    addLead(resource, leads);
    return new Parts(null, leads);
  }

  private static void addLead(WorkingResource instance, List<WorkingPrimitive> leads) {
    if (instance instanceof WorkingPrimitive primitive) {
      leads.add(primitive);
    } else if (instance instanceof WorkingGroup group && !group.children().isEmpty()) {
      leads.add(group.children().get(0));
    }
  }

  /** Returns those that are to be on a node. */
  List<WorkingPrimitive> on(WorkingNode node) {
    return leads.stream().filter(lead -> lead.assigned() == node).toList();
  }

  /** Returns those that are to be somewhere. */
  List<WorkingPrimitive> placed() {
    return leads.stream().filter(lead -> lead.assigned() != null).toList();
  }

  /** Returns the one whose case a node's is: one that is to be there, or else one that is free. */
  WorkingPrimitive forCase(WorkingNode node) {
    List<WorkingPrimitive> there = on(node);
    if (!there.isEmpty()) {
      return there.get(0);
    }
    for (WorkingPrimitive lead : leads) {
      if (lead.assigned() == null) {
        return lead;
      }
    }
    return leads.get(leads.size() - 1);
  }

  /** Returns the instance that a primitive of a clone is, or is in; itself, if it is in none. */
  static WorkingResource instance(WorkingPrimitive lead) {
    WorkingResource parent = lead.parent();
    return parent instanceof WorkingGroup && parent.parent() != null ? parent : lead;
  }
}
