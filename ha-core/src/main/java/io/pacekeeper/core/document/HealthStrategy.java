package io.pacekeeper.core.document;

/** What the health of nodes means ({@code node-health-strategy}), with Pacemaker's meanings. */
public enum HealthStrategy {
  /** Nothing. */
  NONE,
  /** Nothing runs on a node that is red. */
  MIGRATE_ON_RED,
  /** Nothing runs on a node that is not green. */
  ONLY_GREEN,
  /** Each attribute adds the score of its color to a node's base. */
  PROGRESSIVE,
  /** Each attribute adds the score of its color. */
  CUSTOM
}
