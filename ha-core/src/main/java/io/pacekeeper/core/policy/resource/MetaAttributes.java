package io.pacekeeper.core.policy.resource;

import io.pacekeeper.core.policy.model.AttributeSets;
import io.pacekeeper.core.policy.model.PrimitiveDefinition;
import io.pacekeeper.core.policy.model.ResourceDefinition;
import io.pacekeeper.core.policy.rule.RuleContext;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The MetaAttributes are how the meta attributes of a resource come from its own and others' sets.
 */
final class MetaAttributes {
  private static final RuleContext.Agent NONE = new RuleContext.Agent(null, null, null);

  private final WorkingSet working;

  MetaAttributes(WorkingSet working) {
    this.working = working;
  }

  Map<String, String> of(ResourceDefinition definition, @Nullable WorkingResource parent) {
    RuleContext context =
        RuleContext.timeOnly(working.time(), working::recheckBy).withAgent(agent(definition));
    Map<String, String> meta = new HashMap<>(definition.attributes());
    AttributeSets.merge(definition.meta(), null, context, false, meta);
    if (parent != null) {
      Map<String, String> inherited = new HashMap<>();
      for (WorkingResource next = parent; next != null; next = next.parent()) {
        AttributeSets.merge(next.definition().meta(), null, context, false, inherited);
      }
      inherited.forEach(meta::putIfAbsent);
    }
    AttributeSets.merge(working.input().resourceDefaults(), null, context, false, meta);
    if (parent != null) {
      parent.meta().forEach(meta::putIfAbsent);
    }
    return meta;
  }

  private static RuleContext.Agent agent(ResourceDefinition definition) {
    return definition instanceof PrimitiveDefinition primitive
        ? new RuleContext.Agent(primitive.standard(), primitive.provider(), primitive.type())
        : NONE;
  }
}
