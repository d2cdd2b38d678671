package io.pacekeeper.core.policy.report;

import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Says how a clone is: instances that are as they should be are only counted up by node. */
final class CloneText {
  private final WorkingSet working;
  private final ResourceText resources;
  private final boolean pending;
  private final List<String> promoted = new ArrayList<>();
  private final List<String> started = new ArrayList<>();
  private final TreeMap<String, List<String>> stopped = new TreeMap<>();
  private final List<String> stoppedInstances = new ArrayList<>();

  CloneText(WorkingSet working, ResourceText resources, boolean pending) {
    this.working = working;
    this.resources = resources;
    this.pending = pending;
  }

  void add(WorkingClone clone, int depth) {
    List<String> flags = new ArrayList<>();
    if (clone.promotable()) {
      flags.add("promotable");
    }
    if (clone.has(ResourceFlag.UNIQUE)) {
      flags.add("unique");
    }
    if (!clone.managed()) {
      flags.add("unmanaged");
    }
    if (StatusText.disabled(clone)) {
      flags.add("disabled");
    }
    String child = childId(clone);
    resources.line(
        depth,
        "Clone Set: " + clone.id() + " [" + child + "]" + ResourceText.inParentheses(flags) + ":");
    for (WorkingResource instance : clone.children()) {
      addInstance(clone, instance, depth + 1);
    }
    if (clone.has(ResourceFlag.UNIQUE)) {
      return;
    }
    addList(depth + 1, "Promoted", promoted);
    addList(depth + 1, startedTitle(clone), started);
    addStopped(clone, child, depth + 1);
  }

  private static String childId(WorkingClone clone) {
    return clone.definition().child().id();
  }

  private static String startedTitle(WorkingClone clone) {
    if (!clone.promotable()) {
      return "Started";
    }
    return targetRole(clone) == Role.UNPROMOTED ? "Unpromoted (target-role)" : "Unpromoted";
  }

  private static Role targetRole(WorkingClone clone) {
    String word = clone.meta("target-role");
    if (word == null && !clone.children().isEmpty()) {
      word = clone.children().get(0).meta("target-role");
    }
    return Role.of(word);
  }

  private void addInstance(WorkingClone clone, WorkingResource instance, int depth) {
    if (ResourceText.lost(instance)) {
      return;
    }
    if (clone.has(ResourceFlag.UNIQUE) || (pending && underWay(instance))) {
      resources.add(instance, depth);
      return;
    }
    if (!ResourceText.active(instance, false)) {
      if (!any(instance, ResourceFlag.ORPHAN)) {
        stoppedInstances.add(instance.id());
      }
      return;
    }
    boolean plain =
        ResourceText.active(instance, true)
            && !any(instance, ResourceFlag.ORPHAN)
            && allManaged(instance)
            && !any(instance, ResourceFlag.FAILED);
    WorkingNode node = plain ? onlyNode(instance) : null;
    if (node == null || (!node.online() && node.unclean())) {
      resources.add(instance, depth);
    } else if (highestRole(instance).compareTo(Role.UNPROMOTED) > 0) {
      promoted.add(node.name());
    } else {
      started.add(node.name());
    }
  }

  private static boolean underWay(WorkingResource instance) {
    return instance instanceof WorkingPrimitive primitive && primitive.pendingTask() != null;
  }

  private static boolean any(WorkingResource resource, ResourceFlag flag) {
    return resource.has(flag) || resource.children().stream().anyMatch(child -> any(child, flag));
  }

  private static boolean allManaged(WorkingResource resource) {
    return resource.managed() && resource.children().stream().allMatch(CloneText::allManaged);
  }

  private static @Nullable WorkingNode onlyNode(WorkingResource instance) {
    Set<WorkingNode> nodes = new LinkedHashSet<>();
    collectNodes(instance, nodes);
    return nodes.size() == 1 ? nodes.iterator().next() : null;
  }

  private static void collectNodes(WorkingResource resource, Set<WorkingNode> nodes) {
    if (resource.children().isEmpty()) {
      nodes.addAll(resource.runningOn());
    }
    resource.children().forEach(child -> collectNodes(child, nodes));
  }

  private static Role highestRole(WorkingResource resource) {
    Role highest = resource.children().isEmpty() ? resource.role() : Role.UNKNOWN;
    for (WorkingResource child : resource.children()) {
      Role role = highestRole(child);
      highest = role.compareTo(highest) > 0 ? role : highest;
    }
    return highest;
  }

  private void addList(int depth, String title, List<String> names) {
    if (!names.isEmpty()) {
      names.sort(Names.BY_NUMBER);
      resources.line(depth, title + ": [ " + String.join(" ", names) + " ]");
    }
  }

  private void addStopped(WorkingClone clone, String child, int depth) {
    if (clone.cloneMax() > promoted.size() + started.size()) {
      List<WorkingNode> candidates =
          working.nodes().stream().filter(node -> clone.allowed().contains(node.index())).toList();
      if (candidates.isEmpty()) {
        candidates =
            working.nodes().stream().filter(node -> clone.knownOn().get(node.index())).toList();
      }
      for (WorkingNode node : candidates) {
        if (!clone.runningOn().contains(node)) {
          stopped
              .computeIfAbsent(stoppedText(clone, child, node), any -> new ArrayList<>())
              .add(node.name());
        }
      }
      stopped.forEach((title, names) -> addList(depth, title, names));
    } else {
      addList(depth, "Stopped", stoppedInstances);
    }
  }

  private String stoppedText(WorkingClone clone, String child, WorkingNode node) {
    Integer result = resources.failedProbe(child, node);
    if (result != null) {
      return "Stopped (" + ResultText.of(result) + ")";
    }
    return targetRole(clone) == Role.STOPPED ? "Stopped (disabled)" : "Stopped";
  }
}
