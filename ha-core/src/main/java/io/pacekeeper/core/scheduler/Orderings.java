package io.pacekeeper.core.scheduler;

import io.pacekeeper.core.scheduler.PlannedActions.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * What waits for what: the start of a resource for all its stops, and for the fencing of every node
 * on which it could be active. Nothing waits for an action with a larger number.
 *
 * @param plans the plans, each with its place in the order
 */
record Orderings(List<OrderedPlan> plans) {

  /**
   * A plan with its place in the order.
   *
   * @param plan the plan
   * @param firstNumber the number of its first action; the stops come first, the start last
   * @param startsAfter the numbers of the actions that its start waits for
   */
  record OrderedPlan(Plan plan, int firstNumber, List<Integer> startsAfter) {}

  static Orderings of(History history, PlannedActions planned, Fencing fencing) {
    List<OrderedPlan> plans = new ArrayList<>(planned.plans().size());
    int number = fencing.actions().size();
    for (Plan plan : planned.plans()) {
      List<Integer> startsAfter = new ArrayList<>(1);
      for (int node : history.of(plan.resource()).unclean()) {
        startsAfter.add(fencing.number(node));
      }
      for (int stop = 0; stop < plan.stops().size(); stop++) {
        startsAfter.add(number + stop);
      }
      plans.add(new OrderedPlan(plan, number, List.copyOf(startsAfter)));
      number += plan.stops().size() + (plan.start() == null ? 0 : 1);
    }
    return new Orderings(plans);
  }
}
