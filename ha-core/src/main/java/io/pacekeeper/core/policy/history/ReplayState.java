package io.pacekeeper.core.policy.history;

import io.pacekeeper.core.policy.model.OperationRecord;
import io.pacekeeper.core.policy.working.OnFail;
import org.jspecify.annotations.Nullable;

/** What is carried from one record of a resource on a node to the next. */
final class ReplayState {
  OnFail onFail = OnFail.IGNORE;
  @Nullable OperationRecord lastFailure;
}
