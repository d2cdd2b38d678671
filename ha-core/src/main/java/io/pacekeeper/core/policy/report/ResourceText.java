package io.pacekeeper.core.policy.report;

import io.pacekeeper.core.policy.action.ActiveNodes;
import io.pacekeeper.core.policy.working.FailedProbe;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingGroup;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says how each resource is. */
final class ResourceText {
  private final WorkingSet working;
  private final boolean pending;
  private final List<String> lines = new ArrayList<>();

  ResourceText(WorkingSet working, boolean pending) {
    this.working = working;
    this.pending = pending;
  }

  List<String> lines() {
    for (WorkingResource resource : working.resources()) {
      boolean gone = resource.has(ResourceFlag.ORPHAN) && !active(resource, true);
      if (!gone && !lost(resource)) {
        add(resource, 2);
      }
    }
    return lines;
  }

  /**
   * Returns whether a resource is active only where it does not count for it: what is unmanaged on
   * a lost node does not count for the clone or group that it is in.
   */
  static boolean lost(WorkingResource resource) {
    return active(resource, false) && resource.runningOn().isEmpty();
  }

  /** Returns whether all of a resource, or any part of it, is active. */
  static boolean active(WorkingResource resource, boolean all) {
    if (resource.children().isEmpty()) {
      // What is managed and was left on a node that is cleanly gone is not active any more.
      return resource.runningOn().stream()
          .anyMatch(node -> node.unclean() || node.online() || !resource.managed());
    }
    return all
        ? resource.children().stream().allMatch(child -> active(child, true))
        : resource.children().stream().anyMatch(child -> active(child, false));
  }

  void add(WorkingResource resource, int depth) {
    if (resource instanceof WorkingPrimitive primitive) {
      line(depth, primitive(primitive));
    } else if (resource instanceof WorkingClone clone) {
      new CloneText(working, this, pending).add(clone, depth);
    } else if (resource instanceof WorkingGroup group) {
      List<String> flags = new ArrayList<>();
      if (!group.managed()) {
        flags.add("unmanaged");
      }
      if (StatusText.disabled(group)) {
        flags.add("disabled");
      }
      line(depth, "Resource Group: " + group.id() + inParentheses(flags) + ":");
      group.children().forEach(member -> add(member, depth + 1));
    }
  }

  static String inParentheses(List<String> flags) {
    return flags.isEmpty() ? "" : " (" + String.join(", ", flags) + ")";
  }

  void line(int depth, String text) {
    lines.add("  ".repeat(depth) + "* " + text);
  }

  private String primitive(WorkingPrimitive primitive) {
    WorkingNode node = node(primitive);
    StringBuilder text = new StringBuilder(name(primitive));
    text.append("\t(").append(primitive.definition().standard());
    if ("ocf".equals(primitive.definition().standard())) {
      text.append(':').append(primitive.definition().provider());
    }
    text.append(':').append(primitive.definition().type()).append("):\t");
    if (primitive.has(ResourceFlag.ORPHAN)) {
      text.append(" ORPHANED");
    }
    text.append(state(primitive));
    if (node != null) {
      text.append(' ').append(node);
    }
    if (displayedRole(primitive) == Role.STOPPED) {
      Integer result = failedProbe(probedName(primitive), node);
      if (result != null) {
        text.append(" (").append(ResultText.of(result)).append(") ");
      }
    }
    text.append(inParentheses(flags(primitive, node)));
    if (primitive.runningOn().size() > 1) {
      String description = primitive.definition().attributes().get("description");
      if (description != null) {
        text.append(' ').append(description);
      }
      text.append(
          primitive.runningOn().stream()
              .map(WorkingNode::name)
              .collect(Collectors.joining(" ", " [ ", " ]")));
    }
    return text.toString();
  }

  /** Probes are looked up under the name of what is cloned, even if instances are told apart. */
  private static String probedName(WorkingPrimitive primitive) {
    return primitive.top() instanceof WorkingClone clone
        ? clone.definition().child().id()
        : primitive.id();
  }

  private static @Nullable WorkingNode node(WorkingPrimitive primitive) {
    if (primitive.runningOn().size() > 1) {
      return null;
    }
    WorkingNode node = ActiveNodes.of(primitive).current();
    if (node == null) {
      node = primitive.pendingNode();
    }
    return node == null ? primitive.lockNode() : node;
  }

  static String name(WorkingPrimitive primitive) {
    String id = primitive.id();
    if (primitive.has(ResourceFlag.UNIQUE)) {
      return id;
    }
    int colon = id.lastIndexOf(':');
    return colon < 0 ? id : id.substring(0, colon);
  }

  /** A resource that has roles and is merely started is not promoted. */
  static Role displayedRole(WorkingResource resource) {
    boolean promotable = resource.top() instanceof WorkingClone clone && clone.promotable();
    return resource.role() == Role.STARTED && promotable ? Role.UNPROMOTED : resource.role();
  }

  private String state(WorkingPrimitive primitive) {
    Role role = displayedRole(primitive);
    if (primitive.has(ResourceFlag.FAILED)) {
      return role.compareTo(Role.UNPROMOTED) > 0 ? " FAILED " + role.text() : " FAILED";
    }
    String task = pending ? primitive.pendingTask() : null;
    String word =
        switch (task == null ? "" : task) {
          case Task.START -> "Starting";
          case Task.STOP -> "Stopping";
          case Task.MIGRATE_TO, Task.MIGRATE_FROM -> "Migrating";
          case Task.PROMOTE -> "Promoting";
          case Task.DEMOTE -> "Demoting";
          default -> role.text();
        };
    return ' ' + word;
  }

  private List<String> flags(WorkingPrimitive primitive, @Nullable WorkingNode node) {
    List<String> flags = new ArrayList<>();
    if (node != null && !node.online() && node.unclean()) {
      flags.add("UNCLEAN");
    }
    if (node != null && node == primitive.lockNode()) {
      flags.add("LOCKED");
    }
    if (pending && Task.MONITOR.equals(primitive.pendingTask())) {
      flags.add("Monitoring");
    }
    String targetRole = primitive.meta("target-role");
    if (Role.of(targetRole) == Role.STOPPED) {
      flags.add("disabled");
    } else if (StatusText.disabled(primitive)) {
      flags.add("target-role:" + targetRole);
    }
    if (primitive.has(ResourceFlag.BLOCKED)) {
      flags.add("blocked");
    } else if (!primitive.managed()) {
      flags.add("unmanaged");
    }
    if (primitive.has(ResourceFlag.FAILURE_IGNORED)) {
      flags.add("failure ignored");
    }
    return flags;
  }

  /** Returns what a probe of a resource returned that failed and counts as not active. */
  @Nullable Integer failedProbe(String id, @Nullable WorkingNode node) {
    for (FailedProbe probe : working.failedProbes()) {
      if (probe.resource().equals(id)
          && (node == null || Objects.equals(probe.node(), node.name()))) {
        return probe.result();
      }
    }
    return null;
  }
}
