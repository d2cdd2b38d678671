package io.pacekeeper.core.scheduler;

import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.scheduler.Transition.FenceAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which nodes have to be confirmed dead. Their actions have the first numbers of the transition.
 */
final class Fencing {
  private final List<FenceAction> actions = new ArrayList<>();
  private final int[] numbers;

  private Fencing(int nodes) {
    this.numbers = new int[nodes];
    Arrays.fill(numbers, -1);
  }

  static Fencing of(Roster roster) {
    Fencing fencing = new Fencing(roster.nodes.size());
    for (int n = 0; n < roster.nodes.size(); n++) {
      if (roster.nodes.get(n).membership() == Membership.UNCLEAN) {
        int number = fencing.actions.size();
        fencing.numbers[n] = number;
        fencing.actions.add(
            new FenceAction(number, roster.nodeName(n), List.of(), "node is unclean"));
      }
    }
    return fencing;
  }

  List<FenceAction> actions() {
    return actions;
  }

  /** Returns the number of the action that fences an unclean node. */
  int number(int node) {
    return numbers[node];
  }
}
