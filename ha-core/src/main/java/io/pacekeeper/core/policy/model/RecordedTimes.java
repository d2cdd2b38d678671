package io.pacekeeper.core.policy.model;

import org.jspecify.annotations.Nullable;

/**
 * The RecordedTimes are when an operation was run, and for how long. Nothing is decided by them.
 *
 * @param lastRun when it was last run, in seconds since the epoch; null: it was not written
 * @param executed how long it ran, in milliseconds
 * @param queued how long it had to wait before, in milliseconds
 */
public record RecordedTimes(
    @Nullable Long lastRun, @Nullable Long executed, @Nullable Long queued) {
  /** The times of an operation for which none were recorded. */
  public static final RecordedTimes NONE = new RecordedTimes(null, null, null);
}
