package io.pacekeeper.core.policy.report;

import io.pacekeeper.core.policy.working.HealthStrategy;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Says how nodes and resources are, before or after a transition. */
public final class StatusText {
  private final WorkingSet working;
  private final StringBuilder text = new StringBuilder();

  private StatusText(WorkingSet working) {
    this.working = working;
  }

  /**
   * Returns what is said of a cluster under a title.
   *
   * @param pending whether operations that are under way are mentioned
   */
  public static String of(WorkingSet working, String title, boolean pending) {
    StatusText status = new StatusText(working);
    status.text.append(title).append(":\n");
    if (!working.nodes().isEmpty()) {
      status.addNodes();
      status.text.append('\n');
    }
    status.text.append("  * Full List of Resources:\n");
    List<String> lines = new ResourceText(working, pending).lines();
    if (lines.isEmpty()) {
      status.text.append("    * No resources\n");
    }
    lines.forEach(line -> status.text.append(line).append('\n'));
    return status.text.toString();
  }

  /** Returns how many resources are disabled or blocked, as a sentence; empty: none are. */
  public static String disabledAndBlocked(WorkingSet working) {
    int[] counts = new int[3];
    working.resources().forEach(resource -> count(resource, counts));
    if (counts[1] == 0 && counts[2] == 0) {
      return "";
    }
    return counts[1]
        + " of "
        + counts[0]
        + " resource instances DISABLED and "
        + counts[2]
        + " BLOCKED from further action due to failure";
  }

  private static void count(WorkingResource resource, int[] counts) {
    if (!resource.children().isEmpty()) {
      resource.children().forEach(child -> count(child, counts));
      return;
    }
    if (resource instanceof WorkingClone) {
      return;
    }
    if (!resource.has(ResourceFlag.ORPHAN) || resource.role() != Role.STOPPED) {
      counts[0]++;
      if (disabled(resource)) {
        counts[1]++;
      }
      if (resource.has(ResourceFlag.BLOCKED)) {
        counts[2]++;
      }
    }
  }

  /** Returns whether a resource is kept from what it might be: stopped, or not promoted. */
  static boolean disabled(WorkingResource resource) {
    Role target = Role.of(resource.meta("target-role"));
    return target == Role.STOPPED
        || (target == Role.UNPROMOTED
            && resource.top() instanceof WorkingClone clone
            && clone.promotable());
  }

  private void addNodes() {
    text.append("  * Node List:\n");
    List<WorkingNode> nodes = new ArrayList<>(working.nodes());
    nodes.sort(Comparator.comparing(WorkingNode::name, Names.BY_NUMBER));
    List<String> online = new ArrayList<>();
    List<String> offline = new ArrayList<>();
    for (WorkingNode node : nodes) {
      String health = health(node);
      boolean plain =
          !node.unclean()
              && !node.pending()
              && !(node.standbyOnFail() && node.online())
              && !node.standby()
              && !node.maintenance()
              && health.isEmpty();
      if (plain) {
        (node.online() ? online : offline).add(node.name());
      } else {
        text.append("    * Node ").append(node).append(": ").append(status(node));
        text.append(health).append('\n');
      }
    }
    addList("Online", online);
    addList("OFFLINE", offline);
  }

  private void addList(String title, List<String> names) {
    if (!names.isEmpty()) {
      text.append("    * ").append(title).append(": [ ");
      text.append(String.join(" ", names)).append(" ]\n");
    }
  }

  private String status(WorkingNode node) {
    if (node.unclean()) {
      return node.online()
          ? "UNCLEAN (online)"
          : node.pending() ? "UNCLEAN (pending)" : "UNCLEAN (offline)";
    }
    if (node.pending()) {
      return "pending";
    }
    if (node.standbyOnFail() && node.online()) {
      return "standby (on-fail)";
    }
    if (node.standby()) {
      if (!node.online()) {
        return "OFFLINE (standby)";
      }
      return node.running().isEmpty() ? "standby" : "standby (with active resources)";
    }
    if (node.maintenance()) {
      return node.online() ? "maintenance" : "OFFLINE (maintenance)";
    }
    return node.online() ? "online" : "OFFLINE";
  }

  private String health(WorkingNode node) {
    if (working.options().healthStrategy() == HealthStrategy.NONE) {
      return "";
    }
    boolean yellow = false;
    int yellowScore = working.options().healthYellow();
    for (var attribute : node.attributes().entrySet()) {
      if (!attribute.getKey().startsWith("#health")) {
        continue;
      }
      String value = attribute.getValue();
      if (value.equalsIgnoreCase("red")) {
        return " (health is RED)";
      }
      if (!value.equalsIgnoreCase("yellow")) {
        // Green, too, is what its score says.
        int score = working.options().score(value);
        if (score <= working.options().healthRed()) {
          return " (health is RED)";
        }
        yellow |= score <= yellowScore && yellowScore != working.options().healthGreen();
      }
      yellow |= value.equalsIgnoreCase("yellow");
    }
    return yellow ? " (health is YELLOW)" : "";
  }
}
