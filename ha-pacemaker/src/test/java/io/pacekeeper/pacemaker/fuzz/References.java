package io.pacekeeper.pacemaker.fuzz;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What names a resource, and must not once there is no such resource. */
final class References {
  private static final List<String> NAMES = List.of("rsc", "with-rsc", "first", "then");

  private References() {}

  /** Returns the constraints and members of sets that name a resource or what is inside of it. */
  static List<Element> to(Document document, Element resource) {
    Set<String> ids = new HashSet<>();
    ids.add(resource.getAttribute("id"));
    NodeList inside = resource.getElementsByTagName("*");
    for (int i = 0; i < inside.getLength(); i++) {
      if (CibTree.isResource((Element) inside.item(i))) {
        ids.add(((Element) inside.item(i)).getAttribute("id"));
      }
    }
    List<Element> found = new ArrayList<>();
    NodeList all = document.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      boolean member =
          element.getTagName().equals("resource_ref") || element.getTagName().equals("obj_ref");
      boolean constraint =
          element.getTagName().startsWith("rsc_")
              && NAMES.stream().anyMatch(name -> ids.contains(element.getAttribute(name)));
      if (constraint || (member && ids.contains(element.getAttribute("id")))) {
        found.add(element);
      }
    }
    return found;
  }
}
