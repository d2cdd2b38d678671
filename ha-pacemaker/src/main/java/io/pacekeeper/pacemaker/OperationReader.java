package io.pacekeeper.pacemaker;

import io.pacekeeper.core.policy.model.OperationDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An OperationReader reads the operations of primitives and merges those of templates in. */
final class OperationReader {
  private final CibLimits limits;
  private final References references;
  private final AttributeReader attributes;

  OperationReader(CibLimits limits, References references, AttributeReader attributes) {
    this.limits = limits;
    this.references = references;
    this.attributes = attributes;
  }

  /** Reads the operations of a primitive; one of its own hides the template's like it. */
  List<OperationDefinition> operations(@Nullable Element template, Element primitive)
      throws InvalidCibException {
    List<OperationDefinition> operations = new ArrayList<>();
    List<Element> own = elements(primitive);
    Set<String> hidden = new HashSet<>();
    for (Element element : own) {
      operations.add(operation(element));
      hidden.add(likeness(element));
    }
    if (template != null) {
      for (Element element : elements(template)) {
        if (!hidden.contains(likeness(element))) {
          operations.add(operation(element));
        }
      }
    }
    return operations;
  }

  private List<Element> elements(Element resource) throws InvalidCibException {
    List<Element> elements = new ArrayList<>();
    for (Element list : resource.children("operations")) {
      Element meant = references.resolve(list);
      if (meant == null) {
        continue;
      }
      for (Element child : meant.children()) {
        if (child.name().equals("op")) {
          Element operation = references.resolve(child);
          if (operation != null) {
            elements.add(operation);
          }
        } else if (!child.name().endsWith("_attributes")) {
          Refusals.unknown(limits, child, "operations");
        }
      }
    }
    return elements;
  }

  private OperationDefinition operation(Element element) throws InvalidCibException {
    return new OperationDefinition(
        element.id(),
        element.attributes(),
        attributes.sets(element, "meta_attributes"),
        attributes.sets(element, "instance_attributes"));
  }

  private static String likeness(Element operation) {
    String role = operation.get("role", "Started").toLowerCase(Locale.ROOT);
    String kind =
        switch (role) {
          case "started", "unpromoted", "slave" -> "started";
          case "master" -> "promoted";
          default -> role;
        };
    return operation.get("name", "") + '-' + kind;
  }
}
