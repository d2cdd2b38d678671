package io.pacekeeper.pacemaker.fuzz;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Leaves out of a cluster whatever can be left out so that something about it stays so. */
final class Shrinker {
  private static final Set<String> SKELETON =
      Set.of(
          "cib",
          "configuration",
          "crm_config",
          "nodes",
          "resources",
          "constraints",
          "status",
          "cluster_property_set",
          "lrm",
          "lrm_resources");

  private final Predicate<String> still;
  private int attempts;

  /** Makes one that asks whether what is left is still of interest. */
  Shrinker(Predicate<String> still, int attempts) {
    this.still = still;
    this.attempts = attempts;
  }

  /** Returns the smallest cluster that it found. */
  String shrink(String cib) {
    Document document = parse(cib);
    boolean smaller = true;
    while (smaller && attempts > 0) {
      smaller = false;
      for (Element element : candidates(document)) {
        if (element.getParentNode() != null && attached(element, document)) {
          smaller |= removed(element, document);
        }
      }
    }
    return text(document);
  }

  private static boolean attached(Element element, Document document) {
    for (Node node = element; node != null; node = node.getParentNode()) {
      if (node == document) {
        return true;
      }
    }
    return false;
  }

  private boolean removed(Element element, Document document) {
    if (attempts-- <= 0) {
      return false;
    }
    Node parent = element.getParentNode();
    Node next = element.getNextSibling();
    parent.removeChild(element);
    if (still.test(text(document))) {
      return true;
    }
    parent.insertBefore(element, next);
    return false;
  }

  private static List<Element> candidates(Document document) {
    List<Element> elements = new ArrayList<>();
    NodeList all = document.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      if (!SKELETON.contains(element.getTagName())) {
        elements.add(element);
      }
    }
    return elements;
  }

  private static Document parse(String cib) {
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
      if (child.getNodeType() == Node.TEXT_NODE && child.getTextContent().isBlank()) {
        node.removeChild(child);
      } else {
        dropBlanks(child);
      }
      child = next;
    }
  }

  private static String text(Document document) {
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
