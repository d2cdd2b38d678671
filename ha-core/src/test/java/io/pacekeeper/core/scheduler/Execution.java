package io.pacekeeper.core.scheduler;

import io.pacekeeper.api.Operation;
import io.pacekeeper.core.cib.Cib;
import io.pacekeeper.core.cib.NodeState;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.ResourceState.Phase;
import io.pacekeeper.core.scheduler.Transition.Action;
import io.pacekeeper.core.scheduler.Transition.ResourceAction;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Carries out actions of a transition, all of which succeed, on a cluster that is but a value. */
final class Execution {
  private Execution() {}

  static Cib of(Cib cib, List<Action> actions) {
    SortedMap<String, NodeState> nodes = new TreeMap<>(cib.nodes());
    for (Action action : actions) {
      nodes.computeIfPresent(action.node(), (name, node) -> after(node, action));
    }
    return new Cib(cib.options(), cib.resources(), nodes);
  }

  private static NodeState after(NodeState node, Action action) {
    SortedMap<String, ResourceState> states = new TreeMap<>(node.resources());
    if (!(action instanceof ResourceAction it)) {
      return with(node, Membership.OFFLINE, new TreeMap<>());
    }
    Phase phase = it.operation() == Operation.START ? Phase.STARTED : Phase.STOPPED;
    states.put(it.resource(), node.resource(it.resource()).with(phase));
    return with(node, node.membership(), states);
  }

  private static NodeState with(
      NodeState node, Membership membership, SortedMap<String, ResourceState> states) {
    return new NodeState(
        node.name(),
        membership,
        node.standby(),
        node.maintenance(),
        node.leaving(),
        node.attributes(),
        node.agents(),
        states,
        node.obstacle(),
        node.capacity());
  }
}
