package io.pacekeeper.core.policy.model;

import io.pacekeeper.core.policy.rule.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A ColocationDefinition says which resources are to be together ({@code rsc_colocation}). */
public record ColocationDefinition(
    String id,
    @Nullable String resource,
    @Nullable String withResource,
    @Nullable String score,
    @Nullable String role,
    @Nullable String withRole,
    @Nullable String nodeAttribute,
    @Nullable String influence,
    @Nullable String instance,
    @Nullable String withInstance,
    List<ResourceSetDefinition> sets,
    List<Rule> lifetime)
    implements ConstraintDefinition {
  public ColocationDefinition {
    sets = List.copyOf(sets);
    lifetime = List.copyOf(lifetime);
  }
}
