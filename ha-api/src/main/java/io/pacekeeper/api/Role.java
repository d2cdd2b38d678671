package io.pacekeeper.api;

/** What an instance of a resource is for: Pacemaker's roles of what is active. */
public enum Role {
  /** Active; of what can be promoted, whether it is or not. */
  STARTED,
  /** Active and not promoted, of what can be promoted. */
  UNPROMOTED,
  /** Promoted: the one, or one of the few, that may do what the others must not. */
  PROMOTED
}
