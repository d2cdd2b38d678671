package io.pacekeeper.core.policy;

import io.pacekeeper.core.policy.graph.TransitionGraph;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.List;

/**
 * A PolicyDecision is what the engine has decided about one cluster.
 *
 * @param working what everything was decided from, with everything that was found on the way
 * @param graph what is to be done, in which order
 * @param dot the graph, and what cannot be done, drawn in the language of Graphviz
 * @param transition what is to happen to nodes and resources, a line for each
 * @param scores the scores, a line for each resource and node, in the order in which they came up;
 *     empty if nobody asked for them
 */
public record PolicyDecision(
    WorkingSet working,
    TransitionGraph graph,
    String dot,
    List<String> transition,
    String scores) {
  public PolicyDecision {
    transition = List.copyOf(transition);
  }
}
