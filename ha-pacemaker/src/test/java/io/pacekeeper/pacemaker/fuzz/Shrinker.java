package io.pacekeeper.pacemaker.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

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
    Document document = CibTree.parse(cib);
    boolean smaller = true;
    while (smaller && attempts > 0) {
      smaller = false;
      for (Element element : candidates(document)) {
        if (element.getParentNode() != null && attached(element, document)) {
          smaller |= removed(element, document);
        }
      }
    }
    return CibTree.text(document);
  }

  private static boolean attached(Element element, Document document) {
    for (Node node = element; node != null; node = node.getParentNode()) {
      if (node == document) {
        return true;
      }
    }
    return false;
  }

  /** Tries to do without an element; constraints on a resource go with it. */
  private boolean removed(Element element, Document document) {
    if (attempts-- <= 0) {
      return false;
    }
    List<Element> also = new ArrayList<>();
    also.add(element);
    if (CibTree.isResource(element)) {
      also.addAll(References.to(document, element));
    }
    List<Node> parents = new ArrayList<>();
    List<Node> next = new ArrayList<>();
    for (Element each : also) {
      parents.add(each.getParentNode());
      next.add(each.getNextSibling());
      each.getParentNode().removeChild(each);
    }
    if (still.test(CibTree.text(document))) {
      return true;
    }
    for (int i = also.size() - 1; i >= 0; i--) {
      parents.get(i).insertBefore(also.get(i), next.get(i));
    }
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
}
