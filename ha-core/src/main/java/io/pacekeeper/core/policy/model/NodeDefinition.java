package io.pacekeeper.core.policy.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A NodeDefinition is a node as it is configured. */
public record NodeDefinition(
    String id,
    String name,
    @Nullable String type,
    @Nullable String score,
    List<AttributeSet> attributes,
    List<AttributeSet> utilization) {
  public NodeDefinition {
    attributes = List.copyOf(attributes);
    utilization = List.copyOf(utilization);
  }
}
