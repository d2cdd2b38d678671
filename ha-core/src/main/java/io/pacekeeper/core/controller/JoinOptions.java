package io.pacekeeper.core.controller;

import io.pacekeeper.core.document.FeatureSet;

/**
 * What a node can join, and what it waits for.
 *
 * @param awaitsSetup whether it makes no cluster where there is none, but waits until an
 *     administrator has set one up
 * @param oldestFeatureSet the oldest {@link FeatureSet} that it can work at
 * @param newestFeatureSet the newest that it knows
 */
public record JoinOptions(boolean awaitsSetup, int oldestFeatureSet, int newestFeatureSet) {
  /** Joins at once, and makes an open cluster where there is none. */
  public static final JoinOptions DEFAULTS = new JoinOptions(false);

  public JoinOptions {
    if (oldestFeatureSet > newestFeatureSet) {
      throw new IllegalArgumentException(
          "the oldest feature set must not be above the newest, but they are "
              + oldestFeatureSet
              + " and "
              + newestFeatureSet);
    }
  }

  /** Makes those of this version. */
  public JoinOptions(boolean awaitsSetup) {
    this(awaitsSetup, FeatureSet.OLDEST, FeatureSet.NEWEST);
  }
}
