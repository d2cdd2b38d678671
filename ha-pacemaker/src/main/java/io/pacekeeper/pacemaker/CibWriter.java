package io.pacekeeper.pacemaker;

import io.pacekeeper.core.policy.model.AttributeSet;
import io.pacekeeper.core.policy.model.ClusterHeader;
import io.pacekeeper.core.policy.model.NodeDefinition;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.model.Tag;
import java.util.List;

/**
 * A CibWriter writes the input of the policy engine as a cluster information base in Pacemaker's
 * XML. Whoever reads it has the same input again. What a template has is written in it if several
 * resources are made from it, and else in the resource; of one that nothing is made from, only the
 * name is known, and an agent is made up.
 */
public final class CibWriter {
  private static final String SCHEMA = "pacemaker-3.9";

  /** Makes a writer. */
  public CibWriter() {}

  /** Returns a cluster as XML. */
  public String write(PolicyInput input) {
    XmlWriter xml = new XmlWriter();
    AttributeWriter attributes = new AttributeWriter(xml);
    header(xml, input.header());
    xml.open("configuration");
    xml.open("crm_config");
    attributes.sets("cluster_property_set", input.options());
    xml.close();
    nodes(xml, attributes, input.nodes());
    new ResourceWriter(xml, attributes, Templates.of(input)).resources(input.resources());
    new ConstraintWriter(xml, attributes).constraints(input.constraints());
    defaults(
        xml,
        attributes,
        "rsc_defaults",
        input.resourceDefaults(),
        input.resourceParameterDefaults());
    defaults(xml, attributes, "op_defaults", input.operationDefaults(), List.of());
    tags(xml, input.tags());
    xml.close();
    // A node names only what it has itself.
    new StatusWriter(xml, () -> new AttributeWriter(xml)).status(input.tickets(), input.status());
    return xml.close().toString();
  }

  private static void header(XmlWriter xml, ClusterHeader header) {
    xml.open("cib")
        .put("crm_feature_set", header.featureSet())
        .put("validate-with", SCHEMA)
        .put("admin_epoch", 0)
        .put("epoch", 0)
        .put("num_updates", 0)
        .put("have-quorum", header.haveQuorum() ? 1 : 0)
        .put("no-quorum-panic", header.noQuorumPanic() ? 1 : null)
        .put("dc-uuid", header.dcId())
        .put("execution-date", header.executionDate());
  }

  private static void nodes(XmlWriter xml, AttributeWriter attributes, List<NodeDefinition> nodes) {
    xml.open("nodes");
    for (NodeDefinition node : nodes) {
      xml.open("node")
          .put("id", node.id())
          .put("uname", node.name())
          .put("type", node.type())
          .put("score", node.score());
      attributes.sets("instance_attributes", node.attributes());
      attributes.sets("utilization", node.utilization());
      xml.close();
    }
    xml.close();
  }

  private static void defaults(
      XmlWriter xml,
      AttributeWriter attributes,
      String name,
      List<AttributeSet> meta,
      List<AttributeSet> parameters) {
    if (!meta.isEmpty() || !parameters.isEmpty()) {
      xml.open(name);
      attributes.sets("meta_attributes", meta);
      attributes.sets("instance_attributes", parameters);
      xml.close();
    }
  }

  private static void tags(XmlWriter xml, List<Tag> tags) {
    if (tags.stream().allMatch(Tag::template)) {
      return;
    }
    xml.open("tags");
    for (Tag tag : tags) {
      if (!tag.template()) {
        xml.open("tag").put("id", tag.id());
        tag.members().forEach(member -> xml.open("obj_ref").put("id", member).close());
        xml.close();
      }
    }
    xml.close();
  }
}
