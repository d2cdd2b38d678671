package io.pacekeeper.pacemaker.fuzz;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A cluster's XML while it is changed. */
final class CibTree {
  private static final Set<String> RESOURCES = Set.of("primitive", "group", "clone", "master");

  private final Document document;
  private int ids;

  private CibTree(Document document) {
    this.document = document;
  }

  static CibTree of(String cib) {
    return new CibTree(parse(cib));
  }

  Element root() {
    return document.getDocumentElement();
  }

  /** Returns a section, made where there is none. */
  Element section(String name) {
    List<Element> found = named(name);
    if (!found.isEmpty()) {
      return found.get(0);
    }
    Element configuration = named("configuration").get(0);
    Element made = document.createElement(name);
    (name.equals("status") ? root() : configuration).appendChild(made);
    return made;
  }

  List<Element> named(String name) {
    return list(document.getElementsByTagName(name));
  }

  List<Element> all() {
    return named("*");
  }

  /** Returns what is configured as a resource, members and what is cloned included. */
  List<Element> resources() {
    List<Element> resources = new ArrayList<>();
    for (Element element : list(section("resources").getElementsByTagName("*"))) {
      if (RESOURCES.contains(element.getTagName())) {
        resources.add(element);
      }
    }
    return resources;
  }

  List<String> resourceNames() {
    return resources().stream().map(element -> element.getAttribute("id")).toList();
  }

  List<Element> nodes() {
    return children(section("nodes"), "node");
  }

  /** Returns a name that nothing has. */
  String freshId(String prefix) {
    return prefix + "-x" + ++ids;
  }

  Element make(String name, String... attributes) {
    Element element = document.createElement(name);
    for (int i = 0; i < attributes.length; i += 2) {
      element.setAttribute(attributes[i], attributes[i + 1]);
    }
    return element;
  }

  /** Returns a copy of an element, of this cluster or another, in which every id is a new one. */
  Element copy(Element element) {
    Element copy = (Element) document.importNode(element, true);
    List<Element> inside = new ArrayList<>(list(copy.getElementsByTagName("*")));
    inside.add(copy);
    for (Element each : inside) {
      boolean names =
          Set.of("resource_ref", "obj_ref", "lrm", "lrm_resource", "node_state")
                  .contains(each.getTagName())
              || each.getTagName().equals("transient_attributes");
      if (each.hasAttribute("id") && !names) {
        each.setAttribute("id", freshId(each.getAttribute("id")));
      }
    }
    return copy;
  }

  /** Returns the first set of a kind that an element has, made in its place where there is none. */
  Element set(Element owner, String kind) {
    List<Element> sets = children(owner, kind);
    if (!sets.isEmpty() && !sets.get(0).hasAttribute("id-ref")) {
      return sets.get(0);
    }
    Element made = make(kind, "id", freshId("set"));
    Node before =
        owner.getTagName().equals("primitive") || owner.getTagName().equals("template")
            ? first(owner, "operations")
            : firstResource(owner);
    owner.insertBefore(made, before);
    return made;
  }

  /** Gives a set a value under a name, in place of one that it has. */
  void put(Element set, String name, String value) {
    for (Element pair : children(set, "nvpair")) {
      if (pair.getAttribute("name").equals(name)) {
        pair.setAttribute("value", value);
        return;
      }
    }
    set.appendChild(make("nvpair", "id", freshId("pair"), "name", name, "value", value));
  }

  private static @Nullable Node firstResource(Element owner) {
    for (Element child : children(owner)) {
      if (RESOURCES.contains(child.getTagName())) {
        return child;
      }
    }
    return null;
  }

  static @Nullable Element first(Element parent, String name) {
    List<Element> found = children(parent, name);
    return found.isEmpty() ? null : found.get(0);
  }

  static List<Element> children(Element parent, String name) {
    return children(parent).stream().filter(child -> child.getTagName().equals(name)).toList();
  }

  static List<Element> children(Element parent) {
    return list(parent.getChildNodes());
  }

  static boolean isResource(Element element) {
    return RESOURCES.contains(element.getTagName());
  }

  private static List<Element> list(NodeList nodes) {
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i) instanceof Element element) {
        elements.add(element);
      }
    }
    return elements;
  }

  String text() {
    return text(document);
  }

  static Document parse(String cib) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      Document document =
          factory.newDocumentBuilder().parse(new InputSource(new StringReader(cib)));
      dropBlanks(document);
      return document;
    } catch (Exception e) {
      throw new IllegalArgumentException("not a cluster in XML", e);
    }
  }

  private static void dropBlanks(Node node) {
    Node child = node.getFirstChild();
    while (child != null) {
      Node next = child.getNextSibling();
      if (child.getNodeType() == Node.COMMENT_NODE
          || (child.getNodeType() == Node.TEXT_NODE && child.getTextContent().isBlank())) {
        node.removeChild(child);
      } else {
        dropBlanks(child);
      }
      child = next;
    }
  }

  static String text(Document document) {
    try {
      Transformer transformer = TransformerFactory.newInstance().newTransformer();
      transformer.setOutputProperty(OutputKeys.INDENT, "yes");
      transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      StringWriter writer = new StringWriter();
      transformer.transform(new DOMSource(document), new StreamResult(writer));
      return writer.toString();
    } catch (Exception e) {
      throw new IllegalStateException("the cluster cannot be written", e);
    }
  }
}
