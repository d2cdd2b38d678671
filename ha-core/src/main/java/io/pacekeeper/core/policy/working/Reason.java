package io.pacekeeper.core.policy.working;

import org.jspecify.annotations.Nullable;

/**
 * A Reason is one thing that added to a score.
 *
 * @param kind what sort of thing it is
 * @param detail the constraint, ticket or number that it is, as far as the kind has one
 * @param other the resource at its other end, if it has one
 * @param score how much it added
 */
public record Reason(Kind kind, String detail, @Nullable WorkingResource other, int score) {
  /** What adds to scores. */
  public enum Kind {
    /** What the score was before anything else: of the node itself, or of what happened there. */
    INITIAL,
    /** Nothing names the node, and the cluster is asymmetric. */
    UNNAMED,
    /** A location constraint; the detail is its id. */
    LOCATION,
    /** The health of the node. */
    HEALTH,
    /** It would rather stay where it is. */
    STICKINESS,
    /** It failed there too often; the detail is how often. */
    FAILCOUNT,
    /** It is locked to a node that is down; the detail is the node. */
    LOCK,
    /** It is only probed on other nodes, and so may only be there. */
    DISCOVERY,
    /** A ticket is missing; the detail is which. */
    TICKET,
    /** It goes with another, or away from it; the detail is the constraint's id. */
    WITH,
    /** Another one goes with it, and has preferences; the detail is the constraint's id. */
    WANTED_BY,
    /** It is to be stopped. */
    STOPPED,
    /** The node has too little left; the detail is of what. */
    CAPACITY,
    /** The clone as a whole cannot be there. */
    CLONE,
    /** There are as many instances as there are to be. */
    CLONE_MAX,
    /** There are as many instances on the node as there are to be on one. */
    CLONE_NODE_MAX,
    /** The node is down, in standby or the like. */
    NODE,
    /** It is not configured any more, or there are fewer instances now. */
    ORPHAN,
    /** How good a promoted instance the node would have, by the agent. */
    PROMOTION_SCORE,
    /** The agent has said nothing of how good a promoted instance the node would have. */
    NO_PROMOTION_SCORE,
    /** It is to have a role, whatever its promotion score; the detail is the role. */
    ROLE,
    /** Another instance on the node adds what it is worth. */
    INSTANCE
  }

  Reason(Kind kind, String detail, int score) {
    this(kind, detail, null, score);
  }
}
