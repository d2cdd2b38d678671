package io.pacekeeper.cli;

import io.pacekeeper.api.Explanation;
import io.pacekeeper.api.HaException;
import io.pacekeeper.core.policy.explain.CibExplainer;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.rule.RuleTime;
import io.pacekeeper.core.policy.simulate.Change;
import io.pacekeeper.core.policy.simulate.WhatIf;
import java.time.ZoneId;
import java.util.List;

/** {@code pk simulate --explain}: why one resource of a cluster in a file would be where. */
final class SimulateExplain {
  private SimulateExplain() {}

  /**
   * Explains a resource.
   *
   * @param file where it was read
   * @param what the resource, or the resource and a node with an @ between them
   */
  static String of(
      String file, PolicyInput input, List<Change> changes, String what, boolean json) {
    int at = what.indexOf('@');
    String resource = at < 0 ? what : what.substring(0, at);
    String node = at < 0 ? null : what.substring(at + 1);
    long clock = System.currentTimeMillis() / 1000;
    Long recorded = input.header().executionDate();
    RuleTime time = new RuleTime(recorded == null ? clock : recorded, ZoneId.systemDefault());
    try {
      PolicyInput changed = WhatIf.of(input, changes, clock).input();
      Explanation explanation = Explained.on(CibExplainer.explain(changed, resource, time), node);
      return json ? Explained.json(explanation) + "\n" : explanation.toText();
    } catch (IllegalArgumentException | HaException e) {
      throw new HaException(file + ": " + e.getMessage(), e);
    }
  }
}
