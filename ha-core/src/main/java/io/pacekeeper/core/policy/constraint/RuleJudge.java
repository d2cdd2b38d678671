package io.pacekeeper.core.policy.constraint;

import io.pacekeeper.core.policy.rule.Rule;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingResource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A RuleJudge says which rules of constraints hold. */
public interface RuleJudge {
  /**
   * Returns whether a rule holds for a resource on a node.
   *
   * @param matches the parts of the resource's id that a pattern matched; null: there is no pattern
   */
  boolean holds(
      Rule rule, WorkingNode node, WorkingResource resource, @Nullable List<String> matches);

  /** Returns whether a constraint with this lifetime counts now; without rules it always does. */
  boolean inForce(List<Rule> lifetime);
}
