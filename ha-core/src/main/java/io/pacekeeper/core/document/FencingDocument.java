package io.pacekeeper.core.document;

import java.time.Instant;
import java.util.List;

/**
 * Which incarnations of a node were confirmed dead: a bounded history, newest last.
 *
 * @param confirmations at most {@link #LIMIT} of them
 */
public record FencingDocument(List<Confirmation> confirmations) implements Document {
  /** How many confirmations are kept. */
  public static final int LIMIT = 20;

  /** How an incarnation was confirmed dead. */
  public enum Means {
    /** Its companion saw its process gone. */
    COMPANION,
    /** Its lease ended and was revoked. */
    LEASE,
    /** A fencing device switched its host off. */
    DEVICE,
    /** An administrator said so. */
    HAND
  }

  /**
   * One confirmation.
   *
   * @param incarnation who is dead
   * @param means how that is known
   * @param by who says so
   * @param at when, by the wall clock of whoever says so
   */
  public record Confirmation(String incarnation, Means means, String by, Instant at) {}

  public FencingDocument {
    confirmations =
        List.copyOf(
            confirmations.subList(Math.max(0, confirmations.size() - LIMIT), confirmations.size()));
  }
}
