package io.pacekeeper.core.policy.order;

import io.pacekeeper.core.policy.assign.Assignment;
import io.pacekeeper.core.policy.working.WorkingSet;

/** Has all orderings take effect on all actions. */
public final class OrderingStage {
  private OrderingStage() {}

  /**
   * Makes the edges, and settles which actions are required and which can be done.
   *
   * @param assignment takes the node away from instances that turn out to have no partner
   */
  public static void apply(WorkingSet working, Assignment assignment) {
    new Edges(working).create();
    Propagation propagation = new Propagation(working, assignment);
    propagation.blocks().addAll(working);
    new ProbeOrderings(working, assignment).create();
    propagation.run();
    LoadLoops.open(working);
  }
}
