package io.pacekeeper.pacemaker.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A cluster made up from a seed: nodes in all states, resources of all kinds, constraints of all
 * kinds, and a history that fits them. The same seed makes the same cluster.
 */
public final class RandomCib {
  /** A resource as constraints name it. */
  record Top(String id, String kind, List<String> primitives) {
    boolean promotable() {
      return kind.equals("promotable");
    }
  }

  private final Random random;
  private final StringBuilder xml = new StringBuilder();
  private final List<String> nodes = new ArrayList<>();
  private final List<Boolean> online = new ArrayList<>();
  private final List<Top> tops = new ArrayList<>();
  private final Map<String, String> cloneOf = new LinkedHashMap<>();
  private final List<Map<String, String>> attributes = new ArrayList<>();
  private boolean utilization;
  private boolean stonith;
  private int ids;

  private RandomCib(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L + 17);
  }

  /** Returns the cluster of a seed. */
  public static String of(long seed) {
    RandomCib cib = new RandomCib(seed);
    cib.write();
    return cib.xml.toString();
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  @SafeVarargs
  private <T> T any(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String id(String prefix) {
    return prefix + ids++;
  }

  private void write() {
    int count = chance(10) ? 6 + random.nextInt(6) : 2 + random.nextInt(4);
    for (int node = 0; node < count; node++) {
      nodes.add((chance(10) ? "Node" : "node") + (node + 1));
      attributes.add(new LinkedHashMap<>());
    }
    utilization = chance(20);
    stonith = chance(25);
    xml.append("<cib crm_feature_set=\"3.16.1\" validate-with=\"pacemaker-3.9\" epoch=\"1\"");
    xml.append(" num_updates=\"0\" admin_epoch=\"1\" have-quorum=\"").append(chance(8) ? 0 : 1);
    xml.append("\" dc-uuid=\"1\" execution-date=\"1700000000\">\n<configuration>\n");
    writeOptions();
    xml.append("<nodes>\n");
    for (int node = 0; node < count; node++) {
      writeNode(node);
    }
    xml.append("</nodes>\n<resources>\n");
    writeResources();
    xml.append("</resources>\n");
    StringBuilder constraints = new RandomConstraints(random, tops, nodes).write();
    xml.append("<constraints>\n").append(constraints).append("</constraints>\n");
    if (chance(40)) {
      xml.append("<rsc_defaults><meta_attributes id=\"rd\">");
      pair("resource-stickiness", any("0", "1", "100", "INFINITY", "-5"));
      if (chance(30)) {
        pair("migration-threshold", any("1", "2", "3"));
      }
      xml.append("</meta_attributes></rsc_defaults>\n");
    }
    xml.append("</configuration>\n");
    writeStatus();
    xml.append("</cib>\n");
  }

  private void pair(String name, String value) {
    xml.append("<nvpair id=\"").append(id("nv")).append("\" name=\"").append(name);
    xml.append("\" value=\"").append(value).append("\"/>");
  }

  private void writeOptions() {
    xml.append("<crm_config><cluster_property_set id=\"cib-bootstrap-options\">\n");
    pair("stonith-enabled", Boolean.toString(stonith));
    if (chance(15)) {
      pair("no-quorum-policy", any("ignore", "freeze", "stop", "demote", "suicide"));
    }
    if (chance(8)) {
      pair("symmetric-cluster", "false");
    }
    if (utilization) {
      pair("placement-strategy", any("utilization", "minimal", "balanced", "default"));
    }
    if (chance(4)) {
      pair("maintenance-mode", "true");
    }
    if (chance(3)) {
      pair("stop-all-resources", "true");
    }
    if (chance(6)) {
      pair(
          "node-health-strategy",
          any("migrate-on-red", "only-green", "progressive", "custom", "none"));
    }
    if (chance(4)) {
      pair("shutdown-lock", "true");
    }
    if (chance(8)) {
      pair("enable-startup-probes", "false");
    }
    if (stonith && chance(30)) {
      pair("concurrent-fencing", "true");
    }
    xml.append("</cluster_property_set></crm_config>\n");
  }

  private void writeNode(int node) {
    xml.append("<node id=\"").append(node + 1).append("\" uname=\"").append(nodes.get(node));
    xml.append(chance(3) ? "\" score=\"" + any("25", "-5", "100") : "").append("\">");
    if (utilization) {
      xml.append("<utilization id=\"").append(id("u")).append("\">");
      pair("cpu", Integer.toString(random.nextInt(10)));
      if (chance(70)) {
        pair("memory", Integer.toString(random.nextInt(10)));
      }
      xml.append("</utilization>");
    }
    xml.append("<instance_attributes id=\"").append(id("na")).append("\">");
    pair("rack", any("a", "b", "A"));
    if (chance(5)) {
      pair("standby", any("on", "off"));
    }
    if (chance(3)) {
      pair("maintenance", "true");
    }
    if (chance(5)) {
      pair("#health-disk", any("red", "yellow", "green", "-20", "15"));
    }
    xml.append("</instance_attributes></node>\n");
  }

  private void writeResources() {
    if (stonith && chance(90)) {
      xml.append("<primitive id=\"fence\" class=\"stonith\" type=\"fence_dummy\"/>\n");
    }
    int count = 1 + random.nextInt(chance(20) ? 8 : 5);
    for (int resource = 0; resource < count; resource++) {
      String name = "r" + (char) ('a' + random.nextInt(26)) + resource;
      int kind = random.nextInt(100);
      if (kind < 50) {
        primitive(name, true);
        tops.add(new Top(name, "primitive", List.of(name)));
      } else if (kind < 68) {
        tops.add(new Top("g-" + name, "group", group(name)));
      } else {
        clone(name, kind >= 84);
      }
    }
  }

  private void primitive(String name, boolean top) {
    boolean agent = chance(95);
    xml.append("<primitive id=\"").append(name).append("\" class=\"ocf\" provider=\"");
    xml.append("pacemaker\" type=\"").append(agent ? "Dummy" : "Stateful").append("\">");
    xml.append("<meta_attributes id=\"").append(id("m")).append("\">");
    writeMeta(top);
    xml.append("</meta_attributes>");
    if (utilization && chance(80)) {
      xml.append("<utilization id=\"").append(id("u")).append("\">");
      pair("cpu", Integer.toString(random.nextInt(5)));
      if (chance(40)) {
        pair("memory", Integer.toString(random.nextInt(5)));
      }
      xml.append("</utilization>");
    }
    xml.append("<operations><op id=\"").append(id("op")).append("\" name=\"monitor\"");
    xml.append(" interval=\"10s\"");
    xml.append(chance(10) ? " on-fail=\"" + any("ignore", "block", "stop", "restart") + '"' : "");
    xml.append("/></operations></primitive>\n");
  }

  private void writeMeta(boolean top) {
    if (chance(15)) {
      pair("priority", any("1", "5", "10", "-1"));
    }
    if (chance(20)) {
      pair("resource-stickiness", any("0", "1", "10", "200", "INFINITY"));
    }
    if (chance(6)) {
      pair("target-role", any("Stopped", "Started"));
    }
    if (chance(5)) {
      pair("is-managed", "false");
    }
    if (chance(8)) {
      pair("critical", "false");
    }
    if (chance(8)) {
      pair("migration-threshold", any("1", "2", "3"));
    }
    if (chance(8)) {
      pair("allow-migrate", "true");
    }
    if (top && chance(5)) {
      pair("multiple-active", any("stop_only", "block", "stop_start", "stop_unexpected"));
    }
  }

  private List<String> group(String name) {
    xml.append("<group id=\"g-").append(name).append("\">");
    if (chance(30)) {
      xml.append("<meta_attributes id=\"").append(id("m")).append("\">");
      if (chance(60)) {
        pair("resource-stickiness", any("0", "5", "100"));
      }
      if (chance(15)) {
        pair("ordered", "false");
      }
      if (chance(10)) {
        pair("collocated", "false");
      }
      if (chance(10)) {
        pair("target-role", "Stopped");
      }
      xml.append("</meta_attributes>");
    }
    List<String> members = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int member = 0; member < count; member++) {
      members.add(name + "-" + member);
      primitive(members.get(member), false);
    }
    xml.append("</group>\n");
    return members;
  }

  private void clone(String name, boolean promotable) {
    xml.append("<clone id=\"c-").append(name).append("\"><meta_attributes id=\"");
    xml.append(id("m")).append("\">");
    if (promotable) {
      pair("promotable", "true");
      if (chance(25)) {
        pair("promoted-max", any("2", "0", "1"));
      }
      if (chance(10)) {
        pair("promoted-node-max", "2");
      }
    }
    if (chance(40)) {
      pair("interleave", any("true", "false"));
    }
    if (chance(10)) {
      pair("ordered", "true");
    }
    if (chance(30)) {
      pair("clone-max", any("1", "2", "3", "4"));
    }
    if (chance(12)) {
      pair("globally-unique", "true");
      if (chance(60)) {
        pair("clone-node-max", "2");
      }
    }
    if (chance(12)) {
      pair("notify", "true");
    }
    if (chance(8)) {
      pair("clone-min", any("1", "2"));
    }
    if (chance(15)) {
      pair("resource-stickiness", any("0", "10", "100"));
    }
    if (chance(6)) {
      pair("target-role", promotable ? any("Unpromoted", "Stopped") : "Stopped");
    }
    xml.append("</meta_attributes>");
    List<String> primitives;
    if (chance(20)) {
      primitives = group(name);
    } else {
      primitives = List.of(name);
      primitive(name, false);
    }
    xml.append("</clone>\n");
    for (String primitive : primitives) {
      cloneOf.put(primitive, "c-" + name);
    }
    tops.add(new Top("c-" + name, promotable ? "promotable" : "clone", primitives));
  }

  private void writeStatus() {
    xml.append("<status>\n");
    for (int node = 0; node < nodes.size(); node++) {
      online.add(!chance(10));
    }
    online.set(random.nextInt(nodes.size()), true);
    Map<String, List<Integer>> places = places();
    for (int node = 0; node < nodes.size(); node++) {
      if (!online.get(node)) {
        writeOffline(node);
        continue;
      }
      boolean pending = chance(2);
      xml.append("<node_state id=\"").append(node + 1).append("\" uname=\"");
      xml.append(nodes.get(node)).append("\" in_ccm=\"true\" crmd=\"online\" join=\"");
      xml.append(pending ? "pending" : "member").append("\" expected=\"member\">\n");
      RandomHistory history = new RandomHistory(random, nodes.get(node), stonith);
      for (Top top : tops) {
        for (String primitive : top.primitives()) {
          history.add(primitive, top.promotable(), count(places.get(primitive), node));
        }
      }
      if (chance(4)) {
        history.shutDown();
      }
      xml.append(history.write(node + 1));
      xml.append("</node_state>\n");
    }
    xml.append("</status>\n");
  }

  private static int count(List<Integer> places, int node) {
    return (int) places.stream().filter(place -> place == node).count();
  }

  private void writeOffline(int node) {
    if (chance(10)) {
      return;
    }
    boolean lost = stonith && chance(40);
    xml.append("<node_state id=\"").append(node + 1).append("\" uname=\"").append(nodes.get(node));
    xml.append("\" in_ccm=\"false\" crmd=\"offline\" join=\"down\" expected=\"");
    xml.append(lost ? "member" : "down").append("\"/>\n");
  }

  /** Returns where each primitive is active: mostly where the group that it is in is. */
  private Map<String, List<Integer>> places() {
    Map<String, List<Integer>> places = new LinkedHashMap<>();
    for (Top top : tops) {
      boolean cloned = top.kind().equals("clone") || top.promotable();
      List<Integer> of = new ArrayList<>();
      for (int node = 0; node < nodes.size(); node++) {
        if (cloned && chance(60)) {
          of.add(node);
        }
      }
      if (!cloned && chance(70)) {
        of.add(random.nextInt(nodes.size()));
        if (chance(4)) {
          of.add(random.nextInt(nodes.size()));
        }
      }
      for (String primitive : top.primitives()) {
        places.put(primitive, chance(8) ? List.of() : of);
      }
    }
    return places;
  }
}
