package io.pacekeeper.core.policy.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A PrimitiveDefinition is a resource that one agent runs. What it has of a template is merged in.
 *
 * @param standard the standard that the agent follows ({@code class})
 */
public record PrimitiveDefinition(
    String id,
    String standard,
    @Nullable String provider,
    String type,
    Map<String, String> attributes,
    List<AttributeSet> meta,
    List<AttributeSet> parameters,
    List<AttributeSet> utilization,
    List<OperationDefinition> operations)
    implements ResourceDefinition {
  public PrimitiveDefinition {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    meta = List.copyOf(meta);
    parameters = List.copyOf(parameters);
    utilization = List.copyOf(utilization);
    operations = List.copyOf(operations);
  }
}
