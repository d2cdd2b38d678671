package io.pacekeeper.core.lease;

import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.LeaseDocument.State;
import io.pacekeeper.core.document.Stored;
import org.jspecify.annotations.Nullable;

/**
 * A lease as its holder sees it: until when, by its own clock, it may be active.
 *
 * <p>A renewal is a write that is compared and set. It extends the right only when it is known to
 * be committed, and counts from the moment before it was sent. What the holder did not write itself
 * means that the lease is lost.
 *
 * @param document what it writes; the same for the incarnation's whole life
 * @param version the version that it wrote last, as far as it knows
 * @param untilNanos when its right ends
 * @param sentNanos when the renewal under way was sent, or null if none is
 * @param unsure whether a renewal had no clear answer, so that the version has to be read
 * @param lost whether the lease can be renewed no more
 */
public record HeldLease(
    LeaseDocument document,
    int version,
    long untilNanos,
    @Nullable Long sentNanos,
    boolean unsure,
    boolean lost) {

  /** Returns the lease that was taken by a write sent at this moment. */
  public static HeldLease taken(LeaseDocument document, int version, long sentNanos) {
    return new HeldLease(
        document, version, sentNanos + document.length().toNanos(), null, false, false);
  }

  /** Returns a lease that is held by this incarnation, but gives no right before it is renewed. */
  public static HeldLease lapsed(LeaseDocument document, int version, long nowNanos) {
    return new HeldLease(document, version, nowNanos, null, false, false);
  }

  /** Returns whether a renewal can be sent: none is under way, and the version is known. */
  public boolean canRenew() {
    return sentNanos == null && !unsure && !lost;
  }

  /** A renewal is about to be sent. */
  public HeldLease renewing(long nowNanos) {
    return new HeldLease(document, version, untilNanos, nowNanos, unsure, lost);
  }

  /** The renewal under way was committed with this version. */
  public HeldLease renewed(int newVersion) {
    if (sentNanos == null) {
      throw new IllegalStateException("no renewal is under way");
    }
    long until = sentNanos + document.length().toNanos();
    return new HeldLease(
        document, newVersion, until - untilNanos > 0 ? until : untilNanos, null, unsure, lost);
  }

  /** The renewal under way was refused, or nobody knows: nothing is extended. */
  public HeldLease unanswered() {
    return new HeldLease(document, version, untilNanos, null, true, lost);
  }

  /**
   * The lease was read: the newest reading there is. While a renewal is under way nothing follows
   * from it; it has to be told again afterwards.
   *
   * @param stored how it reads, or null if it is absent
   */
  public HeldLease observed(@Nullable Stored stored) {
    if (lost || sentNanos != null) {
      return this;
    }
    if (stored == null || !document.equals(stored.document()) || stored.version() < version) {
      return new HeldLease(document, version, untilNanos, null, unsure, true);
    }
    return new HeldLease(document, stored.version(), untilNanos, null, false, false);
  }

  /** Returns whether the right still goes on at this moment. */
  public boolean isValidAt(long nowNanos) {
    return nowNanos - untilNanos < 0;
  }

  /** Returns the document that releases the lease. */
  public LeaseDocument released() {
    return document.with(State.RELEASED);
  }
}
