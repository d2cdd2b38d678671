package io.pacekeeper.core.policy.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ResourceHistory is what a node remembers of one resource: its last operations, in the order in
 * which they were written.
 *
 * @param container the resource inside which it runs, if any
 * @param shutdownLock since when (seconds since the epoch) it is locked to the node; 0: it is not
 */
public record ResourceHistory(
    String id,
    @Nullable String standard,
    @Nullable String provider,
    @Nullable String type,
    @Nullable String container,
    long shutdownLock,
    List<OperationRecord> operations) {
  public ResourceHistory {
    operations = List.copyOf(operations);
  }
}
