package io.pacekeeper.core.policy.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A CloneDefinition is a primitive or a group that is to have several instances.
 *
 * @param master whether it was written as {@code master}, the old word for a promotable clone
 */
public record CloneDefinition(
    String id,
    boolean master,
    Map<String, String> attributes,
    List<AttributeSet> meta,
    List<AttributeSet> parameters,
    List<AttributeSet> utilization,
    ResourceDefinition child)
    implements ResourceDefinition {
  public CloneDefinition {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    meta = List.copyOf(meta);
    parameters = List.copyOf(parameters);
    utilization = List.copyOf(utilization);
  }
}
