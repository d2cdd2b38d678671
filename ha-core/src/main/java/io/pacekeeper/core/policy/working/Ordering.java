package io.pacekeeper.core.policy.working;

import org.jspecify.annotations.Nullable;

/**
 * An Ordering says that one action comes before another, before it is known which actions there
 * will be: each end is an action, or the key of actions of a resource.
 */
public final class Ordering {
  private final @Nullable WorkingResource firstResource;
  private final @Nullable String firstKey;
  private final @Nullable Action firstAction;
  private final @Nullable WorkingResource thenResource;
  private final @Nullable String thenKey;
  private final @Nullable Action thenAction;
  private int flags;

  Ordering(
      @Nullable WorkingResource firstResource,
      @Nullable String firstKey,
      @Nullable Action firstAction,
      @Nullable WorkingResource thenResource,
      @Nullable String thenKey,
      @Nullable Action thenAction,
      int flags) {
    this.firstResource = firstResource;
    this.firstKey = firstKey;
    this.firstAction = firstAction;
    this.thenResource = thenResource;
    this.thenKey = thenKey;
    this.thenAction = thenAction;
    this.flags = flags;
  }

  public @Nullable WorkingResource firstResource() {
    return firstResource;
  }

  public @Nullable String firstKey() {
    return firstKey;
  }

  public @Nullable Action firstAction() {
    return firstAction;
  }

  public @Nullable WorkingResource thenResource() {
    return thenResource;
  }

  public @Nullable String thenKey() {
    return thenKey;
  }

  public @Nullable Action thenAction() {
    return thenAction;
  }

  /** Returns the kinds: bits of {@link OrderingFlags}. */
  public int flags() {
    return flags;
  }

  public void setFlags(int value) {
    flags = value;
  }
}
