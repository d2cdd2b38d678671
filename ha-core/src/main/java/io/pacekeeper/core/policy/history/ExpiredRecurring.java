package io.pacekeeper.core.policy.history;

import io.pacekeeper.core.policy.model.OperationRecord;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** The ExpiredRecurring are recurring operations whose failure is forgotten: they begin anew. */
public final class ExpiredRecurring {
  private final Set<OperationRecord> records = Collections.newSetFromMap(new IdentityHashMap<>());

  ExpiredRecurring() {}

  void add(OperationRecord record) {
    records.add(record);
  }

  public boolean contains(OperationRecord record) {
    return records.contains(record);
  }
}
