package io.pacekeeper.pacemaker;

import io.pacekeeper.core.policy.model.CloneDefinition;
import io.pacekeeper.core.policy.model.GroupDefinition;
import io.pacekeeper.core.policy.model.OperationDefinition;
import io.pacekeeper.core.policy.model.PrimitiveDefinition;
import io.pacekeeper.core.policy.model.ResourceDefinition;
import java.util.List;

/** A ResourceWriter writes resources. */
final class ResourceWriter {
  private final XmlWriter xml;
  private final AttributeWriter attributes;

  ResourceWriter(XmlWriter xml, AttributeWriter attributes) {
    this.xml = xml;
    this.attributes = attributes;
  }

  void resources(List<ResourceDefinition> resources) {
    xml.open("resources");
    resources.forEach(this::resource);
    xml.close();
  }

  private void resource(ResourceDefinition resource) {
    if (resource instanceof CloneDefinition clone) {
      start(clone.master() ? "master" : "clone", clone);
      resource(clone.child());
    } else if (resource instanceof GroupDefinition group) {
      start("group", group);
      group.members().forEach(this::resource);
    } else if (resource instanceof PrimitiveDefinition primitive) {
      start("primitive", primitive);
      operations(primitive.operations());
    }
    xml.close();
  }

  private void start(String name, ResourceDefinition resource) {
    xml.open(name);
    resource.attributes().forEach(xml::put);
    attributes.sets("meta_attributes", resource.meta());
    attributes.sets("instance_attributes", resource.parameters());
    attributes.sets("utilization", resource.utilization());
  }

  private void operations(List<OperationDefinition> operations) {
    if (operations.isEmpty()) {
      return;
    }
    xml.open("operations");
    for (OperationDefinition operation : operations) {
      xml.open("op").id(operation.id());
      operation
          .attributes()
          .forEach(
              (name, value) -> {
                if (!name.equals("id")) {
                  xml.put(name, value);
                }
              });
      attributes.sets("meta_attributes", operation.meta());
      attributes.sets("instance_attributes", operation.parameters());
      xml.close();
    }
    xml.close();
  }
}
