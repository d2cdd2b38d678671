package io.pacekeeper.core.policy.working;

/** A Discovery is whether a resource is probed on a node; a later constant overrides an earlier. */
public enum Discovery {
  ALWAYS,
  NEVER,
  EXCLUSIVE
}
