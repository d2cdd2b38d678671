package io.pacekeeper.api;

import io.pacekeeper.api.ClusterStatus.Activity;
import io.pacekeeper.api.ClusterStatus.Color;
import io.pacekeeper.api.ClusterStatus.Dc;
import io.pacekeeper.api.ClusterStatus.Health;
import io.pacekeeper.api.ClusterStatus.Membership;
import io.pacekeeper.api.ClusterStatus.NodeHealth;
import io.pacekeeper.api.ClusterStatus.NodeStatus;
import io.pacekeeper.api.ClusterStatus.Phase;
import io.pacekeeper.api.ClusterStatus.ResourceStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a cluster does what it should.
 *
 * @param health in one word
 * @param ailments what speaks against it, the worst first
 */
record StatusHealth(Health health, List<String> ailments) {
  private static final int NAMED = 5;

  static StatusHealth of(ClusterStatus status) {
    List<String> failed = new ArrayList<>();
    List<String> degraded = new ArrayList<>();
    Dc dc = status.dc();
    if (dc == null || !dc.member()) {
      failed.add("there is no DC that decides");
    }
    List<String> nowhere = new ArrayList<>();
    List<String> onTheWay = new ArrayList<>();
    for (ResourceStatus resource : status.resources()) {
      if (isWanted(resource, status)) {
        judge(resource, nowhere, onTheWay);
      }
    }
    add(nowhere, "is not active", "are not active", failed);
    add(onTheWay, "is being started or stopped", "are being started or stopped", degraded);
    for (NodeStatus node : status.nodes()) {
      if (node.membership() != Membership.ONLINE) {
        degraded.add(node.name() + " is " + StatusText.word(node.membership()));
      }
      NodeHealth told = node.details().health();
      if (told != null && told.color() == Color.RED) {
        degraded.add("the health of " + node.name() + " is RED");
      }
    }
    add(status.failures().size(), "failed action", degraded);
    add(status.warnings().size(), "warning", degraded);
    Health health =
        !failed.isEmpty() ? Health.FAILED : degraded.isEmpty() ? Health.HEALTHY : Health.DEGRADED;
    List<String> ailments = new ArrayList<>(failed);
    ailments.addAll(degraded);
    return new StatusHealth(health, List.copyOf(ailments));
  }

  /** Returns whether the cluster is to see to it that a resource is active. */
  private static boolean isWanted(ResourceStatus resource, ClusterStatus status) {
    return resource.application() != null
        && resource.managed()
        && resource.targetRole() != TargetRole.STOPPED
        && !status.stopAllResources();
  }

  private static void judge(ResourceStatus resource, List<String> nowhere, List<String> onTheWay) {
    boolean moves = false;
    for (Activity activity : resource.active()) {
      if (activity.confirmed() && activity.phase() == Phase.STARTED) {
        return;
      }
      moves |=
          activity.confirmed()
              && (activity.phase() == Phase.STARTING || activity.phase() == Phase.STOPPING);
    }
    (moves ? onTheWay : nowhere).add(resource.id());
  }

  private static void add(List<String> names, String one, String several, List<String> ailments) {
    if (names.isEmpty()) {
      return;
    }
    String named = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
    String more = names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "";
    ailments.add(named + more + " " + (names.size() == 1 ? one : several));
  }

  private static void add(int count, String what, List<String> ailments) {
    if (count > 0) {
      ailments.add(StatusText.count(count, what));
    }
  }
}
