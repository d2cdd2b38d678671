package io.pacekeeper.examples.lab;

import java.util.function.Supplier;

/**
 * A fault that was injected.
 *
 * @param kind which
 * @param victim the node that it is for, empty if it is for ZooKeeper
 * @param words what was done to whom
 * @param proof looks whether it is in effect, at the end of its time
 * @param heal takes it away
 */
record Injected(FaultKind kind, String victim, String words, Supplier<Proof> proof, Runnable heal) {
  /** Whether a fault was seen to be in effect, and by what. */
  record Proof(boolean shown, String words) {}
}
