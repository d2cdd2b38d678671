package io.pacekeeper.core.policy;

import io.pacekeeper.core.policy.graph.Dot;
import io.pacekeeper.core.policy.graph.TransitionGraph;
import io.pacekeeper.core.policy.report.TransitionText;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.List;

/**
 * A PolicyDecision is what the engine has decided about one cluster.
 *
 * @param working what everything was decided from, with everything that was found on the way
 * @param graph what is to be done, in which order
 * @param scores the scores, a line for each resource and node; empty if nobody asked for them
 */
public record PolicyDecision(WorkingSet working, TransitionGraph graph, String scores) {

  /** Draws the graph, and what cannot be done, in the language of Graphviz. */
  public String dot() {
    return Dot.of(working);
  }

  /** Says what is to happen to nodes and resources, a line for each. */
  public List<String> transition() {
    return TransitionText.lines(working);
  }
}
