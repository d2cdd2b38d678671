package io.pacekeeper.api;

import org.jspecify.annotations.Nullable;

/**
 * How a resource is cloned: active on several nodes at once, an instance on each.
 *
 * <p>The instances of an anonymous clone are all alike, and a node has one at the most. Those of a
 * globally unique one are numbered from 0, each of them may be active once, and a node may have
 * several.
 *
 * @param max how many instances in the cluster; 0 for one on every node
 * @param nodeMax how many instances on one node
 * @param min how many have to be active before what is ordered after the clone begins
 * @param interleave whether what is ordered after the clone, and is itself a clone, waits for the
 *     instance on its own node alone
 * @param ordered whether the instances start one after the other
 * @param globallyUnique whether the instances are told apart
 * @param promotion how many instances are promoted, or null if none can be
 */
public record ClonePolicy(
    int max,
    int nodeMax,
    int min,
    boolean interleave,
    boolean ordered,
    boolean globallyUnique,
    @Nullable PromotionPolicy promotion) {
  /** An instance on every node, all alike. */
  public static final ClonePolicy DEFAULTS = new ClonePolicy(0, 1, 0, false, false, false, null);

  public ClonePolicy {
    if (max < 0) {
      throw new IllegalArgumentException(
          "clone-max must be 0 (one on every node) or more, but it is " + max);
    }
    if (nodeMax < 1) {
      throw new IllegalArgumentException("clone-node-max must be 1 or more, but it is " + nodeMax);
    }
    if (nodeMax > 1 && !globallyUnique) {
      throw new IllegalArgumentException(
          "clone-node-max is "
              + nodeMax
              + ", but several instances on a node have to be told apart: make the clone globally"
              + " unique");
    }
    if (min < 0) {
      throw new IllegalArgumentException("clone-min must be 0 or more, but it is " + min);
    }
  }

  /** Returns whether instances can be promoted. */
  public boolean isPromotable() {
    return promotion != null;
  }

  /** Collects what is to differ from {@link #DEFAULTS}. */
  public static final class Builder {
    private int max;
    private int nodeMax = 1;
    private int min;
    private boolean interleave;
    private boolean ordered;
    private boolean globallyUnique;
    private int promotedMax = 1;
    private int promotedNodeMax = 1;
    private OperationDefinition promote = PromotionPolicy.DEFAULT_OPERATION;
    private OperationDefinition demote = PromotionPolicy.DEFAULT_OPERATION;

    Builder() {}

    /** Sets how many instances there are. Default 0: one on every node. */
    public Builder max(int value) {
      max = value;
      return this;
    }

    /** Sets how many instances one node may have. Default 1. */
    public Builder nodeMax(int value) {
      nodeMax = value;
      return this;
    }

    /** Sets how many are to be active before what is ordered after the clone begins. Default 0. */
    public Builder min(int value) {
      min = value;
      return this;
    }

    /** Has clones that are ordered after this one wait for the instance on their own node alone. */
    public Builder interleave(boolean value) {
      interleave = value;
      return this;
    }

    /** Sets whether the instances start one after the other. Default false. */
    public Builder ordered(boolean value) {
      ordered = value;
      return this;
    }

    /** Sets whether the instances are told apart, each active once. Default false. */
    public Builder globallyUnique(boolean value) {
      globallyUnique = value;
      return this;
    }

    /** Sets how many instances of a promotable clone are promoted. Default 1. */
    public Builder promotedMax(int value) {
      promotedMax = value;
      return this;
    }

    /** Sets how many instances of a promotable clone one node may have promoted. Default 1. */
    public Builder promotedNodeMax(int value) {
      promotedNodeMax = value;
      return this;
    }

    /** Sets the limits of a promotion. Default 20 s, restart. */
    public Builder promote(OperationDefinition value) {
      promote = value;
      return this;
    }

    /** Sets the limits of a demotion. Default 20 s, restart. */
    public Builder demote(OperationDefinition value) {
      demote = value;
      return this;
    }

    ClonePolicy build(boolean promotable) {
      return new ClonePolicy(
          max,
          nodeMax,
          min,
          interleave,
          ordered,
          globallyUnique,
          promotable ? new PromotionPolicy(promotedMax, promotedNodeMax, promote, demote) : null);
    }
  }
}
