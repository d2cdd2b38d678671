package io.pacekeeper.core.policy.model;

import org.jspecify.annotations.Nullable;

/**
 * The RecordedDigests are what an operation was run with, in short.
 *
 * @param all of all parameters
 * @param restart of the parameters whose change needs a restart
 * @param secure of the parameters that are not private
 * @param forceRestart the names of the parameters whose change needs a restart
 * @param secureParameters the names of the private parameters
 */
public record RecordedDigests(
    @Nullable String all,
    @Nullable String restart,
    @Nullable String secure,
    @Nullable String forceRestart,
    @Nullable String secureParameters) {
  /** The digests of an operation for which none were recorded. */
  public static final RecordedDigests NONE = new RecordedDigests(null, null, null, null, null);
}
