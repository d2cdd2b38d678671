package io.pacekeeper.core.policy.explain;

import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import org.jspecify.annotations.Nullable;

/**
 * The Phrases are the words in which those who configured a cluster know it: the engine has names
 * of its own for some things, and does not know all that was configured.
 */
public interface Phrases {
  /** Returns what a resource is called. */
  String name(WorkingResource resource);

  /** Returns what a location constraint says, and what would take it away. */
  Cause location(String id, WorkingPrimitive resource, WorkingNode node);

  /** Returns what is put behind words to say which constraint it is; empty: nothing is. */
  String reference(String id);

  /** Returns what speaks against a node whatever the resource; null: nothing does. */
  @Nullable Cause obstacle(WorkingNode node);

  /** Returns why a resource is to be stopped. */
  Cause stopped(WorkingPrimitive primitive);

  /** Returns why a resource has a score on a node before anything that is configured counts. */
  Cause initial(WorkingPrimitive primitive, WorkingNode node, int score);
}
