package io.pacekeeper.core.policy.operation;

import io.pacekeeper.core.policy.model.AttributeSet;
import io.pacekeeper.core.policy.model.AttributeSets;
import io.pacekeeper.core.policy.rule.Rule;
import io.pacekeeper.core.policy.rule.RuleContext;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Parameters are what the agents of resources are given; by rules that may depend on the node.
 */
public final class Parameters {
  private final WorkingSet working;
  private final IdentityHashMap<WorkingResource, Map<String, String>> everywhere =
      new IdentityHashMap<>();
  private final IdentityHashMap<WorkingResource, Boolean> conditional = new IdentityHashMap<>();

  /** Makes the parameters of a working set's resources. */
  public Parameters(WorkingSet working) {
    this.working = working;
  }

  /** Returns the parameters of a resource on a node; without one, those that need none. */
  public Map<String, String> of(WorkingResource resource, @Nullable WorkingNode node) {
    if (node == null || !conditional(resource)) {
      Map<String, String> known = everywhere.get(resource);
      if (known == null) {
        known = evaluate(resource, null);
        everywhere.put(resource, known);
      }
      return known;
    }
    return evaluate(resource, node);
  }

  private boolean conditional(WorkingResource resource) {
    Boolean known = conditional.get(resource);
    if (known == null) {
      known = AttributeSets.conditional(working.input().resourceParameterDefaults());
      for (WorkingResource next = resource; next != null; next = next.parent()) {
        known |= AttributeSets.conditional(next.definition().parameters());
      }
      conditional.put(resource, known);
    }
    return known;
  }

  private Map<String, String> evaluate(WorkingResource resource, @Nullable WorkingNode node) {
    RuleContext context =
        RuleContext.timeOnly(working.time(), working::recheckBy)
            .withNode(node == null ? null : node.attributes());
    Map<String, String> parameters = new HashMap<>();
    for (WorkingResource next = resource; next != null; next = next.parent()) {
      merge(next.definition().parameters(), context, parameters);
    }
    merge(working.input().resourceParameterDefaults(), context, parameters);
    return parameters;
  }

  private static void merge(
      List<AttributeSet> sets, RuleContext context, Map<String, String> parameters) {
    AttributeSets.merge(sets, null, context, false, parameters);
  }

  /**
   * Returns whether the rule of a location constraint holds on a node.
   *
   * @param matches the parts of the resource's id that the constraint's pattern matched
   */
  public boolean holds(
      Rule rule, WorkingNode node, WorkingResource resource, @Nullable List<String> matches) {
    return RuleContext.timeOnly(working.time(), working::recheckBy)
        .withNode(node.attributes())
        .forLocation(new RuleContext.Values(of(resource, node), resource.meta()), matches)
        .holds(rule);
  }
}
