package io.pacekeeper.pacemaker.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.w3c.dom.Element;

/** Says something else of what is configured. */
final class ValueEdits {
  private static final List<String> ANYTHING =
      List.of("true", "false", "0", "1", "2", "10", "-10", "INFINITY", "-INFINITY", "node1", "");

  private final CibTree cib;
  private final Chance chance;

  ValueEdits(CibTree cib, Chance chance) {
    this.cib = cib;
    this.chance = chance;
  }

  void option() {
    List<Element> sets = cib.named("cluster_property_set");
    Element set =
        sets.isEmpty() ? cib.set(cib.section("crm_config"), "cluster_property_set") : null;
    put(set == null ? chance.of(sets) : set, LegalValues.OPTIONS);
  }

  void meta() {
    List<Element> resources = cib.resources();
    if (!resources.isEmpty()) {
      put(cib.set(chance.of(resources), "meta_attributes"), LegalValues.META);
    }
  }

  void defaults() {
    boolean ofResources = chance.percent(70);
    Element section = cib.section(ofResources ? "rsc_defaults" : "op_defaults");
    put(
        cib.set(section, "meta_attributes"),
        ofResources ? LegalValues.META : LegalValues.OPERATION);
  }

  void parameter() {
    List<Element> resources = cib.resources();
    if (!resources.isEmpty()) {
      Element set = cib.set(chance.of(resources), "instance_attributes");
      cib.put(set, chance.of("fake", "state", "passwd", "CRM_meta_x", "ip"), chance.of("a", "b"));
    }
  }

  void operation() {
    List<Element> operations = cib.named("op");
    if (operations.isEmpty() || chance.percent(20)) {
      addOperation();
      return;
    }
    Element operation = chance.of(operations);
    if (chance.percent(20)) {
      put(
          cib.set(operation, chance.of("meta_attributes", "instance_attributes")),
          LegalValues.OPERATION);
    } else {
      set(operation, LegalValues.OPERATION);
    }
  }

  private void addOperation() {
    List<Element> primitives = cib.named("primitive");
    if (primitives.isEmpty()) {
      return;
    }
    Element primitive = chance.of(primitives);
    Element list = CibTree.first(primitive, "operations");
    if (list == null) {
      list = cib.make("operations");
      primitive.appendChild(list);
    }
    if (list.hasAttribute("id-ref")) {
      return;
    }
    Element operation =
        cib.make("op", "id", cib.freshId("op"), "name", "monitor", "interval", "10s");
    for (int i = chance.between(0, 3); i > 0; i--) {
      set(operation, LegalValues.OPERATION);
    }
    list.appendChild(operation);
  }

  void constraint() {
    List<Element> found = new ArrayList<>();
    LegalValues.CONSTRAINTS.keySet().forEach(name -> found.addAll(cib.named(name)));
    if (!found.isEmpty()) {
      Element constraint = chance.of(found);
      set(constraint, LegalValues.CONSTRAINTS.getOrDefault(constraint.getTagName(), Map.of()));
    }
  }

  void node() {
    List<Element> nodes = cib.nodes();
    if (nodes.isEmpty()) {
      return;
    }
    Element node = chance.of(nodes);
    int what = chance.between(0, 9);
    if (what < 6) {
      put(cib.set(node, "instance_attributes"), LegalValues.NODE_ATTRIBUTES);
    } else if (what < 7) {
      cib.put(cib.set(node, "utilization"), chance.of("cpu", "memory"), "" + chance.between(0, 8));
    } else if (what < 8) {
      node.setAttribute("type", chance.of("member", "normal", "ping"));
    } else {
      node.setAttribute("score", chance.of("10", "-10", "INFINITY", "-INFINITY", "0"));
    }
  }

  void utilization() {
    List<Element> resources = cib.resources();
    if (!resources.isEmpty()) {
      Element set = cib.set(chance.of(resources), "utilization");
      cib.put(set, chance.of("cpu", "memory"), "" + chance.between(0, 5));
    }
  }

  /** Gives any pair anywhere another value. */
  void anyPair() {
    List<Element> pairs = cib.named("nvpair");
    if (pairs.isEmpty()) {
      return;
    }
    Element pair = chance.of(pairs);
    List<String> legal =
        LegalValues.OPTIONS.getOrDefault(
            pair.getAttribute("name"),
            LegalValues.META.getOrDefault(pair.getAttribute("name"), ANYTHING));
    if (chance.percent(10)) {
      pair.setAttribute("name", pair.getAttribute("name").replace('-', '_'));
    } else {
      pair.setAttribute("value", chance.of(legal));
    }
  }

  void header() {
    set(cib.root(), LegalValues.HEADER);
  }

  /** Sets the clock to around the time of something that happened. */
  void clock() {
    List<Element> records = cib.named("lrm_rsc_op");
    long time = 1_700_000_000L;
    if (!records.isEmpty()) {
      String last = chance.of(records).getAttribute("last-rc-change");
      time = last.matches("\\d{1,10}") ? Long.parseLong(last) : time;
    }
    long after = chance.of(0L, 1L, 9L, 10L, 11L, 30L, 60L, 61L, 300L, 3600L, 90000L, -5L);
    cib.root().setAttribute("execution-date", "" + Math.max(1, time + after));
  }

  private void put(Element set, Map<String, List<String>> table) {
    String name = chance.of(LegalValues.names(table));
    cib.put(set, name, chance.of(table.getOrDefault(name, ANYTHING)));
  }

  private void set(Element element, Map<String, List<String>> table) {
    String name = chance.of(LegalValues.names(table));
    boolean removable = element.hasAttribute(name) && !name.equals("validate-with");
    if (removable && chance.percent(15)) {
      element.removeAttribute(name);
    } else {
      element.setAttribute(name, chance.of(table.getOrDefault(name, ANYTHING)));
    }
  }
}
