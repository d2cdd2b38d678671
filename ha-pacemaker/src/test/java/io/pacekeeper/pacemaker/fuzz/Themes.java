package io.pacekeeper.pacemaker.fuzz;

import java.util.List;
import org.w3c.dom.Element;

/** Changes several things about a cluster that only matter together. */
final class Themes {
  private final CibTree cib;
  private final Chance chance;

  Themes(CibTree cib, Chance chance) {
    this.cib = cib;
    this.chance = chance;
  }

  void any() {
    List<Runnable> themes =
        List.of(
            this::shutdownLock,
            this::health,
            this::unfencing,
            this::utilization,
            this::delays,
            this::tickets,
            this::demotions,
            this::migrations,
            this::reloads,
            this::conditionalDefaults,
            this::maintenance,
            this::roles,
            this::discovery,
            this::orders);
    chance.of(themes).run();
  }

  private void option(String name, String value) {
    List<Element> sets = cib.named("cluster_property_set");
    Element set =
        sets.isEmpty() ? cib.set(cib.section("crm_config"), "cluster_property_set") : sets.get(0);
    cib.put(set, name, value);
  }

  private void meta(Element resource, String name, String value) {
    cib.put(cib.set(resource, "meta_attributes"), name, value);
  }

  private void transientAttribute(Element state, String name, String value) {
    Element attributes = CibTree.first(state, "transient_attributes");
    if (attributes == null) {
      attributes = cib.make("transient_attributes", "id", state.getAttribute("id"));
      state.insertBefore(attributes, state.getFirstChild());
    }
    cib.put(cib.set(attributes, "instance_attributes"), name, value);
  }

  private String aResource() {
    List<String> names = cib.resourceNames();
    return names.isEmpty() ? "none" : chance.of(names);
  }

  private String aNode() {
    List<Element> nodes = cib.nodes();
    return nodes.isEmpty() ? "none" : chance.of(nodes).getAttribute("uname");
  }

  private void constrain(Element constraint) {
    if (!cib.resourceNames().isEmpty()) {
      cib.section("constraints").appendChild(constraint);
    }
  }

  private void shutdownLock() {
    option("shutdown-lock", "true");
    if (chance.percent(50)) {
      option("shutdown-lock-limit", chance.of("0", "60s", "5min", "1h"));
    }
    for (Element state : cib.named("node_state")) {
      if (chance.percent(40)) {
        transientAttribute(state, "shutdown", chance.of("1690000000", "1700000000", "0"));
      }
      if (chance.percent(30)) {
        state.setAttribute("crmd", "offline");
        state.setAttribute("in_ccm", chance.of("false", "true"));
        state.setAttribute("join", chance.of("down", "member"));
        state.setAttribute("expected", chance.of("down", "member"));
      }
    }
    for (Element history : cib.named("lrm_resource")) {
      if (chance.percent(30)) {
        history.setAttribute(
            "shutdown-lock", chance.of("1690000000", "1699999990", "1700000000", "1"));
      }
    }
  }

  private void health() {
    option(
        "node-health-strategy",
        chance.of("migrate-on-red", "only-green", "progressive", "custom", "none"));
    for (String name : List.of("base", "green", "yellow", "red")) {
      if (chance.percent(40)) {
        option("node-health-" + name, chance.of("0", "10", "-10", "-INFINITY", "INFINITY", "100"));
      }
    }
    for (Element state : cib.named("node_state")) {
      for (String name : List.of("#health-cpu", "#health-disk", "#healthy")) {
        if (chance.percent(40)) {
          transientAttribute(state, name, chance.of("red", "yellow", "green", "5", "-5", "x"));
        }
      }
    }
    for (Element resource : cib.resources()) {
      if (chance.percent(25)) {
        meta(resource, "allow-unhealthy-nodes", chance.of("true", "false"));
      }
    }
  }

  private void unfencing() {
    option("stonith-enabled", chance.of("true", "true", "false"));
    for (Element resource : cib.named("primitive")) {
      if (resource.getAttribute("class").equals("stonith") && chance.percent(80)) {
        if (chance.percent(50)) {
          meta(resource, "provides", "unfencing");
        } else {
          meta(resource, "requires", chance.of("unfencing", "quorum", "nothing"));
        }
      } else if (chance.percent(40)) {
        meta(resource, "requires", chance.of("unfencing", "fencing", "quorum", "nothing"));
      }
    }
    for (Element state : cib.named("node_state")) {
      if (chance.percent(60)) {
        transientAttribute(state, "#node-unfenced", chance.of("0", "1690000000"));
      }
      if (chance.percent(30)) {
        transientAttribute(state, "#digests-all", chance.of("", "f:fence_x:0,"));
      }
    }
  }

  private void utilization() {
    option("placement-strategy", chance.of("utilization", "balanced", "minimal"));
    for (Element node : cib.nodes()) {
      cib.put(cib.set(node, "utilization"), "cpu", "" + chance.between(0, 6));
      if (chance.percent(40)) {
        cib.put(cib.set(node, "utilization"), "memory", "" + chance.between(0, 6));
      }
    }
    for (Element resource : cib.named("primitive")) {
      if (chance.percent(70)) {
        cib.put(cib.set(resource, "utilization"), "cpu", "" + chance.between(0, 3));
      }
      if (chance.percent(30)) {
        cib.put(cib.set(resource, "utilization"), "memory", "" + chance.between(0, 3));
      }
      if (chance.percent(40)) {
        meta(resource, "allow-migrate", "true");
      }
      if (chance.percent(30)) {
        meta(resource, "priority", "" + chance.between(0, 10));
      }
    }
  }

  private void delays() {
    option("stonith-enabled", "true");
    option("priority-fencing-delay", chance.of("15s", "1min", "0"));
    option("concurrent-fencing", chance.of("true", "false"));
    for (Element resource : cib.resources()) {
      if (chance.percent(40)) {
        meta(resource, "priority", "" + chance.between(-5, 10));
      }
    }
    for (Element state : cib.named("node_state")) {
      if (chance.percent(40)) {
        state.setAttribute("crmd", "offline");
        state.setAttribute("in_ccm", "false");
        state.setAttribute("join", "member");
        state.setAttribute("expected", "member");
      }
    }
  }

  private void tickets() {
    for (int i = chance.between(1, 3); i > 0; i--) {
      Element ticket =
          cib.make(
              "rsc_ticket",
              "id",
              cib.freshId("ticket"),
              "rsc",
              aResource(),
              "ticket",
              chance.of("t", "u"),
              "loss-policy",
              chance.of("stop", "fence", "freeze", "demote"));
      if (chance.percent(40)) {
        ticket.setAttribute("rsc-role", chance.of("Promoted", "Started", "Unpromoted", "Stopped"));
      }
      constrain(ticket);
    }
    StatusEdits status = new StatusEdits(cib, chance);
    status.ticket();
    status.ticket();
  }

  private void demotions() {
    for (Element operation : cib.named("op")) {
      String name = operation.getAttribute("name");
      if ((name.equals("monitor") || name.equals("promote")) && chance.percent(50)) {
        operation.setAttribute("on-fail", chance.of("demote", "demote", "stop", "block"));
      }
    }
    for (Element record : cib.named("lrm_rsc_op")) {
      if (record.getAttribute("operation").equals("monitor") && chance.percent(30)) {
        String code = chance.of("1", "9", "7", "8", "0");
        record.setAttribute("rc-code", code);
        record.setAttribute("op-status", chance.of("4", "0", "2"));
      }
    }
    if (chance.percent(30)) {
      option("no-quorum-policy", "demote");
      cib.root().setAttribute("have-quorum", "0");
    }
  }

  private void migrations() {
    for (Element resource : cib.resources()) {
      if (chance.percent(70)) {
        meta(resource, "allow-migrate", "true");
      }
    }
    List<Element> nodes = cib.nodes();
    if (!nodes.isEmpty()) {
      cib.put(cib.set(chance.of(nodes), "instance_attributes"), "standby", "on");
    }
    for (Element record : cib.named("lrm_rsc_op")) {
      if (chance.percent(10) && nodes.size() > 1) {
        record.setAttribute("operation", chance.of("migrate_to", "migrate_from"));
        record.setAttribute("migrate_source", aNode());
        record.setAttribute("migrate_target", aNode());
      }
    }
  }

  private void reloads() {
    for (Element resource : cib.named("primitive")) {
      if (chance.percent(40)) {
        cib.put(cib.set(resource, "instance_attributes"), "fake", chance.of("a", "b"));
      }
    }
    for (Element record : cib.named("lrm_rsc_op")) {
      if (chance.percent(40)) {
        record.setAttribute("op-digest", chance.of("0", "f2317cad3d54cec5d7d7aa7d0bf35cf8"));
        record.setAttribute(
            "op-restart-digest", chance.of("0", "f2317cad3d54cec5d7d7aa7d0bf35cf8"));
        record.setAttribute("op-force-restart", chance.of("state", " state ", "fake state", ""));
        if (chance.percent(50)) {
          record.setAttribute("crm_feature_set", chance.of("3.16.1", "3.0.1", "3.14.0"));
        }
      }
    }
  }

  private void conditionalDefaults() {
    boolean ofResources = chance.percent(50);
    Element section = cib.section(ofResources ? "rsc_defaults" : "op_defaults");
    Element set = cib.make("meta_attributes", "id", cib.freshId("defaults"));
    Element rule = cib.make("rule", "id", cib.freshId("rule"), "score", "INFINITY");
    Element expression =
        ofResources || chance.percent(30)
            ? cib.make("rsc_expression", "id", cib.freshId("expression"))
            : cib.make(
                "op_expression",
                "id",
                cib.freshId("expression"),
                "name",
                chance.of("monitor", "start", "stop"));
    if (expression.getTagName().equals("rsc_expression")) {
      expression.setAttribute("class", chance.of("ocf", "stonith", "lsb"));
      if (chance.percent(50)) {
        expression.setAttribute("type", chance.of("Dummy", "Stateful", "apache"));
      }
    } else if (chance.percent(40)) {
      expression.setAttribute("interval", chance.of("10s", "0", "5s"));
    }
    rule.appendChild(expression);
    set.appendChild(rule);
    String name =
        ofResources
            ? chance.of("target-role", "is-managed", "resource-stickiness", "priority")
            : chance.of("on-fail", "timeout", "enabled", "start-delay");
    String value =
        switch (name) {
          case "target-role" -> chance.of("Stopped", "Unpromoted");
          case "is-managed", "enabled" -> chance.of("true", "false");
          case "on-fail" -> chance.of("block", "stop", "ignore", "fence");
          default -> "7";
        };
    set.appendChild(cib.make("nvpair", "id", cib.freshId("pair"), "name", name, "value", value));
    section.appendChild(set);
    cib.root().setAttribute("validate-with", "pacemaker-3.9");
  }

  private void maintenance() {
    if (chance.percent(30)) {
      option("maintenance-mode", "true");
    }
    for (Element node : cib.nodes()) {
      if (chance.percent(30)) {
        cib.put(cib.set(node, "instance_attributes"), "maintenance", "true");
      }
    }
    for (Element resource : cib.resources()) {
      if (chance.percent(20)) {
        meta(resource, chance.of("is-managed", "maintenance"), chance.of("true", "false"));
      }
    }
    new StatusEdits(cib, chance).nodeState();
  }

  private void roles() {
    for (Element clone : cib.named("clone")) {
      if (chance.percent(60)) {
        meta(clone, "promotable", "true");
        meta(clone, chance.of("promoted-max", "master-max"), chance.of("1", "2"));
      }
    }
    for (int i = chance.between(1, 3); i > 0; i--) {
      Element made =
          cib.make(
              "rsc_colocation",
              "id",
              cib.freshId("colocation"),
              "rsc",
              aResource(),
              "with-rsc",
              aResource(),
              "score",
              chance.of("INFINITY", "-INFINITY", "50", "-50"));
      made.setAttribute(
          chance.of("rsc-role", "with-rsc-role"), chance.of("Promoted", "Unpromoted", "Master"));
      constrain(made);
    }
    for (Element state : cib.named("node_state")) {
      if (chance.percent(70)) {
        transientAttribute(state, "master-" + aResource(), chance.of("5", "10", "-1", "INFINITY"));
      }
    }
  }

  private void discovery() {
    for (int i = chance.between(1, 4); i > 0; i--) {
      Element made =
          cib.make(
              "rsc_location",
              "id",
              cib.freshId("location"),
              "rsc",
              aResource(),
              "node",
              aNode(),
              "score",
              chance.of("0", "10", "INFINITY", "-INFINITY"),
              "resource-discovery",
              chance.of("always", "never", "exclusive"));
      if (chance.percent(20)) {
        made.setAttribute("role", chance.of("Promoted", "Started", "Unpromoted"));
      }
      constrain(made);
    }
    if (chance.percent(40)) {
      option("symmetric-cluster", "false");
    }
  }

  private void orders() {
    for (int i = chance.between(1, 4); i > 0; i--) {
      String first = aResource();
      String then = aResource();
      if (first.equals(then)) {
        continue;
      }
      Element made =
          cib.make("rsc_order", "id", cib.freshId("order"), "first", first, "then", then);
      if (chance.percent(50)) {
        made.setAttribute("kind", chance.of("Mandatory", "Optional", "Serialize"));
      }
      if (chance.percent(40)) {
        made.setAttribute("first-action", chance.of("start", "stop", "promote", "demote"));
      }
      if (chance.percent(40)) {
        made.setAttribute("then-action", chance.of("start", "stop", "promote", "demote"));
      }
      if (chance.percent(30)) {
        made.setAttribute("symmetrical", chance.of("true", "false"));
      }
      if (chance.percent(20)) {
        made.setAttribute("require-all", "false");
      }
      constrain(made);
    }
    for (Element clone : cib.named("clone")) {
      if (chance.percent(40)) {
        meta(clone, "interleave", chance.of("true", "false"));
        meta(clone, chance.of("ordered", "notify"), "true");
      }
      if (chance.percent(20)) {
        meta(clone, "clone-min", chance.of("1", "2"));
      }
    }
  }
}
