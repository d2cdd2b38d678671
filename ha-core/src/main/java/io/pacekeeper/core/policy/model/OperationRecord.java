package io.pacekeeper.core.policy.model;

import org.jspecify.annotations.Nullable;

/**
 * An OperationRecord is one operation that a node remembers ({@code lrm_rsc_op}).
 *
 * @param key the name of the operation with its resource and interval
 * @param task what was done: start, monitor...
 * @param interval in milliseconds
 * @param callId counts the operations of a node; null: it was not written
 * @param returnCode what the agent returned
 * @param status how the execution ended; null: it was not written, and the record says nothing
 * @param lastChange when the result last changed, in seconds since the epoch; -1: it was not
 *     written
 * @param digests what the parameters were, in short
 * @param times when it was run
 */
public record OperationRecord(
    String id,
    String key,
    String task,
    long interval,
    @Nullable Integer callId,
    int returnCode,
    @Nullable Integer status,
    @Nullable String transitionKey,
    @Nullable String transitionMagic,
    long lastChange,
    @Nullable String migrateSource,
    @Nullable String migrateTarget,
    @Nullable String onNode,
    @Nullable String exitReason,
    @Nullable String featureSet,
    RecordedDigests digests,
    RecordedTimes times) {
  /** Makes a record that does not say when the operation was run. */
  public OperationRecord(
      String id,
      String key,
      String task,
      long interval,
      @Nullable Integer callId,
      int returnCode,
      @Nullable Integer status,
      @Nullable String transitionKey,
      @Nullable String transitionMagic,
      long lastChange,
      @Nullable String migrateSource,
      @Nullable String migrateTarget,
      @Nullable String onNode,
      @Nullable String exitReason,
      @Nullable String featureSet,
      RecordedDigests digests) {
    this(
        id,
        key,
        task,
        interval,
        callId,
        returnCode,
        status,
        transitionKey,
        transitionMagic,
        lastChange,
        migrateSource,
        migrateTarget,
        onNode,
        exitReason,
        featureSet,
        digests,
        RecordedTimes.NONE);
  }
}
