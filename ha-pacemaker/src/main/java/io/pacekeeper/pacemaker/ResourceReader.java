package io.pacekeeper.pacemaker;

import io.pacekeeper.core.policy.model.AttributeSet;
import io.pacekeeper.core.policy.model.CloneDefinition;
import io.pacekeeper.core.policy.model.GroupDefinition;
import io.pacekeeper.core.policy.model.PrimitiveDefinition;
import io.pacekeeper.core.policy.model.ResourceDefinition;
import io.pacekeeper.core.policy.model.Tag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A ResourceReader reads the resources, and which names stand for several of them. */
final class ResourceReader {
  private static final Set<String> ATTRIBUTE_SETS =
      Set.of("meta_attributes", "instance_attributes", "utilization");

  private final CibLimits limits;
  private final AttributeReader attributes;
  private final References references;
  private final OperationReader operations;
  private final Map<String, Element> templates = new HashMap<>();
  private final Map<String, List<String>> madeFrom = new LinkedHashMap<>();
  private final List<ResourceDefinition> resources = new ArrayList<>();

  ResourceReader(CibLimits limits, References references, AttributeReader attributes) {
    this.limits = limits;
    this.attributes = attributes;
    this.references = references;
    this.operations = new OperationReader(limits, references, attributes);
  }

  void read(Element section) throws InvalidCibException {
    for (Element element : section.children("template")) {
      templates.putIfAbsent(element.id(), element);
      madeFrom.putIfAbsent(element.id(), new ArrayList<>());
    }
    for (Element element : section.children()) {
      if (element.name().equals("template")) {
        continue;
      }
      ResourceDefinition resource = resource(element, "resources");
      if (resource != null) {
        resources.add(resource);
      }
    }
  }

  List<ResourceDefinition> resources() {
    return resources;
  }

  /** Returns the tags, and the templates as such. */
  List<Tag> tags(Element section) throws InvalidCibException {
    List<Tag> tags = new ArrayList<>();
    madeFrom.forEach((template, members) -> tags.add(new Tag(template, true, members)));
    for (Element element : section.children()) {
      if (!element.name().equals("tag")) {
        Refusals.unknown(limits, element, "tags");
        continue;
      }
      List<String> members = new ArrayList<>();
      for (Element member : element.children("obj_ref")) {
        members.add(member.id());
      }
      tags.add(new Tag(element.id(), false, members));
    }
    return tags;
  }

  private @Nullable ResourceDefinition resource(Element element, String parent)
      throws InvalidCibException {
    switch (element.name()) {
      case "primitive" -> {
        return primitive(element);
      }
      case "group" -> {
        return group(element);
      }
      case "clone", "master" -> {
        return cloned(element);
      }
      case "bundle" -> throw Refusals.outOfScope("bundle", element.id());
      default -> {
        Refusals.unknown(limits, element, parent);
        return null;
      }
    }
  }

  private GroupDefinition group(Element element) throws InvalidCibException {
    List<PrimitiveDefinition> members = new ArrayList<>();
    for (Element child : element.children()) {
      if (child.name().equals("primitive")) {
        members.add(primitive(child));
      } else if (!ATTRIBUTE_SETS.contains(child.name())) {
        Refusals.unknown(limits, child, "group");
      }
    }
    return new GroupDefinition(
        id(element),
        element.attributes(),
        sets(element, "meta_attributes"),
        sets(element, "instance_attributes"),
        sets(element, "utilization"),
        members);
  }

  private CloneDefinition cloned(Element element) throws InvalidCibException {
    ResourceDefinition child = null;
    for (Element inner : element.children()) {
      if (ATTRIBUTE_SETS.contains(inner.name())) {
        continue;
      }
      if (inner.name().equals("primitive") || inner.name().equals("group")) {
        child = child == null ? resource(inner, element.name()) : child;
      } else {
        Refusals.unknown(limits, inner, element.name());
      }
    }
    if (child == null) {
      throw new InvalidCibException(
          "The clone \""
              + Refusals.shortened(element.id())
              + "\" of the CIB has nothing to clone: give it a primitive or a group.");
    }
    return new CloneDefinition(
        id(element),
        element.name().equals("master"),
        element.attributes(),
        sets(element, "meta_attributes"),
        sets(element, "instance_attributes"),
        sets(element, "utilization"),
        child);
  }

  private PrimitiveDefinition primitive(Element element) throws InvalidCibException {
    Element template = template(element);
    Map<String, String> own = new LinkedHashMap<>(element.attributes());
    if (template != null) {
      own = new LinkedHashMap<>(template.attributes());
      own.put("id", element.id());
    }
    List<AttributeSet> meta = merged(template, element, "meta_attributes");
    PrimitiveDefinition primitive =
        new PrimitiveDefinition(
            id(element),
            required(own, element, "class"),
            own.get("provider"),
            required(own, element, "type"),
            own,
            meta,
            merged(template, element, "instance_attributes"),
            merged(template, element, "utilization"),
            operations.operations(template, element));
    refuseRemote(primitive);
    return primitive;
  }

  private @Nullable Element template(Element element) throws InvalidCibException {
    String name = element.get("template");
    if (name == null) {
      return null;
    }
    Element template = templates.get(name);
    if (template == null) {
      throw new InvalidCibException(
          "The primitive \""
              + Refusals.shortened(element.id())
              + "\" of the CIB is made from the template \""
              + Refusals.shortened(name)
              + "\", which is not there.");
    }
    references.repeat(template);
    madeFrom.getOrDefault(name, new ArrayList<>()).add(element.id());
    return template;
  }

  private static String required(Map<String, String> own, Element element, String attribute)
      throws InvalidCibException {
    String value = own.get(attribute);
    if (value == null) {
      throw new InvalidCibException(
          "The primitive \""
              + Refusals.shortened(element.id())
              + "\" of the CIB has no "
              + attribute
              + ": say which agent runs it.");
    }
    return value;
  }

  private static String id(Element element) throws InvalidCibException {
    if (element.id().isEmpty()) {
      throw new InvalidCibException("A <" + element.name() + "> of the CIB has no id.");
    }
    return element.id();
  }

  private static void refuseRemote(PrimitiveDefinition primitive) throws InvalidCibException {
    if (primitive.standard().equals("ocf")
        && "pacemaker".equals(primitive.provider())
        && primitive.type().equals("remote")) {
      throw Refusals.outOfScope("remote node", primitive.id());
    }
    for (AttributeSet set : primitive.meta()) {
      if (set.attributes().stream().anyMatch(pair -> pair.name().equals("remote-node"))) {
        throw Refusals.outOfScope("guest node of the primitive", primitive.id());
      }
    }
  }

  private List<AttributeSet> merged(@Nullable Element template, Element element, String name)
      throws InvalidCibException {
    List<AttributeSet> sets = new ArrayList<>();
    if (template != null) {
      sets.addAll(attributes.sets(template, name));
    }
    sets.addAll(attributes.sets(element, name));
    return sets;
  }

  private List<AttributeSet> sets(Element element, String name) throws InvalidCibException {
    return attributes.sets(element, name);
  }
}
