package io.pacekeeper.core.policy.simulate;

import io.pacekeeper.core.policy.model.OperationRecord;
import io.pacekeeper.core.policy.model.RecordedDigests;
import org.jspecify.annotations.Nullable;

/** Makes the records that operations leave in a simulated status. */
final class Traces {
  /** No transition of a living cluster: what it says about this one is always the newest. */
  private static final String NO_TRANSITION = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

  private Traces() {}

  /**
   * Makes the record of an operation that was executed.
   *
   * @param result what the agent returned
   * @param expected what it was expected to return
   */
  static OperationRecord of(
      String id,
      String key,
      String task,
      long interval,
      int callId,
      int result,
      int expected,
      long clock,
      @Nullable String featureSet) {
    String transitionKey = callId + ":-1:" + expected + ':' + NO_TRANSITION;
    return new OperationRecord(
        id,
        key,
        task,
        interval,
        callId,
        result,
        0,
        transitionKey,
        "0:" + result + ';' + transitionKey,
        clock,
        null,
        null,
        null,
        null,
        featureSet,
        RecordedDigests.NONE);
  }

  /** Returns the same record of an operation that is half of a live migration. */
  static OperationRecord ofMigration(
      OperationRecord record, @Nullable String source, @Nullable String target) {
    return new OperationRecord(
        record.id(),
        record.key(),
        record.task(),
        record.interval(),
        record.callId(),
        record.returnCode(),
        record.status(),
        record.transitionKey(),
        record.transitionMagic(),
        record.lastChange(),
        source,
        target,
        record.onNode(),
        record.exitReason(),
        record.featureSet(),
        record.digests());
  }
}
