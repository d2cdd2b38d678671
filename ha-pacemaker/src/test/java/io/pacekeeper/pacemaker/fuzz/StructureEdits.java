package io.pacekeeper.pacemaker.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Takes parts of a cluster out, doubles them, and puts in parts of others. */
final class StructureEdits {
  private static final Set<String> KEPT =
      Set.of("cib", "configuration", "crm_config", "nodes", "resources", "constraints", "status");
  private static final List<String> NAMES = List.of("rsc", "with-rsc", "first", "then");

  private final CibTree cib;
  private final CibTree donor;
  private final Chance chance;

  StructureEdits(CibTree cib, CibTree donor, Chance chance) {
    this.cib = cib;
    this.donor = donor;
    this.chance = chance;
  }

  void drop() {
    List<Element> all = new ArrayList<>(cib.all());
    all.removeIf(element -> KEPT.contains(element.getTagName()));
    if (!all.isEmpty()) {
      drop(chance.of(all));
    }
  }

  private void drop(Element element) {
    if (CibTree.isResource(element)) {
      for (Element constraint : References.to(element.getOwnerDocument(), element)) {
        constraint.getParentNode().removeChild(constraint);
      }
    }
    if (element.getParentNode() != null) {
      element.getParentNode().removeChild(element);
    }
  }

  void swap() {
    List<Element> all = new ArrayList<>(cib.all());
    all.removeIf(element -> KEPT.contains(element.getTagName()));
    if (all.isEmpty()) {
      return;
    }
    Element one = chance.of(all);
    List<Element> siblings = CibTree.children((Element) one.getParentNode(), one.getTagName());
    one.getParentNode().insertBefore(one, chance.of(siblings));
  }

  /** Renames a resource and leaves what is remembered of it under its former name, or follows. */
  void rename() {
    List<Element> resources = cib.resources();
    if (resources.isEmpty()) {
      return;
    }
    Element resource = chance.of(resources);
    String former = resource.getAttribute("id");
    String name = chance.of("a-" + former, former + "2", "Z" + former);
    if (cib.resourceNames().contains(name)) {
      return;
    }
    for (Element element : References.to(resource.getOwnerDocument(), resource)) {
      for (String attribute : List.of("rsc", "with-rsc", "first", "then", "id")) {
        if (element.getAttribute(attribute).equals(former)) {
          element.setAttribute(attribute, name);
        }
      }
    }
    resource.setAttribute("id", name);
  }

  void duplicateResource() {
    List<Element> resources = CibTree.children(cib.section("resources"));
    if (!resources.isEmpty()) {
      Element resource = chance.of(resources);
      resource.getParentNode().insertBefore(cib.copy(resource), resource.getNextSibling());
    }
  }

  void duplicateNode() {
    List<Element> nodes = cib.nodes();
    if (nodes.isEmpty()) {
      return;
    }
    Element node = chance.of(nodes);
    Element copy = cib.copy(node);
    String name = cib.freshId(node.getAttribute("uname"));
    copy.setAttribute("uname", name);
    node.getParentNode().appendChild(copy);
    for (Element state : cib.named("node_state")) {
      if (state.getAttribute("uname").equals(node.getAttribute("uname")) && chance.percent(80)) {
        Element stateCopy = cib.copy(state);
        stateCopy.setAttribute("uname", name);
        stateCopy.setAttribute("id", copy.getAttribute("id"));
        if (chance.percent(50)) {
          CibTree.children(stateCopy, "lrm").forEach(stateCopy::removeChild);
        }
        state.getParentNode().appendChild(stateCopy);
        return;
      }
    }
  }

  /** Clones what is not cloned, and the other way round; makes groups of primitives. */
  void wrap() {
    List<Element> resources = CibTree.children(cib.section("resources"));
    if (resources.isEmpty()) {
      return;
    }
    Element resource = chance.of(resources);
    Node parent = resource.getParentNode();
    switch (resource.getTagName()) {
      case "primitive", "group" -> {
        boolean grouped = resource.getTagName().equals("primitive") && chance.percent(40);
        String name = grouped ? "group" : chance.of("clone", "clone", "master");
        Element made = cib.make(name, "id", cib.freshId(name));
        parent.insertBefore(made, resource);
        made.appendChild(resource);
        if (name.equals("clone") && chance.percent(30)) {
          cib.put(cib.set(made, "meta_attributes"), "promotable", "true");
        }
      }
      default -> {
        for (Element child : CibTree.children(resource)) {
          if (CibTree.isResource(child)) {
            parent.insertBefore(child, resource);
          }
        }
        drop(resource);
      }
    }
  }

  void joinGroup() {
    List<Element> groups = cib.named("group");
    List<Element> primitives = CibTree.children(cib.section("resources"), "primitive");
    if (!groups.isEmpty() && !primitives.isEmpty()) {
      chance.of(groups).appendChild(chance.of(primitives));
    }
  }

  /** Puts in a constraint of another cluster, on resources of this one. */
  void spliceConstraint() {
    List<Element> theirs = CibTree.children(donor.section("constraints"));
    if (theirs.isEmpty() || cib.resourceNames().isEmpty()) {
      return;
    }
    Element copy = cib.copy(chance.of(theirs));
    adapt(copy);
    cib.section("constraints").appendChild(copy);
  }

  private void adapt(Element constraint) {
    for (String name : NAMES) {
      if (constraint.hasAttribute(name)) {
        constraint.setAttribute(name, chance.of(cib.resourceNames()));
      }
    }
    if (constraint.hasAttribute("node")) {
      constraint.setAttribute("node", aNode());
    }
    for (Element child : CibTree.children(constraint)) {
      if (child.getTagName().equals("resource_ref")) {
        child.setAttribute("id", chance.of(cib.resourceNames()));
      } else if (child.getTagName().equals("expression") && chance.percent(70)) {
        child.setAttribute("value", aNode());
      }
      adapt(child);
    }
  }

  private String aNode() {
    List<Element> nodes = cib.nodes();
    return nodes.isEmpty() ? "none" : chance.of(nodes).getAttribute("uname");
  }

  /** Puts in a resource of another cluster, and what that cluster's nodes remember of it. */
  void spliceResource() {
    List<Element> theirs = CibTree.children(donor.section("resources"));
    if (theirs.isEmpty()) {
      return;
    }
    Element resource = chance.of(theirs);
    Element copy = cib.copy(resource);
    List<Element> ours = CibTree.children(cib.section("resources"));
    Node before = ours.isEmpty() || chance.percent(50) ? null : chance.of(ours);
    List<String> taken = cib.resourceNames();
    List<Element> originals = withInside(resource);
    List<Element> copies = withInside(copy);
    for (int i = 0; i < originals.size(); i++) {
      String name = originals.get(i).getAttribute("id");
      if (!taken.contains(name)) {
        copies.get(i).setAttribute("id", name);
      }
    }
    cib.section("resources").insertBefore(copy, before);
    List<Element> lists = cib.named("lrm_resources");
    for (Element history : donor.named("lrm_resource")) {
      String name = history.getAttribute("id").replaceFirst(":\\d+$", "");
      boolean of = originals.stream().anyMatch(each -> each.getAttribute("id").equals(name));
      if (of && !lists.isEmpty() && chance.percent(60)) {
        StatusEdits.add(chance.of(lists), cib.copy(history));
      }
    }
  }

  private static List<Element> withInside(Element resource) {
    List<Element> all = new ArrayList<>();
    if (CibTree.isResource(resource)) {
      all.add(resource);
    }
    CibTree.children(resource).forEach(child -> all.addAll(withInside(child)));
    return all;
  }

  /** Has a node of this cluster remember what a node of another one does. */
  void spliceHistory() {
    List<Element> theirs = donor.named("lrm_resource");
    List<Element> lists = cib.named("lrm_resources");
    if (!theirs.isEmpty() && !lists.isEmpty()) {
      StatusEdits.add(chance.of(lists), cib.copy(chance.of(theirs)));
    }
  }

  /** Puts in options, defaults or sets of another cluster. */
  void spliceOptions() {
    String section = chance.of("crm_config", "rsc_defaults", "op_defaults");
    for (Element set : CibTree.children(donor.section(section))) {
      cib.section(section).appendChild(cib.copy(set));
    }
  }

  void addConstraint() {
    List<String> names = cib.resourceNames();
    if (names.isEmpty()) {
      return;
    }
    String id = cib.freshId("constraint");
    Element made =
        switch (chance.between(0, 4)) {
          case 0 ->
              cib.make(
                  "rsc_location",
                  "id",
                  id,
                  "rsc",
                  chance.of(names),
                  "node",
                  aNode(),
                  "score",
                  aScore());
          case 1 ->
              cib.make(
                  "rsc_colocation",
                  "id",
                  id,
                  "rsc",
                  chance.of(names),
                  "with-rsc",
                  chance.of(names),
                  "score",
                  aScore());
          case 2 ->
              cib.make("rsc_order", "id", id, "first", chance.of(names), "then", chance.of(names));
          case 3 ->
              cib.make(
                  "rsc_ticket",
                  "id",
                  id,
                  "rsc",
                  chance.of(names),
                  "ticket",
                  "t",
                  "loss-policy",
                  chance.of("stop", "fence", "freeze", "demote"));
          default -> sets(id, names);
        };
    cib.section("constraints").appendChild(made);
  }

  private String aScore() {
    return chance.of("INFINITY", "-INFINITY", "10", "-10", "1000", "0");
  }

  private Element sets(String id, List<String> names) {
    String kind = chance.of("rsc_order", "rsc_colocation", "rsc_colocation", "rsc_ticket");
    Element made = cib.make(kind, "id", id);
    if (kind.equals("rsc_colocation")) {
      made.setAttribute("score", aScore());
    } else if (kind.equals("rsc_ticket")) {
      made.setAttribute("ticket", "t");
    }
    for (int i = chance.between(1, 3); i > 0; i--) {
      Element set = cib.make("resource_set", "id", cib.freshId("set"));
      Set<String> members = new java.util.LinkedHashSet<>();
      for (int j = chance.between(1, 3); j > 0; j--) {
        members.add(chance.of(names));
      }
      members.forEach(name -> set.appendChild(cib.make("resource_ref", "id", name)));
      made.appendChild(set);
    }
    return made;
  }
}
