package io.pacekeeper.api;

import java.time.Duration;

/**
 * The right of a resource to be active on this node, from one start to its stop; or the right to be
 * promoted, from one promotion to its demotion. Safe for use by several threads.
 */
public interface Activation {
  /** Returns the id of the resource. */
  String resource();

  /** Returns which instance of a globally unique clone this is, from 0; 0 for everything else. */
  int instance();

  /**
   * Returns the role that this is the right to: {@link Role#PROMOTED} in a promotion, {@link
   * Role#UNPROMOTED} in the start of what can be promoted, {@link Role#STARTED} for everything
   * else.
   */
  Role role();

  /** Returns why the resource was started here, for people. */
  String reason();

  /**
   * Returns the fencing token: a number that is larger than that of every earlier activation of the
   * resource in the cluster. Hand it to what the resource writes to, and have that refuse a smaller
   * one than it has seen. What may run many times at once carries none: 0, in the start of an
   * instance of an anonymous clone.
   */
  long fencingToken();

  /**
   * Returns whether the resource may be active: its stop has not been ordered, and the node's lease
   * has not ended by the node's own clock. An answer holds for {@link #remaining} at most; what
   * must hold for longer is for the fencing token.
   */
  boolean isValid();

  /**
   * Returns if the resource may be active.
   *
   * @throws ActivationEndedException if it may not
   */
  void requireValid();

  /**
   * Returns how long the node's lease lasts unless it is renewed, or zero if the resource may not
   * be active any more.
   */
  Duration remaining();

  /**
   * Has an action run once when the right ends: when the resource's stop is ordered, before it is
   * called. Runs on a thread of Pacekeeper, or on the calling one if the right has ended already.
   * It is not waited for: stopping does not begin later for it.
   */
  void onRevoked(Runnable action);

  /**
   * Sets how much this instance is worth being promoted: of those of a promotable clone, the ones
   * with the highest scores are. Holds until it is stopped. An active instance that has said
   * nothing has 1; one with a negative score is not promoted.
   *
   * @param score the score, at most {@link Score#INFINITY}
   */
  void promotionScore(int score);

  /**
   * Reports that the resource has failed, so that the cluster recovers it without waiting for a
   * monitor. Only the first report of an activation counts, and none after it was revoked.
   *
   * @param reason what happened, for people
   */
  void failed(String reason);
}
