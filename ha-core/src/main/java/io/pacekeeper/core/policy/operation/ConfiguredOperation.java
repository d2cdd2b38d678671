package io.pacekeeper.core.policy.operation;

import io.pacekeeper.core.policy.model.OperationDefinition;
import io.pacekeeper.core.policy.rule.Words;
import io.pacekeeper.core.policy.working.Role;

/**
 * A ConfiguredOperation is an operation of a primitive as it is configured, its words read.
 *
 * @param interval in milliseconds
 * @param role in which role it is done; UNKNOWN: nothing is said
 */
public record ConfiguredOperation(
    String name, long interval, boolean enabled, Role role, OperationDefinition definition) {
  static ConfiguredOperation of(OperationDefinition definition) {
    return new ConfiguredOperation(
        definition.name(),
        Words.interval(definition.attributes().get("interval")),
        Words.truth(definition.attributes().get("enabled"), true),
        Role.of(definition.attributes().get("role")),
        definition);
  }
}
