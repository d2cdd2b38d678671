package io.pacekeeper.core.policy.assign;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.working.AllowedNodes;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingResource;

/** The Bans rule out nodes for a resource and for everything in it. */
final class Bans {
  private Bans() {}

  /** Rules a node out. */
  static void on(WorkingResource resource, WorkingNode node) {
    add(resource, node.index(), -Score.INFINITY);
  }

  /** Rules every node of the cluster out. */
  static void everywhere(WorkingResource resource) {
    AllowedNodes table = resource.allowed();
    for (int node = 0; node < table.nodes(); node++) {
      table.add(node, -Score.INFINITY);
    }
    for (WorkingResource child : resource.children()) {
      everywhere(child);
    }
  }

  private static void add(WorkingResource resource, int node, int score) {
    resource.allowed().add(node, score);
    for (WorkingResource child : resource.children()) {
      add(child, node, score);
    }
  }
}
