package io.pacekeeper.api;

/** What must be true before a resource may start; Pacemaker's {@code requires}. */
public enum Requires {
  /** Nothing. Not for what may run once: named as a danger at join. */
  NOTHING,
  /** A quorum. Not for what may run once: named as a danger at join. */
  QUORUM,
  /** A quorum, and every node on which it could still be active is confirmed dead. The default. */
  FENCING
}
