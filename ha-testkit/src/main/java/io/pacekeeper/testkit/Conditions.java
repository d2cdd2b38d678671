package io.pacekeeper.testkit;

import io.pacekeeper.core.document.DocumentKey;

/**
 * How the network and the servers behave: what is drawn at random in a simulation is at its best
 * here.
 */
class Conditions {
  /** How many servers a client may be connected to. */
  int replicas() {
    return 1;
  }

  /** How long a request is under way to its server and from there to the leader. */
  long requestNanos(String client) {
    return 0;
  }

  /** How long an answer is under way. */
  long replyNanos(String client) {
    return 0;
  }

  /** How much later than the leader a server knows of a transaction. */
  long lagNanos() {
    return 0;
  }

  /** How long after its server knew of a change a client is told. */
  long hintNanos() {
    return 0;
  }

  /** Whether a client is never told of a change of this document. */
  boolean hintIsLost(String client, DocumentKey key) {
    return false;
  }

  /** How long an attempt to connect takes, or the pause before it. */
  long connectNanos() {
    return 5_000_000;
  }

  /** Whether a request without a connection fails at once, instead of waiting for the next one. */
  boolean failsAtOnce() {
    return false;
  }

  /** Whether a sync before a read is answered by a leader that was deposed. */
  boolean syncIsStale() {
    return false;
  }

  /** How much later than the first half of a read the second half is read. */
  long tornReadNanos() {
    return 0;
  }

  /** How long ago a session was last heard of when its connection breaks. */
  long unheardNanos(long sessionTimeoutNanos) {
    return 0;
  }

  /** How much later than the session timeout the servers notice it: up to a tick. */
  long expirySlackNanos() {
    return 0;
  }

  /** How many of the requests that a leader had not yet committed when it failed survive it. */
  int survivors(int uncommitted) {
    return 0;
  }
}
