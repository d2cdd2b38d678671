package io.pacekeeper.core.document;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is so with the promotion of an instance on a node.
 *
 * @param stage where it is between unpromoted and promoted
 * @param token the token of the order that promoted it last, 0 for none
 * @param score how much it is worth being promoted, as it said itself, or null if it said nothing
 */
public record PromotionState(Stage stage, long token, @Nullable Integer score) {

  /** Where an instance is between unpromoted and promoted. */
  public enum Stage {
    /** Not promoted. */
    UNPROMOTED,
    /** A promotion was ordered, and may have begun. */
    PROMOTING,
    /** Promoted, or it was to be and something failed since. */
    PROMOTED,
    /** A demotion was ordered, and may have begun. */
    DEMOTING,
    /** An order may have promoted it, and the node has said nothing of that yet. */
    UNKNOWN;

    /** Returns whether the instance is or could be promoted. */
    public boolean isPossiblyPromoted() {
      return this != UNPROMOTED;
    }
  }

  /** Not promoted, and nothing said about it. */
  public static final PromotionState NONE = new PromotionState(Stage.UNPROMOTED, 0, null);

  public PromotionState {
    Objects.requireNonNull(stage, "stage");
  }

  /** Returns the same at another stage. */
  public PromotionState with(Stage next) {
    return new PromotionState(next, token, score);
  }
}
