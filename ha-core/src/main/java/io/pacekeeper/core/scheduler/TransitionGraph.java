package io.pacekeeper.core.scheduler;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.Operation;
import io.pacekeeper.core.scheduler.Orderings.OrderedPlan;
import io.pacekeeper.core.scheduler.PlannedActions.Plan;
import io.pacekeeper.core.scheduler.PlannedActions.Step;
import io.pacekeeper.core.scheduler.Transition.Action;
import io.pacekeeper.core.scheduler.Transition.ResourceAction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/** Puts what was decided in the form in which it is carried out. */
final class TransitionGraph {
  private TransitionGraph() {}

  static Transition of(
      Roster roster, History history, Assignment assignment, Fencing fencing, Orderings orderings) {
    List<Action> actions = new ArrayList<>(fencing.actions());
    for (OrderedPlan ordered : orderings.plans()) {
      Plan plan = ordered.plan();
      String resource = roster.resources.get(plan.resource()).id();
      for (Step stop : plan.stops()) {
        actions.add(
            new ResourceAction(
                actions.size(),
                Operation.STOP,
                resource,
                roster.nodeName(stop.node()),
                List.of(),
                stop.reason()));
      }
      Step start = plan.start();
      if (start != null) {
        actions.add(
            new ResourceAction(
                actions.size(),
                Operation.START,
                resource,
                roster.nodeName(start.node()),
                ordered.startsAfter(),
                start.reason()));
      }
    }
    return new Transition(
        Collections.unmodifiableList(actions),
        nodesByResource(roster, assignment),
        history.nextExpiry());
  }

  private static SortedMap<String, String> nodesByResource(Roster roster, Assignment assignment) {
    ImmutableSortedMap.Builder<String, String> nodes = ImmutableSortedMap.naturalOrder();
    for (int r = 0; r < roster.resources.size(); r++) {
      if (assignment.node(r) != Assignment.NOWHERE) {
        nodes.put(roster.resources.get(r).id(), roster.nodeName(assignment.node(r)));
      }
    }
    return nodes.build();
  }
}
