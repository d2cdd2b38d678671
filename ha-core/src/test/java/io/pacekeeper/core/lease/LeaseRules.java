package io.pacekeeper.core.lease;

import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.LeaseDocument.State;
import io.pacekeeper.core.document.Stored;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The rules of a small world, and every reading of the lease that there can be in it. */
final class LeaseRules {
  /** What may be wrong with the rules; each lets two instances be active at once. */
  enum Fault {
    /** Nothing. */
    NONE,
    /** The holder counts its right from the moment at which the reply arrived. */
    COUNTED_FROM_THE_REPLY,
    /** The holder's write succeeds whatever the version is. */
    RENEWED_WITHOUT_COMPARING,
    /** The observer's write succeeds whatever the version is. */
    REVOKED_WITHOUT_COMPARING,
    /** The observer revokes what it has observed without waiting. */
    NOT_WAITED,
    /** The observer waits L and no more, though its clock may be faster than the holder's. */
    NO_MARGIN,
    /** The observer counts from the moment at which it asked for the reading. */
    OBSERVED_WHEN_ASKED,
    /** The holder renews with a shorter L than that of the right it still has. */
    LENGTH_LOWERED,
    /** The observer deletes the lease instead, and somebody creates it again, at version 0. */
    CREATED_AGAIN
  }

  /** Versions this far behind the store's are one: nothing compared with them succeeds. */
  static final int VERSIONS = 4;

  /** What the lease may say: held, held for a shorter time, revoked. */
  static final int HELD = 0;

  static final int LOWERED = 1;
  static final int REVOKED = 2;
  static final int KINDS = 3;

  final int length;
  final int margin;
  final int observers;
  final Fault fault;
  private final LeaseDocument[] documents;
  private final Stored[] readings = new Stored[2 * VERSIONS * KINDS];

  /**
   * Makes rules.
   *
   * @param length L, in ticks
   * @param margin what an observer's clock may gain in that time, in ticks
   * @param observers how many nodes observe the lease and may revoke it
   * @param fault which rule is broken
   */
  LeaseRules(int length, int margin, int observers, Fault fault) {
    this.length = length;
    this.margin = margin;
    this.observers = observers;
    this.fault = fault;
    Duration waited = Duration.ofNanos(has(Fault.NO_MARGIN) ? 0 : margin);
    LeaseDocument held = new LeaseDocument(State.HELD, "life", Duration.ofNanos(length), waited);
    LeaseDocument lowered =
        new LeaseDocument(State.HELD, "life", Duration.ofNanos(length / 2), waited);
    documents = new LeaseDocument[] {held, lowered, held.with(State.REVOKED)};
    DocumentKey key = DocumentKey.lease("node");
    for (int i = 0; i < readings.length; i++) {
      readings[i] = new Stored(key, i / KINDS, 1, 0, 1, documents[i % KINDS], null);
    }
  }

  boolean has(Fault other) {
    return fault == other;
  }

  /** Returns whether a version may still match that is not the store's. */
  boolean compareBadly() {
    return has(Fault.REVOKED_WITHOUT_COMPARING)
        || has(Fault.RENEWED_WITHOUT_COMPARING)
        || has(Fault.CREATED_AGAIN);
  }

  LeaseDocument document(int kind) {
    return documents[kind];
  }

  /** Returns how long an observer of such a lease waits. */
  int patience(int kind) {
    return (int) (documents[kind].length().toNanos() + documents[kind].margin().toNanos());
  }

  Stored reading(int version, int kind) {
    return readings[version * KINDS + kind];
  }

  int kind(@Nullable Document document) {
    for (int kind = 0; kind < KINDS; kind++) {
      if (documents[kind] == document) {
        return kind;
      }
    }
    throw new IllegalStateException("not a lease of this world: " + document);
  }
}
