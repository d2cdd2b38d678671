package io.pacekeeper.core.policy.history;

import io.pacekeeper.core.policy.working.FailedProbe;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.HashSet;
import java.util.Set;

/**
 * The FailureList is what people are told of failures: each once, and none of a node that is away.
 */
final class FailureList {
  private final WorkingSet working;
  private final Set<String> known = new HashSet<>();

  FailureList(WorkingSet working) {
    this.working = working;
  }

  void add(Replayed op) {
    String key = op.record().key();
    if (!op.node().online() || !known.add(op.node().index() + " " + key)) {
      return;
    }
    String node = op.record().onNode();
    if (op.maskableProbeFailure() && node != null) {
      working.failedProbes().add(new FailedProbe(withoutTask(key), node, op.record().returnCode()));
    }
  }

  private static String withoutTask(String key) {
    int interval = key.lastIndexOf('_');
    int task = interval <= 0 ? -1 : key.lastIndexOf('_', interval - 1);
    return task <= 0 ? key : key.substring(0, task);
  }
}
