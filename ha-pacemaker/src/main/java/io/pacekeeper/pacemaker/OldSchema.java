package io.pacekeeper.pacemaker;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a CIB of a schema before 3.0 has under names that have changed since: it gets the new ones.
 */
final class OldSchema {
  private static final Map<String, String> OPTIONS =
      Map.ofEntries(
          Map.entry("cluster_recheck_interval", "cluster-recheck-interval"),
          Map.entry("dc_deadtime", "dc-deadtime"),
          Map.entry("election_timeout", "election-timeout"),
          Map.entry("no_quorum_policy", "no-quorum-policy"),
          Map.entry("remove_after_stop", "remove-after-stop"),
          Map.entry("shutdown_escalation", "shutdown-escalation"),
          Map.entry("startup_fencing", "startup-fencing"),
          Map.entry("stonith_action", "stonith-action"),
          Map.entry("stonith_enabled", "stonith-enabled"),
          Map.entry("stop_orphan_actions", "stop-orphan-actions"),
          Map.entry("stop_orphan_resources", "stop-orphan-resources"),
          Map.entry("symmetric_cluster", "symmetric-cluster"),
          Map.entry("transition_idle_timeout", "cluster-delay"));
  private static final Map<String, String> PARAMETERS =
      Map.of(
          "pcmk_list_cmd", "pcmk_list_action",
          "pcmk_monitor_cmd", "pcmk_monitor_action",
          "pcmk_off_cmd", "pcmk_off_action",
          "pcmk_on_cmd", "pcmk_on_action",
          "pcmk_reboot_cmd", "pcmk_reboot_action",
          "pcmk_status_cmd", "pcmk_status_action");
  private static final Set<String> OF_THE_OPERATION =
      Set.of(
          "name",
          "interval",
          "interval-origin",
          "start-delay",
          "enabled",
          "on-fail",
          "record-pending",
          "role",
          "timeout");

  private final Element configuration;

  private OldSchema(Element configuration) {
    this.configuration = configuration;
  }

  /** Renames what has to be renamed in a configuration. */
  static void upgrade(Element configuration) {
    OldSchema old = new OldSchema(configuration);
    for (Element section : List.copyOf(configuration.children())) {
      switch (section.name()) {
        case "crm_config" -> old.options(section);
        case "nodes" -> section.children().forEach(OldSchema::node);
        case "resources" -> section.children().forEach(OldSchema::resource);
        default -> {
          // has no names that have changed
        }
      }
    }
  }

  private void options(Element section) {
    for (Element set : section.children("cluster_property_set")) {
      for (Iterator<Element> pairs = set.children().iterator(); pairs.hasNext(); ) {
        Element pair = pairs.next();
        if (pair.name().equals("nvpair") && !option(pair)) {
          pairs.remove();
        }
      }
    }
  }

  /** Returns whether an option stays one; some have become defaults of resources or operations. */
  private boolean option(Element pair) {
    String name = pair.get("name", "");
    String value = pair.get("value", "");
    switch (name) {
      case "default-action-timeout", "default_action_timeout" ->
          makeDefault("op_defaults", "timeout", value);
      case "default-resource-stickiness", "default_resource_stickiness" ->
          makeDefault("rsc_defaults", "resource-stickiness", value);
      case "is-managed-default", "is_managed_default" ->
          makeDefault("rsc_defaults", "is-managed", value);
      case "default-resource-failure-stickiness", "default_resource_failure_stickiness" -> {
        if (value.equals("-INFINITY")) {
          makeDefault("rsc_defaults", "migration-threshold", "1");
        }
      }
      default -> {
        pair.attributes().computeIfPresent("name", (any, old) -> OPTIONS.getOrDefault(old, old));
        return true;
      }
    }
    return false;
  }

  /** Adds a default; what is said to be one already wins. */
  private void makeDefault(String section, String name, String value) {
    Element defaults = configuration.first(section);
    if (defaults == null) {
      defaults = new Element(section, new LinkedHashMap<>());
      configuration.children().add(defaults);
    }
    String id = "upgraded-" + name;
    Element set = new Element("meta_attributes", attributes("id", id));
    Element pair = new Element("nvpair", attributes("id", id + "-value"));
    pair.attributes().put("name", name);
    pair.attributes().put("value", value);
    set.children().add(pair);
    defaults.children().add(0, set);
  }

  private static Map<String, String> attributes(String name, String value) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put(name, value);
    return attributes;
  }

  private static void node(Element node) {
    if ("normal".equals(node.get("type"))) {
      node.attributes().put("type", "member");
    }
  }

  private static void resource(Element resource) {
    String requires = null;
    for (Element child : resource.children()) {
      switch (child.name()) {
        case "primitive", "group" -> resource(child);
        case "instance_attributes" -> child.children("nvpair").forEach(OldSchema::parameter);
        case "meta_attributes" -> child.children().removeIf(OldSchema::isGone);
        case "operations" -> {
          for (Element operation : child.children("op")) {
            String found = operation(operation);
            requires = found == null ? requires : found;
          }
        }
        default -> {
          // has no names that have changed
        }
      }
    }
    if (requires != null) {
      Element set = new Element("meta_attributes", attributes("id", resource.id() + "-upgraded"));
      Element pair = new Element("nvpair", attributes("id", resource.id() + "-upgraded-requires"));
      pair.attributes().put("name", "requires");
      pair.attributes().put("value", requires);
      set.children().add(pair);
      resource.children().add(0, set);
    }
  }

  private static void parameter(Element pair) {
    pair.attributes().computeIfPresent("name", (any, old) -> PARAMETERS.getOrDefault(old, old));
  }

  /** Renames a meta attribute; returns whether there is nothing any more that it could be. */
  private static boolean isGone(Element pair) {
    switch (pair.get("name", "")) {
      case "isolation", "isolation-host", "isolation-instance", "isolation-wrapper" -> {
        pair.attributes().put("name", "target-role");
        pair.attributes().put("value", "Stopped");
      }
      case "resource-failure-stickiness", "resource_failure_stickiness" -> {
        if (!"-INFINITY".equals(pair.get("value"))) {
          return true;
        }
        pair.attributes().put("name", "migration-threshold");
        pair.attributes().put("value", "1");
      }
      default -> {
        // is called so still
      }
    }
    return false;
  }

  /** Renames what an operation has; returns what its resource requires, if it says so. */
  private static @Nullable String operation(Element operation) {
    String requires = operation.attributes().remove("requires");
    for (Element set : operation.children("instance_attributes")) {
      for (Element pair : new ArrayList<>(set.children("nvpair"))) {
        String name = pair.get("name", "");
        String value = pair.get("value", "");
        if (name.equals("requires")) {
          requires = value;
          set.children().remove(pair);
        } else if (OF_THE_OPERATION.contains(name)) {
          operation.attributes().putIfAbsent(name, value);
          set.children().remove(pair);
        }
      }
    }
    String name = operation.get("name", "");
    return name.equals("start") || name.equals("promote") ? requires : null;
  }
}
