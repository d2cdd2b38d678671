package io.pacekeeper.core.policy.resource;

import io.pacekeeper.core.policy.model.AttributeSet;
import io.pacekeeper.core.policy.model.CloneDefinition;
import io.pacekeeper.core.policy.model.GroupDefinition;
import io.pacekeeper.core.policy.model.OperationDefinition;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.model.PrimitiveDefinition;
import io.pacekeeper.core.policy.model.ResourceDefinition;
import java.util.List;

/** Whether anything in a cluster asks for nodes to be unfenced, by what is written alone. */
final class Unfencing {
  private Unfencing() {}

  static boolean asked(PolicyInput input) {
    return asked(input.resourceDefaults()) || input.resources().stream().anyMatch(Unfencing::asked);
  }

  private static boolean asked(ResourceDefinition definition) {
    if (asked(definition.meta())) {
      return true;
    }
    if (definition instanceof CloneDefinition clone) {
      return asked(clone.child());
    }
    if (definition instanceof GroupDefinition group) {
      return group.members().stream().anyMatch(Unfencing::asked);
    }
    for (OperationDefinition operation : ((PrimitiveDefinition) definition).operations()) {
      if (asked(operation.meta())) {
        return true;
      }
    }
    return false;
  }

  private static boolean asked(List<AttributeSet> sets) {
    for (AttributeSet set : sets) {
      if (set.attributes().stream()
          .anyMatch(
              attribute ->
                  (attribute.name().equals("provides") || attribute.name().equals("requires"))
                      && attribute.value().equals("unfencing"))) {
        return true;
      }
    }
    return false;
  }
}
