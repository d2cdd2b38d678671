package io.pacekeeper.core.policy.unpack;

import io.pacekeeper.core.policy.model.AttributeSets;
import io.pacekeeper.core.policy.model.NodeDefinition;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.rule.RuleContext;
import io.pacekeeper.core.policy.rule.Words;
import io.pacekeeper.core.policy.working.ClusterOptions;
import io.pacekeeper.core.policy.working.WorkingNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the nodes that are configured. */
final class Nodes {
  private Nodes() {}

  static List<WorkingNode> create(PolicyInput input, ClusterOptions options, RuleContext context) {
    List<NodeDefinition> definitions = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (NodeDefinition definition : input.nodes()) {
      if (ids.add(definition.id())) {
        definitions.add(definition);
      }
    }
    definitions.sort((one, other) -> NodeNames.compare(one.name(), other.name()));
    List<WorkingNode> nodes = new ArrayList<>(definitions.size());
    for (NodeDefinition definition : definitions) {
      nodes.add(create(nodes.size(), definition, input, options, context));
    }
    return nodes;
  }

  private static WorkingNode create(
      int index,
      NodeDefinition definition,
      PolicyInput input,
      ClusterOptions options,
      RuleContext context) {
    boolean member = definition.type() == null || definition.type().equalsIgnoreCase("member");
    WorkingNode node =
        new WorkingNode(index, definition, member, options.score(definition.score()));
    node.setDc(definition.id().equalsIgnoreCase(input.header().dcId()));
    node.setUnclean(options.startupFencing());
    if (member) {
      node.attributes().put("#kind", "cluster");
    }
    builtIn(node, options);
    AttributeSets.merge(definition.attributes(), null, context, false, node.attributes());
    nameSite(node, options);
    Map<String, String> capacity = new HashMap<>();
    AttributeSets.merge(definition.utilization(), null, context, false, capacity);
    capacity.forEach((name, value) -> node.utilization().put(name, Words.integer(value, 0)));
    return node;
  }

  /** Sets the attributes that every node has. */
  static void builtIn(WorkingNode node, ClusterOptions options) {
    Map<String, String> attributes = node.attributes();
    attributes.put("#uname", node.name());
    attributes.put("#id", node.id());
    attributes.put("#is_dc", Boolean.toString(node.dc()));
    if (options.clusterName() != null) {
      attributes.put("#cluster-name", options.clusterName());
    }
  }

  /** Sets the site, unless it is known already. */
  static void nameSite(WorkingNode node, ClusterOptions options) {
    Map<String, String> attributes = node.attributes();
    String site = attributes.getOrDefault("site-name", options.clusterName());
    if (site != null) {
      attributes.putIfAbsent("#site-name", site);
    }
  }
}
