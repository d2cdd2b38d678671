package io.pacekeeper.core.policy.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A GroupDefinition is a list of primitives that are kept together and started in order. */
public record GroupDefinition(
    String id,
    Map<String, String> attributes,
    List<AttributeSet> meta,
    List<AttributeSet> parameters,
    List<AttributeSet> utilization,
    List<PrimitiveDefinition> members)
    implements ResourceDefinition {
  public GroupDefinition {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    meta = List.copyOf(meta);
    parameters = List.copyOf(parameters);
    utilization = List.copyOf(utilization);
    members = List.copyOf(members);
  }
}
