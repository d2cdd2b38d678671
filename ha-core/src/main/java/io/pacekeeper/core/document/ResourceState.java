package io.pacekeeper.core.document;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is so with a resource on a node.
 *
 * @param phase where it is between stopped and started
 * @param token the token of the order that started it last, 0 for none
 * @param failcount how often it failed here since its failures were last forgotten; {@code
 *     INFINITY} after a failed start, where that is fatal
 * @param failure its last failure, or null
 * @param since since when it is active, by the node's wall clock, to the millisecond; null if it is
 *     not, or nobody says so
 * @param promotion whether it is promoted
 * @param lockedSince since when it is kept for the node, which left or is about to; null if it is
 *     not
 */
public record ResourceState(
    Phase phase,
    long token,
    int failcount,
    @Nullable Failure failure,
    @Nullable Instant since,
    PromotionState promotion,
    @Nullable Instant lockedSince) {

  /** Where a resource is between stopped and started. */
  public enum Phase {
    /** Inactive: every operation has returned. */
    STOPPED,
    /** A start was ordered, and may have begun. */
    STARTING,
    /** Active. */
    STARTED,
    /** A stop was ordered, and may have begun. */
    STOPPING,
    /** A start or a monitor failed, so that it has to be stopped; possibly active. */
    FAILED,
    /** A stop failed, and nothing more is done; possibly active. */
    BLOCKED,
    /** An order may have started it, and the node has said nothing of that yet. */
    UNKNOWN;

    /** Returns whether the resource is or could be active. */
    public boolean isPossiblyActive() {
      return this != STOPPED;
    }
  }

  public ResourceState {
    Objects.requireNonNull(phase, "phase");
    Objects.requireNonNull(promotion, "promotion");
    since = since == null ? null : since.truncatedTo(ChronoUnit.MILLIS);
    lockedSince = lockedSince == null ? null : lockedSince.truncatedTo(ChronoUnit.MILLIS);
  }

  /** Makes the state of what is not kept for the node. */
  public ResourceState(
      Phase phase,
      long token,
      int failcount,
      @Nullable Failure failure,
      @Nullable Instant since,
      PromotionState promotion) {
    this(phase, token, failcount, failure, since, promotion, null);
  }

  /** Makes the state of what is not promoted. */
  public ResourceState(
      Phase phase, long token, int failcount, @Nullable Failure failure, @Nullable Instant since) {
    this(phase, token, failcount, failure, since, PromotionState.NONE);
  }

  /** Makes one of what is not promoted, and of which nobody says since when it is active. */
  public ResourceState(Phase phase, long token, int failcount, @Nullable Failure failure) {
    this(phase, token, failcount, failure, null, PromotionState.NONE);
  }

  /** Inactive, and never failed. */
  public static final ResourceState STOPPED = new ResourceState(Phase.STOPPED, 0, 0, null);

  /** Returns the same in another phase. */
  public ResourceState with(Phase next) {
    return new ResourceState(next, token, failcount, failure, since, promotion, lockedSince);
  }

  /** Returns the same if it is kept for the node since then. */
  public ResourceState lockedAt(Instant when) {
    return new ResourceState(phase, token, failcount, failure, since, promotion, when);
  }

  /** Returns the same with another promotion. */
  public ResourceState with(PromotionState other) {
    return new ResourceState(phase, token, failcount, failure, since, other, lockedSince);
  }

  /** Returns whether it is or could be promoted. */
  public boolean isPossiblyPromoted() {
    return phase == Phase.UNKNOWN
        || (phase.isPossiblyActive() && promotion.stage().isPossiblyPromoted());
  }
}
