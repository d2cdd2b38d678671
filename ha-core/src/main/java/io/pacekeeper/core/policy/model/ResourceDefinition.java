package io.pacekeeper.core.policy.model;

import java.util.List;
import java.util.Map;

/** A ResourceDefinition is a resource as it is configured. */
public sealed interface ResourceDefinition
    permits PrimitiveDefinition, GroupDefinition, CloneDefinition {
  String id();

  /** Returns the attributes of the resource itself: they win over every meta attribute. */
  Map<String, String> attributes();

  List<AttributeSet> meta();

  List<AttributeSet> parameters();

  List<AttributeSet> utilization();
}
