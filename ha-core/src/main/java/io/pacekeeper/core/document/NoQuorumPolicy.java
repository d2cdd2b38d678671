package io.pacekeeper.core.document;

/**
 * What a node does with what it runs when its lease is about to end because it is cut off from the
 * cluster's store; Pacemaker's {@code no-quorum-policy}.
 */
public enum NoQuorumPolicy {
  /** Stops everything. The default. */
  STOP,
  /** Demotes what is promoted of anonymous clones, and stops everything else. */
  DEMOTE,
  /** Ends its own JVM. */
  SUICIDE,
  /** Lets go on what needs no exclusivity, and stops the rest. */
  FREEZE,
  /** Here the same as {@link #FREEZE}: nobody orders anything while nobody can be heard. */
  IGNORE;

  /** Returns whether what needs no exclusivity goes on past the lease. */
  public boolean spares() {
    return this == FREEZE || this == IGNORE;
  }
}
