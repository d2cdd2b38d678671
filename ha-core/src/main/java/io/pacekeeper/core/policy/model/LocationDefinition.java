package io.pacekeeper.core.policy.model;

import io.pacekeeper.core.policy.rule.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A LocationDefinition says where resources would rather be ({@code rsc_location}). */
public record LocationDefinition(
    String id,
    @Nullable String resource,
    @Nullable String pattern,
    @Nullable String node,
    @Nullable String score,
    @Nullable String role,
    @Nullable String discovery,
    List<Rule> rules,
    List<ResourceSetDefinition> sets,
    List<Rule> lifetime)
    implements ConstraintDefinition {
  public LocationDefinition {
    rules = List.copyOf(rules);
    sets = List.copyOf(sets);
    lifetime = List.copyOf(lifetime);
  }
}
