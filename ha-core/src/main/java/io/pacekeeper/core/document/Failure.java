package io.pacekeeper.core.document;

import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.Operation;
import java.time.Instant;

/**
 * The last failure of a resource on a node.
 *
 * @param operation what failed
 * @param onFail what follows, as it was defined when it failed
 * @param timedOut whether it timed out, which leaves the result unknown
 * @param reason what it said
 * @param at when, by the node's wall clock
 */
public record Failure(
    Operation operation, OnFail onFail, boolean timedOut, String reason, Instant at) {
  /** Returns whether what failed so runs on once it is demoted. */
  public boolean isMendedByDemotion() {
    return onFail == OnFail.DEMOTE && operation != Operation.DEMOTE;
  }
}
