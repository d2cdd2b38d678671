package io.pacekeeper.pacemaker;

import io.pacekeeper.core.policy.model.CloneDefinition;
import io.pacekeeper.core.policy.model.GroupDefinition;
import io.pacekeeper.core.policy.model.OperationDefinition;
import io.pacekeeper.core.policy.model.PrimitiveDefinition;
import io.pacekeeper.core.policy.model.ResourceDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A ResourceWriter writes resources and templates. */
final class ResourceWriter {
  private final XmlWriter xml;
  private final AttributeWriter attributes;
  private final Templates templates;

  /** The lists of operations that were written, by the id under which they can be named. */
  private final Map<List<OperationDefinition>, String> written = new HashMap<>();

  ResourceWriter(XmlWriter xml, AttributeWriter attributes, Templates templates) {
    this.xml = xml;
    this.attributes = attributes;
    this.templates = templates;
  }

  void resources(List<ResourceDefinition> resources) {
    xml.open("resources");
    for (PrimitiveDefinition template : templates.all()) {
      start("template", template);
      operations(template.id(), template.operations());
      xml.close();
    }
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
      PrimitiveDefinition own = templates.own(primitive);
      start("primitive", own);
      operations(own.id(), own.operations());
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

  private void operations(String resource, List<OperationDefinition> operations) {
    if (operations.isEmpty()) {
      return;
    }
    String known = written.putIfAbsent(operations, resource + "-operations");
    if (known != null) {
      xml.open("operations").put("id-ref", known).close();
      return;
    }
    xml.open("operations").id(resource + "-operations");
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
