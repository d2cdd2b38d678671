package io.pacekeeper.core.policy.graph;

import io.pacekeeper.core.policy.working.Action;
import java.util.List;

/**
 * A GraphAction is an action in the transition graph.
 *
 * @param triggers what has to be done before
 * @param priority what is more important than a failure goes on after it
 */
public record GraphAction(Action action, List<Action> triggers, int priority) {
  public GraphAction {
    triggers = List.copyOf(triggers);
  }
}
