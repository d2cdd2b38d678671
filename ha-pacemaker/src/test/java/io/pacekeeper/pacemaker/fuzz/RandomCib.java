package io.pacekeeper.pacemaker.fuzz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes up a small cluster with its configuration, its history, and what has gone wrong. */
final class RandomCib {
  private final Chance chance;
  private final StringBuilder xml = new StringBuilder();
  private final List<String> nodes = new ArrayList<>();
  private final List<RandomResource> tops = new ArrayList<>();
  private final List<RandomResource> primitives = new ArrayList<>();
  private final RandomStatus status;
  private final boolean stonith;
  private final boolean utilization;
  private final boolean tickets;
  private int ids;

  private RandomCib(long seed) {
    this.chance = new Chance(seed);
    this.stonith = chance.percent(40);
    this.utilization = chance.percent(12);
    this.tickets = chance.percent(6);
    for (int i = 1; i <= chance.between(1, 5); i++) {
      nodes.add("n" + i);
    }
    this.status = new RandomStatus(chance, nodes, xml);
  }

  /** Returns the cluster of a seed, as XML. */
  static String of(long seed) {
    return new RandomCib(seed).make();
  }

  private String make() {
    boolean quorum = chance.percent(85);
    xml.append("<cib crm_feature_set=\"3.16.1\" validate-with=\"pacemaker-3.9\" epoch=\"1\"");
    xml.append(" num_updates=\"0\" admin_epoch=\"1\" have-quorum=\"").append(quorum ? 1 : 0);
    xml.append("\" dc-uuid=\"").append(chance.between(1, nodes.size()));
    xml.append("\" execution-date=\"1700000000\">\n<configuration>\n");
    addOptions(quorum);
    addNodes();
    addResources();
    xml.append("<constraints>\n");
    new RandomConstraints(chance, nodes, tops, primitives, tickets, xml).add();
    xml.append("</constraints>\n");
    addDefaults();
    xml.append("</configuration>\n<status>\n");
    status.add(primitives);
    if (tickets && chance.percent(70)) {
      xml.append("<tickets><ticket_state id=\"T\" granted=\"").append(chance.percent(50));
      xml.append(chance.percent(20) ? "\" standby=\"true\"/></tickets>\n" : "\"/></tickets>\n");
    }
    return xml.append("</status>\n</cib>\n").toString();
  }

  private void addOptions(boolean quorum) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("stonith-enabled", String.valueOf(stonith));
    if (!quorum || chance.percent(10)) {
      options.put("no-quorum-policy", chance.of("stop", "freeze", "ignore", "demote", "suicide"));
    }
    maybe(options, 5, "symmetric-cluster", "false");
    maybe(options, 3, "maintenance-mode", "true");
    maybe(options, 2, "stop-all-resources", "true");
    maybe(options, 20, "concurrent-fencing", "true");
    maybe(options, 4, "enable-startup-probes", "false");
    maybe(options, 3, "stop-orphan-resources", "false");
    maybe(options, 3, "stop-orphan-actions", "false");
    maybe(options, 4, "remove-after-stop", "true");
    maybe(options, 5, "start-failure-is-fatal", "false");
    maybe(options, 5, "startup-fencing", "false");
    maybe(options, 5, "stonith-action", "off");
    maybe(options, 4, "shutdown-lock", "true");
    maybe(
        options,
        6,
        "node-health-strategy",
        chance.of("migrate-on-red", "only-green", "progressive", "custom"));
    if (utilization) {
      options.put("placement-strategy", chance.of("utilization", "balanced", "minimal"));
    }
    xml.append("<crm_config><cluster_property_set id=\"cib-bootstrap-options\">\n");
    options.forEach((name, value) -> nvpair("opt", name, value));
    xml.append("</cluster_property_set></crm_config>\n");
  }

  private void maybe(Map<String, String> map, int percent, String name, String value) {
    if (chance.percent(percent)) {
      map.put(name, value);
    }
  }

  private void nvpair(String prefix, String name, String value) {
    xml.append("<nvpair id=\"").append(prefix).append('-').append(ids++);
    xml.append("\" name=\"").append(name).append("\" value=\"").append(value).append("\"/>\n");
  }

  private void addNodes() {
    xml.append("<nodes>\n");
    for (int i = 0; i < nodes.size(); i++) {
      xml.append("<node id=\"").append(i + 1).append("\" uname=\"").append(nodes.get(i));
      xml.append("\">\n");
      Map<String, String> attributes = new LinkedHashMap<>();
      maybe(attributes, 7, "standby", "on");
      maybe(attributes, 4, "maintenance", "true");
      maybe(attributes, 10, "#health-disk", chance.of("red", "yellow", "green"));
      maybe(attributes, 30, "rack", chance.of("a", "b"));
      if (!attributes.isEmpty()) {
        xml.append("<instance_attributes id=\"na").append(i).append("\">\n");
        attributes.forEach((name, value) -> nvpair("na", name, value));
        xml.append("</instance_attributes>\n");
      }
      if (utilization) {
        xml.append("<utilization id=\"nu").append(i).append("\">\n");
        nvpair("nu", "cpu", String.valueOf(chance.between(1, 8)));
        xml.append("</utilization>\n");
      }
      xml.append("</node>\n");
    }
    xml.append("</nodes>\n");
  }

  private void addResources() {
    xml.append("<resources>\n");
    if (stonith && chance.percent(92)) {
      add(primitive("F", true, null));
    }
    int count = chance.between(1, 5);
    for (int i = 0; i < count; i++) {
      String name = String.valueOf((char) ('A' + i));
      int kind = chance.between(0, 99);
      if (kind < 45) {
        add(primitive(name, false, null));
      } else if (kind < 65) {
        add(group("g" + name, name, null));
      } else {
        add(clone("c" + name, name, kind >= 82));
      }
    }
    xml.append("</resources>\n");
  }

  private void add(RandomResource resource) {
    tops.add(resource);
  }

  private RandomResource primitive(String id, boolean device, @Nullable RandomResource clone) {
    RandomResource resource = new RandomResource(id, device, clone);
    primitives.add(resource);
    xml.append("<primitive id=\"").append(id).append("\" ").append(resource.agent());
    xml.append(">\n");
    Map<String, String> meta = new LinkedHashMap<>();
    common(meta);
    boolean promotable = clone != null && clone.promotable();
    maybe(meta, 12, "migration-threshold", String.valueOf(chance.between(1, 3)));
    maybe(meta, 12, "failure-timeout", chance.of("60s", "600", "10000"));
    maybe(
        meta,
        6,
        "multiple-active",
        chance.of("block", "stop_only", "stop_start", "stop_unexpected"));
    maybe(meta, 10, "requires", chance.of("nothing", "quorum", "fencing"));
    maybe(meta, clone == null ? 25 : 3, "allow-migrate", "true");
    maybe(meta, 4, "critical", "false");
    set("meta_attributes", id + "-meta", meta);
    if (chance.percent(25) && !device) {
      Map<String, String> parameters = new LinkedHashMap<>();
      parameters.put("p", chance.of("1", "2"));
      set("instance_attributes", id + "-params", parameters);
    }
    if (utilization && !device) {
      set("utilization", id + "-util", Map.of("cpu", String.valueOf(chance.between(0, 3))));
    }
    operations(resource, promotable);
    xml.append("</primitive>\n");
    return resource;
  }

  private void common(Map<String, String> meta) {
    maybe(meta, 7, "target-role", chance.of("Stopped", "Started", "Stopped", "Unpromoted"));
    maybe(meta, 5, "is-managed", "false");
    maybe(meta, 2, "maintenance", "true");
    maybe(meta, 20, "resource-stickiness", chance.of("0", "1", "100", "INFINITY", "-10"));
    maybe(meta, 12, "priority", chance.of("1", "5", "10"));
    maybe(meta, 5, "allow-unhealthy-nodes", "true");
  }

  private void set(String element, String id, Map<String, String> values) {
    if (!values.isEmpty()) {
      xml.append('<').append(element).append(" id=\"").append(id).append("\">\n");
      values.forEach((name, value) -> nvpair(id, name, value));
      xml.append("</").append(element).append(">\n");
    }
  }

  private void operations(RandomResource resource, boolean promotable) {
    StringBuilder operations = new StringBuilder();
    if (chance.percent(60)) {
      resource.setMonitored(true);
      operations.append(operation(resource.id(), "monitor", "10s", promotable ? null : role(3)));
    }
    if (promotable && chance.percent(60)) {
      operations.append(operation(resource.id(), "monitor", "11s", "Promoted"));
      resource.setMonitoredPromoted(true);
    }
    if (chance.percent(4)) {
      operations.append(operation(resource.id(), "monitor", "12s", "Stopped"));
    }
    for (String task : List.of("start", "stop", "promote", "demote")) {
      if (chance.percent(4)) {
        operations.append(operation(resource.id(), task, "0", null));
      }
    }
    if (operations.length() > 0) {
      xml.append("<operations>\n").append(operations).append("</operations>\n");
    }
  }

  private @Nullable String role(int percent) {
    return chance.percent(percent) ? "Started" : null;
  }

  private String operation(String resource, String task, String interval, @Nullable String role) {
    StringBuilder operation = new StringBuilder("<op id=\"" + resource + '-' + task + '-');
    operation.append(interval).append("\" name=\"").append(task);
    operation.append("\" interval=\"").append(interval).append('"');
    if (role != null) {
      operation.append(" role=\"").append(role).append('"');
    }
    if (chance.percent(15)) {
      String[] choices =
          task.equals("stop")
              ? new String[] {"block", "ignore", "fence"}
              : new String[] {"block", "ignore", "fence", "restart", "stop", "standby", "demote"};
      operation.append(" on-fail=\"").append(chance.of(choices)).append('"');
    }
    if (!interval.equals("0") && chance.percent(3)) {
      operation.append(" enabled=\"false\"");
    }
    return operation.append("/>\n").toString();
  }

  private RandomResource group(String id, String prefix, @Nullable RandomResource clone) {
    RandomResource group = new RandomResource(id, false, clone);
    xml.append("<group id=\"").append(id).append("\">\n");
    Map<String, String> meta = new LinkedHashMap<>();
    common(meta);
    maybe(meta, 8, "ordered", "false");
    maybe(meta, 8, "collocated", "false");
    set("meta_attributes", id + "-meta", meta);
    int members = chance.between(1, 3);
    for (int i = 1; i <= members; i++) {
      group.add(primitive(prefix + i, false, clone));
    }
    xml.append("</group>\n");
    return group;
  }

  private RandomResource clone(String id, String prefix, boolean promotable) {
    boolean unique = chance.percent(12);
    RandomResource clone = new RandomResource(id, promotable, unique);
    xml.append("<clone id=\"").append(id).append("\">\n");
    Map<String, String> meta = new LinkedHashMap<>();
    common(meta);
    if (promotable) {
      meta.put("promotable", "true");
      maybe(meta, 25, "promoted-max", "2");
    }
    if (unique) {
      meta.put("globally-unique", "true");
      maybe(meta, 50, "clone-node-max", "2");
    }
    maybe(meta, 30, "clone-max", String.valueOf(chance.between(1, 3)));
    maybe(meta, 40, "interleave", "true");
    maybe(meta, 15, "ordered", "true");
    maybe(meta, 20, "notify", "true");
    maybe(meta, 8, "clone-min", "1");
    set("meta_attributes", id + "-meta", meta);
    clone.add(
        chance.percent(20) ? group("g" + prefix, prefix, clone) : primitive(prefix, false, clone));
    xml.append("</clone>\n");
    return clone;
  }

  private void addDefaults() {
    if (chance.percent(30)) {
      xml.append("<rsc_defaults>\n");
      set(
          "meta_attributes",
          "rd",
          Map.of("resource-stickiness", chance.of("0", "1", "100", "INFINITY")));
      xml.append("</rsc_defaults>\n");
    }
    if (chance.percent(8)) {
      xml.append("<op_defaults>\n");
      set("meta_attributes", "od", Map.of("timeout", chance.of("30s", "20s")));
      xml.append("</op_defaults>\n");
    }
  }
}
