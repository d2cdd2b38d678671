package io.pacekeeper.core.policy.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An OperationDefinition is what a resource says of one of its operations.
 *
 * @param attributes the attributes of the operation itself: name, interval, timeout, role...
 */
public record OperationDefinition(
    String id,
    Map<String, String> attributes,
    List<AttributeSet> meta,
    List<AttributeSet> parameters) {
  public OperationDefinition {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    meta = List.copyOf(meta);
    parameters = List.copyOf(parameters);
  }

  /** Returns the name of the operation, or nothing (an empty text) if it has none. */
  public String name() {
    return attributes.getOrDefault("name", "");
  }
}
