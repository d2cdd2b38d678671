package io.pacekeeper.core.policy.simulate;

import io.pacekeeper.core.policy.model.NodeDefinition;
import io.pacekeeper.core.policy.model.NodeState;
import io.pacekeeper.core.policy.model.PolicyInput;
import java.util.ArrayList;
import java.util.List;

/** The status of a cluster while a transition is played through. */
final class SimulatedStatus {
  private final PolicyInput input;
  private final List<SimulatedNode> nodes = new ArrayList<>();

  SimulatedStatus(PolicyInput input) {
    this.input = input;
    for (NodeState state : input.status()) {
      nodes.add(SimulatedNode.of(state, name(state)));
    }
  }

  private String name(NodeState state) {
    if (state.name() != null) {
      return state.name();
    }
    return input.nodes().stream()
        .filter(node -> node.id().equals(state.id()))
        .map(NodeDefinition::name)
        .findFirst()
        .orElse("");
  }

  /** Returns what is known of a node; what is not known yet is begun. */
  SimulatedNode node(String id, String name) {
    for (SimulatedNode node : nodes) {
      if (node.is(id, name)) {
        return node;
      }
    }
    SimulatedNode made = new SimulatedNode(id, name);
    nodes.add(made);
    return made;
  }

  /** Returns the cluster with this status. */
  PolicyInput input() {
    return input.withStatus(nodes.stream().map(SimulatedNode::state).toList());
  }
}
