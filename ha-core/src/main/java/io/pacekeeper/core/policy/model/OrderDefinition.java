package io.pacekeeper.core.policy.model;

import io.pacekeeper.core.policy.rule.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An OrderDefinition says what comes before what ({@code rsc_order}). */
public record OrderDefinition(
    String id,
    @Nullable String first,
    @Nullable String then,
    @Nullable String firstAction,
    @Nullable String thenAction,
    @Nullable String firstInstance,
    @Nullable String thenInstance,
    @Nullable String kind,
    @Nullable String score,
    @Nullable String symmetrical,
    @Nullable String requireAll,
    List<ResourceSetDefinition> sets,
    List<Rule> lifetime)
    implements ConstraintDefinition {
  public OrderDefinition {
    sets = List.copyOf(sets);
    lifetime = List.copyOf(lifetime);
  }
}
