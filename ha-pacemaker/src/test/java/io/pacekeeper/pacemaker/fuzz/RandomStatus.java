package io.pacekeeper.pacemaker.fuzz;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes up what nodes are like and what they remember. */
final class RandomStatus {
  private static final String UUID = "00000000-0000-0000-0000-000000000001";
  private static final String NO_PARAMETERS = "f2317cad3d54cec5d7d7aa7d0bf35cf8";
  private static final String MONITOR_20S = "4811cef7f7f94e3a35a70be7916cb2fd";

  private final Chance chance;
  private final List<String> nodes;
  private final StringBuilder xml;
  private final Set<String> entries = new HashSet<>();
  private int callId;

  RandomStatus(Chance chance, List<String> nodes, StringBuilder xml) {
    this.chance = chance;
    this.nodes = nodes;
    this.xml = xml;
  }

  void add(List<RandomResource> primitives) {
    List<List<String>> places = new ArrayList<>();
    boolean fresh = chance.percent(12);
    for (RandomResource primitive : primitives) {
      places.add(fresh ? List.of() : places(primitive));
    }
    for (int i = 0; i < nodes.size(); i++) {
      if (chance.percent(3)) {
        continue;
      }
      addNode(i, primitives, places);
    }
  }

  /** Where a resource is active: one node mostly, all of them if it is cloned. */
  private List<String> places(RandomResource primitive) {
    List<String> places = new ArrayList<>();
    if (primitive.clone0() != null) {
      for (String node : nodes) {
        if (chance.percent(75)) {
          places.add(node);
        }
      }
    } else if (chance.percent(70)) {
      places.add(chance.of(nodes));
      if (chance.percent(6)) {
        places.add(chance.of(nodes));
      }
    }
    return places;
  }

  private void addNode(int index, List<RandomResource> primitives, List<List<String>> places) {
    String name = nodes.get(index);
    int kind = chance.between(0, 99);
    String state;
    if (kind < 78) {
      state = "in_ccm=\"true\" crmd=\"online\" join=\"member\" expected=\"member\"";
    } else if (kind < 86) {
      state = "in_ccm=\"false\" crmd=\"offline\" join=\"down\" expected=\"down\"";
    } else if (kind < 94) {
      state = "in_ccm=\"false\" crmd=\"offline\" join=\"member\" expected=\"member\"";
    } else if (kind < 97) {
      state = "in_ccm=\"true\" crmd=\"online\" join=\"pending\" expected=\"member\"";
    } else {
      state = "in_ccm=\"true\" crmd=\"offline\" join=\"member\" expected=\"member\"";
    }
    xml.append("<node_state id=\"").append(index + 1).append("\" uname=\"").append(name);
    xml.append("\" ").append(state).append(" crm-debug-origin=\"made\">\n");
    addAttributes(index, primitives);
    xml.append("<lrm id=\"").append(index + 1).append("\"><lrm_resources>\n");
    for (int i = 0; i < primitives.size(); i++) {
      addHistory(primitives.get(i), name, places.get(i));
    }
    if (chance.percent(3)) {
      begin("orphan", "class=\"ocf\" provider=\"pacemaker\" type=\"Dummy\"");
      operation("orphan", name, "start", 0, 0, 0, 0);
      xml.append("</lrm_resource>\n");
    }
    xml.append("</lrm_resources></lrm>\n</node_state>\n");
  }

  private void addAttributes(int index, List<RandomResource> primitives) {
    StringBuilder attributes = new StringBuilder();
    int id = 0;
    if (chance.percent(5)) {
      attributes.append(attribute(index, id++, "shutdown", "1699999000"));
    }
    if (chance.percent(3)) {
      attributes.append(attribute(index, id++, "terminate", "true"));
    }
    for (RandomResource primitive : primitives) {
      RandomResource clone = primitive.clone0();
      if (clone != null && clone.promotable() && chance.percent(60)) {
        attributes.append(
            attribute(index, id++, "master-" + primitive.id(), chance.of("5", "10", "100", "-1")));
      }
      if (chance.percent(5)) {
        attributes.append(
            attribute(
                index,
                id++,
                "fail-count-" + primitive.id() + "#monitor_10000",
                chance.of("1", "2", "INFINITY")));
        attributes.append(
            attribute(
                index,
                id++,
                "last-failure-" + primitive.id() + "#monitor_10000",
                chance.of("1699999990", "1699990000")));
      }
    }
    if (attributes.length() > 0) {
      xml.append("<transient_attributes id=\"").append(index + 1);
      xml.append("\"><instance_attributes id=\"ta").append(index).append("\">\n");
      xml.append(attributes).append("</instance_attributes></transient_attributes>\n");
    }
  }

  private static String attribute(int node, int id, String name, String value) {
    return "<nvpair id=\"ta"
        + node
        + '-'
        + id
        + "\" name=\""
        + name
        + "\" value=\""
        + value
        + "\"/>\n";
  }

  private void begin(String id, String agent) {
    entries.clear();
    xml.append("<lrm_resource id=\"").append(id).append("\" ").append(agent).append(">\n");
  }

  private void addHistory(RandomResource primitive, String node, List<String> places) {
    RandomResource clone = primitive.clone0();
    String id = primitive.id();
    if (clone != null && clone.unique()) {
      id = id + ':' + chance.between(0, 1);
    }
    boolean here = places.contains(node);
    if (!here && chance.percent(45)) {
      return;
    }
    begin(
        id,
        chance.percent(2) && !primitive.device() ? "class=\"lsb\" type=\"x\"" : primitive.agent());
    if (!here) {
      addInactive(id, node);
    } else {
      addActive(primitive, id, node, clone != null && clone.promotable());
    }
    xml.append("</lrm_resource>\n");
  }

  private void addInactive(String id, String node) {
    int kind = chance.between(0, 99);
    if (kind < 70) {
      operation(id, node, "monitor", 0, 7, 7, 0);
    } else if (kind < 85) {
      operation(id, node, "stop", 0, 0, 0, 0);
    } else if (kind < 89) {
      operation(id, node, "monitor", 0, chance.of(1, 5, 2, 6), 7, 0);
    } else if (kind < 93) {
      operation(id, node, "start", 0, chance.of(1, 5, 7), 0, 0);
    } else if (kind < 96) {
      operation(id, node, "stop", 0, 1, 0, 0);
    } else {
      operation(id, node, chance.of("start", "monitor"), 0, 193, 0, -1);
    }
  }

  private void addActive(RandomResource primitive, String id, String node, boolean promotable) {
    String from = chance.percent(4) ? chance.of(nodes) : null;
    if (from != null && !from.equals(node)) {
      migration(id, node, "migrate_from", from, node);
    } else if (chance.percent(20)) {
      operation(id, node, "monitor", 0, 0, 7, 0);
    } else {
      operation(id, node, "start", 0, 0, 0, 0);
    }
    boolean promoted = promotable && chance.percent(40);
    if (promoted) {
      operation(id, node, "promote", 0, 0, 0, 0);
    }
    if (promoted ? primitive.monitoredPromoted() : primitive.monitored() && chance.percent(85)) {
      int expected = promoted ? 8 : 0;
      int result = chance.percent(88) ? expected : chance.of(1, 7, 5, 8, 9);
      operation(id, node, "monitor", promoted ? 11000 : 10000, result, expected, 0);
    }
    int kind = chance.between(0, 99);
    if (kind < 3) {
      operation(id, node, "stop", 0, 1, 0, 0);
    } else if (kind < 5) {
      operation(id, node, chance.of("stop", "demote", "promote"), 0, 193, 0, -1);
    } else if (kind < 8) {
      String to = chance.of(nodes);
      if (!to.equals(node)) {
        migration(id, node, "migrate_to", node, to);
      }
    }
  }

  private void migration(String id, String node, String task, String from, String to) {
    int result = chance.percent(80) ? 0 : 1;
    operation(
        id,
        node,
        task,
        0,
        result,
        0,
        0,
        " migrate_source=\"" + from + "\" migrate_target=\"" + to + '"');
  }

  private void operation(
      String id, String node, String task, int interval, int result, int expected, int status) {
    operation(id, node, task, interval, result, expected, status, null);
  }

  private void operation(
      String id,
      String node,
      String task,
      int interval,
      int result,
      int expected,
      int status,
      @Nullable String more) {
    boolean pending = status < 0;
    int call = pending ? -1 : ++callId;
    boolean failed = !pending && result != expected;
    String key = id + '_' + task + '_' + interval;
    String entry =
        failed
            ? id + "_last_failure_0"
            : interval > 0 || task.startsWith("migrate") ? key : id + "_last_" + call;
    if (!entries.add(entry)) {
      entry = key + '_' + callId;
    }
    String transition = (call < 0 ? 99 : call) + ":1:" + expected + ':' + UUID;
    String digest = interval > 0 ? MONITOR_20S : NO_PARAMETERS;
    if (chance.percent(3)) {
      digest = "00000000000000000000000000000000";
    }
    xml.append("<lrm_rsc_op id=\"").append(entry).append("\" operation_key=\"").append(key);
    xml.append("\" operation=\"").append(task).append("\" interval=\"").append(interval);
    xml.append("\" transition-key=\"").append(transition).append("\" transition-magic=\"");
    xml.append(pending ? -1 : failed ? 4 : 0).append(':').append(result).append(';');
    xml.append(transition).append("\" on_node=\"").append(node).append("\" call-id=\"");
    xml.append(call).append("\" rc-code=\"").append(result).append("\" op-status=\"");
    xml.append(pending ? -1 : failed ? 4 : 0).append("\" last-rc-change=\"");
    xml.append(chance.of(1690000000, 1699999000, 1699999950) + (call < 0 ? 40 : call % 40));
    xml.append("\" exec-time=\"5\" queue-time=\"0\" op-digest=\"").append(digest).append('"');
    if (interval == 0 && chance.percent(10)) {
      xml.append(" op-force-restart=\" q \" op-restart-digest=\"").append(NO_PARAMETERS);
      xml.append('"');
    }
    if (more != null) {
      xml.append(more);
    }
    xml.append(" crm_feature_set=\"3.16.1\"/>\n");
  }
}
