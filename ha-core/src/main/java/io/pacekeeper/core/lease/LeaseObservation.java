package io.pacekeeper.core.lease;

import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.Stored;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A lease as another node sees it: since when, by the observer's own clock, it has had this
 * version.
 *
 * <p>When it has not moved for its length and margin since the reply that showed the version
 * arrived, the right that the version gave has ended, and the lease can be revoked by comparing
 * that version.
 *
 * @param created the store's transaction that created the lease, 0 if it is absent
 * @param version its version, -1 if it is absent
 * @param sinceNanos when the first reply that showed this version was handled
 * @param waitNanos how long it must not move before it can be revoked
 */
public record LeaseObservation(long created, int version, long sinceNanos, long waitNanos) {
  /** How long a lease is absent before that is more than news that are late. */
  private static final long VACANT_NANOS = Duration.ofSeconds(1).toNanos();

  /**
   * Returns the observation of a reading, given the one before.
   *
   * @param before the observation of the reading before, or null
   * @param stored how the lease reads, or null if it is absent
   * @param maxLease how long a lease is taken to last that is absent or unreadable
   * @param nowNanos when the reading is handled, which is after its reply arrived
   */
  public static LeaseObservation of(
      @Nullable LeaseObservation before,
      @Nullable Stored stored,
      Duration maxLease,
      long nowNanos) {
    long created = stored == null ? 0 : stored.created();
    int version = stored == null ? -1 : stored.version();
    if (before != null && before.created == created && before.version == version) {
      return before;
    }
    long wait = waitNanos(stored, maxLease);
    if (before != null && (stored == null || stored.as(LeaseDocument.class) == null)) {
      // Whatever wrote over it or took it away, it lasts as long as it said before.
      wait = Math.max(wait, before.waitNanos);
    }
    return new LeaseObservation(created, version, nowNanos, wait);
  }

  private static long waitNanos(@Nullable Stored stored, Duration maxLease) {
    LeaseDocument lease = stored == null ? null : stored.as(LeaseDocument.class);
    return lease == null
        ? maxLease.toNanos() + maxLease.toNanos() / 10
        : lease.length().toNanos() + lease.margin().toNanos();
  }

  /**
   * Returns when the next step can be taken if the lease has not moved until then: to revoke it, or
   * to put another in the place of one that is absent.
   */
  public long dueAtNanos() {
    return sinceNanos + (isAbsent() ? VACANT_NANOS : waitNanos);
  }

  /**
   * Returns whether the right that the observed version gave has ended. An absence never lapses:
   * one looks like another, and in between the lease could have been taken, and been deleted again.
   */
  public boolean hasLapsed(long nowNanos) {
    return !isAbsent() && nowNanos - dueAtNanos() >= 0;
  }

  /**
   * Returns whether the lease has been absent for so long that another is to be put in its place.
   */
  public boolean isVacant(long nowNanos) {
    return isAbsent() && nowNanos - dueAtNanos() >= 0;
  }

  private boolean isAbsent() {
    return version < 0;
  }

  /** Returns what takes the place of an absent lease, to be waited for from then on. */
  public LeaseDocument substitute() {
    return LeaseDocument.ofNobody(Duration.ofNanos(waitNanos));
  }

  /** Returns the same, observed anew: for an observer that was away. */
  public LeaseObservation afresh(long nowNanos) {
    return new LeaseObservation(created, version, nowNanos, waitNanos);
  }
}
