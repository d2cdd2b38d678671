package io.pacekeeper.core.policy.working;

/** A HealthStrategy is what the health attributes of nodes mean. */
public enum HealthStrategy {
  NONE,
  MIGRATE_ON_RED,
  ONLY_GREEN,
  PROGRESSIVE,
  CUSTOM
}
