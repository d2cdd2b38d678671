package io.pacekeeper.core.policy.assign;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.working.AllowedNodes;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import org.jspecify.annotations.Nullable;

/** The ScoreText is the scores as Pacemaker's own simulator writes them, a line for each. */
public final class ScoreText implements ScoreListing {
  private final WorkingSet working;
  private final StringBuilder text = new StringBuilder();

  public ScoreText(WorkingSet working) {
    this.working = working;
  }

  @Override
  public void scores(String method, WorkingResource resource) {
    if (resource.has(ResourceFlag.ORPHAN)) {
      return;
    }
    AllowedNodes table = resource.allowed();
    for (WorkingNode node : working.nodes()) {
      if (table.contains(node.index())) {
        text.append(method).append(": ").append(resource.id()).append(" allocation score on ");
        text.append(node.name()).append(": ");
        text.append(Score.format(table.score(node.index()))).append('\n');
      }
    }
    for (WorkingResource child : resource.children()) {
      scores(method, child);
    }
  }

  @Override
  public void promotion(WorkingResource instance, @Nullable WorkingNode node, int score) {
    text.append(instance.id()).append(" promotion score on ");
    text.append(node == null ? "none" : node.name()).append(": ");
    text.append(Score.format(score)).append('\n');
  }

  /** Returns the lines written so far. */
  @Override
  public String toString() {
    return text.toString();
  }
}
