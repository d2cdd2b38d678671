package io.pacekeeper.core.cib;

import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.document.Failure;
import io.pacekeeper.core.document.ResourceState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When the failures of a resource on a node are forgotten: {@code failure-timeout} after the last
 * of them. A failure that blocks the resource is never forgotten by time alone, as in Pacemaker.
 */
public final class FailureTimeout {
  private FailureTimeout() {}

  /** Returns from when on the failures of this state do not count any more, or null for never. */
  public static @Nullable Instant expiry(ResourceDefinition definition, ResourceState state) {
    Failure failure = state.failure();
    if (failure == null
        || definition.failureTimeout().isZero()
        || failure.onFail() == OnFail.BLOCK) {
      return null;
    }
    return failure.at().plus(definition.failureTimeout());
  }

  /** Returns whether the failures of this state do not count any more. */
  public static boolean isExpired(ResourceDefinition definition, ResourceState state, Instant now) {
    Instant expiry = expiry(definition, state);
    return expiry != null && !now.isBefore(expiry);
  }
}
