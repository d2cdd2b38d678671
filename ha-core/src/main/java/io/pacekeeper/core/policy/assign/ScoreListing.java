package io.pacekeeper.core.policy.assign;

import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingResource;
import org.jspecify.annotations.Nullable;

/**
 * A ScoreListing is told the scores of resources while they are assigned, at the moments at which
 * Pacemaker shows them.
 */
public interface ScoreListing {
  /** The scores of a resource, and of all in it, once its colocations have been counted. */
  void scores(String method, WorkingResource resource);

  /** The score by which an instance is promoted or not; null: it has no node. */
  void promotion(WorkingResource instance, @Nullable WorkingNode node, int score);
}
