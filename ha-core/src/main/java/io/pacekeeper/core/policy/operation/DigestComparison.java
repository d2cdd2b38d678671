package io.pacekeeper.core.policy.operation;

/** A DigestComparison is what the digests of an operation say about the parameters since then. */
public enum DigestComparison {
  MATCH,
  /** Something changed that needs a restart. */
  RESTART,
  /** Something changed. */
  ALL,
  /** Nothing was recorded to compare with. */
  UNKNOWN
}
