package io.pacekeeper.pacemaker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An Element is an element of an XML document, without its text, which means nothing in a CIB. */
final class Element {
  private final String name;
  private final Map<String, String> attributes;
  private final List<Element> children = new ArrayList<>(0);

  Element(String name, Map<String, String> attributes) {
    this.name = name;
    this.attributes = attributes;
  }

  String name() {
    return name;
  }

  Map<String, String> attributes() {
    return attributes;
  }

  List<Element> children() {
    return children;
  }

  @Nullable String get(String attribute) {
    return attributes.get(attribute);
  }

  String get(String attribute, String otherwise) {
    return attributes.getOrDefault(attribute, otherwise);
  }

  String id() {
    return get("id", "");
  }

  /** Returns the children of a name, in order. */
  List<Element> children(String childName) {
    List<Element> found = new ArrayList<>();
    for (Element child : children) {
      if (child.name.equals(childName)) {
        found.add(child);
      }
    }
    return found;
  }

  @Nullable Element first(String childName) {
    for (Element child : children) {
      if (child.name.equals(childName)) {
        return child;
      }
    }
    return null;
  }

  /** Returns the attributes but one. */
  Map<String, String> attributesWithout(String attribute) {
    Map<String, String> rest = new LinkedHashMap<>(attributes);
    rest.remove(attribute);
    return rest;
  }

  /** Says which element it is, for people. */
  String describe() {
    return attributes.containsKey("id") ? "<" + name + " id=\"" + id() + "\">" : "<" + name + ">";
  }
}
