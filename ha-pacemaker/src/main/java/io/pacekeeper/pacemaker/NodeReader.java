package io.pacekeeper.pacemaker;

import io.pacekeeper.core.policy.model.NodeDefinition;
import java.util.ArrayList;
import java.util.List;

/** A NodeReader reads the nodes that are configured. */
final class NodeReader {
  private final CibLimits limits;
  private final AttributeReader attributes;

  NodeReader(CibLimits limits, AttributeReader attributes) {
    this.limits = limits;
    this.attributes = attributes;
  }

  List<NodeDefinition> nodes(Element section) throws InvalidCibException {
    List<NodeDefinition> nodes = new ArrayList<>();
    for (Element element : section.children()) {
      if (!element.name().equals("node")) {
        Refusals.unknown(limits, element, "nodes");
        continue;
      }
      String id = element.get("id");
      if (id == null) {
        continue;
      }
      if ("remote".equalsIgnoreCase(element.get("type"))) {
        throw Refusals.outOfScope("remote node", element.get("uname", id));
      }
      nodes.add(
          new NodeDefinition(
              id,
              element.get("uname", id),
              element.get("type"),
              element.get("score"),
              attributes.sets(element, "instance_attributes"),
              attributes.sets(element, "utilization")));
    }
    return nodes;
  }
}
