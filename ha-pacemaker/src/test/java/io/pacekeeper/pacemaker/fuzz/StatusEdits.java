package io.pacekeeper.pacemaker.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.w3c.dom.Element;

/** Has something else happened in a cluster than what did. */
final class StatusEdits {
  private final CibTree cib;
  private final Chance chance;

  StatusEdits(CibTree cib, Chance chance) {
    this.cib = cib;
    this.chance = chance;
  }

  void nodeState() {
    List<Element> states = cib.named("node_state");
    if (states.isEmpty()) {
      return;
    }
    Element state = chance.of(states);
    if (chance.percent(50)) {
      String[] whole =
          chance.of(
              new String[] {"false", "offline", "member", "member"},
              new String[] {"true", "offline", "member", "member"},
              new String[] {"true", "online", "pending", "member"},
              new String[] {"true", "online", "member", "member"},
              new String[] {"true", "online", "member", "down"},
              new String[] {"true", "online", "down", "member"},
              new String[] {"false", "offline", "down", "down"},
              new String[] {"1690000000", "1690000000", "member", "member"},
              new String[] {"0", "0", "down", "member"});
      state.setAttribute("in_ccm", whole[0]);
      state.setAttribute("crmd", whole[1]);
      state.setAttribute("join", whole[2]);
      state.setAttribute("expected", whole[3]);
    } else {
      set(state, LegalValues.NODE_STATE);
    }
  }

  void transientAttribute() {
    List<Element> states = cib.named("node_state");
    if (states.isEmpty()) {
      return;
    }
    Element state = chance.of(states);
    Element attributes = CibTree.first(state, "transient_attributes");
    if (attributes == null) {
      attributes = cib.make("transient_attributes", "id", state.getAttribute("id"));
      state.insertBefore(attributes, state.getFirstChild());
    }
    Element set = cib.set(attributes, "instance_attributes");
    String resource = aResource();
    switch (chance.between(0, 5)) {
      case 0 -> cib.put(set, "fail-count-" + resource, chance.of("1", "2", "5", "INFINITY"));
      case 1 -> {
        String operation = chance.of("#start_0", "#monitor_10000", "#stop_0", "#monitor_0");
        cib.put(set, "fail-count-" + resource + operation, chance.of("1", "3", "INFINITY"));
        cib.put(set, "last-failure-" + resource + operation, "1690000000");
      }
      case 2 ->
          cib.put(set, "master-" + resource, chance.of("1", "10", "100", "-1", "INFINITY", "0"));
      default -> {
        String name = chance.of(LegalValues.names(LegalValues.TRANSIENT));
        cib.put(set, name, chance.of(LegalValues.TRANSIENT.getOrDefault(name, List.of("1"))));
      }
    }
  }

  private String aResource() {
    List<String> names = new ArrayList<>();
    cib.named("primitive").forEach(primitive -> names.add(primitive.getAttribute("id")));
    cib.named("lrm_resource").forEach(history -> names.add(history.getAttribute("id")));
    return names.isEmpty() ? "none" : chance.of(names);
  }

  /** Changes an operation that was done. */
  void record() {
    List<Element> records = cib.named("lrm_rsc_op");
    if (records.isEmpty()) {
      return;
    }
    Element record = chance.of(records);
    switch (chance.between(0, 9)) {
      case 0, 1, 2, 3 -> result(record);
      case 4, 5 -> set(record, LegalValues.RECORD);
      case 6 -> shape(record);
      case 7 ->
          record.setAttribute("op-digest", chance.of("0", "f2317cad3d54cec5d7d7aa7d0bf35cf8"));
      case 8 -> migrated(record);
      default -> record.removeAttribute(chance.of(List.copyOf(names(record))));
    }
  }

  private static List<String> names(Element element) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < element.getAttributes().getLength(); i++) {
      names.add(element.getAttributes().item(i).getNodeName());
    }
    return names;
  }

  /** Has an operation end otherwise, and says so wherever a cluster says it. */
  private void result(Element record) {
    String code = chance.of(LegalValues.RECORD.getOrDefault("rc-code", List.of("0")));
    String status = chance.of("0", "0", "4", "4", "2", "-1", "3", "1", "5", "7", "9");
    record.setAttribute("rc-code", code);
    record.setAttribute("op-status", status);
    String key = record.getAttribute("transition-key");
    if (chance.percent(70) && key.contains(":")) {
      if (chance.percent(30)) {
        key = key.replaceFirst("^(\\d+:\\d+):\\d+:", "$1:" + chance.of("0", "7", "8") + ":");
        record.setAttribute("transition-key", key);
      }
      record.setAttribute("transition-magic", status + ":" + code + ";" + key);
    }
  }

  /** Says what was done as it was said at other times. */
  private void shape(Element record) {
    String key = record.getAttribute("transition-key");
    String bare = key.replaceFirst("^\\d+:(\\d+):\\d+:", "$1:");
    switch (chance.between(0, 4)) {
      case 0 -> record.setAttribute("transition-key", bare);
      case 1 -> record.setAttribute("transition-magic", "0:0;" + bare);
      case 2 -> record.setAttribute("transition-magic", chance.of("", "4:1;garbage", "0:7;" + key));
      case 3 -> record.removeAttribute("operation_key");
      default ->
          record.setAttribute(
              "id",
              record
                  .getAttribute("id")
                  .replaceFirst("_last_0$|_\\d+$", chance.of("_last_failure_0", "_0", "_last_0")));
    }
  }

  private void migrated(Element record) {
    List<Element> nodes = cib.nodes();
    if (nodes.size() > 1) {
      record.setAttribute("operation", chance.of("migrate_to", "migrate_from"));
      record.setAttribute("migrate_source", chance.of(nodes).getAttribute("uname"));
      record.setAttribute("migrate_target", chance.of(nodes).getAttribute("uname"));
    }
  }

  /** Has what one node remembers of a resource remembered of another, or by another node. */
  void copyHistory() {
    List<Element> histories = cib.named("lrm_resource");
    List<Element> lists = cib.named("lrm_resources");
    if (histories.isEmpty()) {
      return;
    }
    Element history = chance.of(histories);
    if (chance.percent(40)) {
      Element copy = cib.copy(history);
      if (chance.percent(30)) {
        rename(copy, aResource());
      }
      add(chance.of(lists), copy);
    } else if (chance.percent(50)) {
      List<Element> records = CibTree.children(chance.of(histories), "lrm_rsc_op");
      if (!records.isEmpty()) {
        history.appendChild(cib.copy(chance.of(records)));
      }
    } else {
      String instance = chance.of(":0", ":1", ":2", "");
      rename(history, history.getAttribute("id").replaceFirst(":\\d+$", "") + instance);
    }
  }

  /** Adds what is remembered of a resource, in place of what was. */
  static void add(Element list, Element history) {
    for (Element former : CibTree.children(list, "lrm_resource")) {
      if (former.getAttribute("id").equals(history.getAttribute("id"))) {
        list.removeChild(former);
      }
    }
    list.appendChild(history);
  }

  private static void rename(Element history, String name) {
    String former = history.getAttribute("id");
    history.setAttribute("id", name);
    for (Element record : CibTree.children(history, "lrm_rsc_op")) {
      for (String attribute : List.of("id", "operation_key")) {
        String text = record.getAttribute(attribute);
        if (text.startsWith(former + "_")) {
          record.setAttribute(attribute, name + text.substring(former.length()));
        }
      }
    }
  }

  void ticket() {
    List<Element> tickets = cib.named("ticket_state");
    List<Element> constraints = cib.named("rsc_ticket");
    String name = constraints.isEmpty() ? "t" : chance.of(constraints).getAttribute("ticket");
    Element state;
    if (tickets.isEmpty() || chance.percent(20)) {
      Element list = CibTree.first(cib.section("status"), "tickets");
      if (list == null) {
        list = cib.make("tickets");
        cib.section("status").insertBefore(list, cib.section("status").getFirstChild());
      }
      state = cib.make("ticket_state", "id", name);
      list.appendChild(state);
    } else {
      state = chance.of(tickets);
    }
    state.setAttribute("granted", chance.of("true", "false"));
    state.setAttribute("standby", chance.of("true", "false"));
    if (chance.percent(30)) {
      state.setAttribute("last-granted", chance.of("0", "1690000000"));
    }
  }

  private void set(Element element, Map<String, List<String>> table) {
    String name = chance.of(LegalValues.names(table));
    if (element.hasAttribute(name) && chance.percent(20)) {
      element.removeAttribute(name);
    } else {
      element.setAttribute(name, chance.of(table.getOrDefault(name, List.of(""))));
    }
  }
}
