package io.pacekeeper.core.scheduler;

import io.pacekeeper.core.cib.NodeState;
import io.pacekeeper.core.cib.NodeState.Membership;
import org.jspecify.annotations.Nullable;

/** Which nodes can take resources, and what speaks against the others. */
final class NodeStatus {
  private final @Nullable Obstacle[] obstacles;

  /**
   * What speaks against a node, whatever the resource.
   *
   * @param state the state, as a part of a sentence that begins with the node's name and "is"
   * @param remedy what would end it
   */
  record Obstacle(String state, String remedy) {}

  private NodeStatus(@Nullable Obstacle[] obstacles) {
    this.obstacles = obstacles;
  }

  static NodeStatus of(Roster roster, History history) {
    @Nullable Obstacle[] obstacles = new Obstacle[roster.nodes.size()];
    for (int n = 0; n < obstacles.length; n++) {
      obstacles[n] = obstacle(roster.nodes.get(n), history.standbyBy(n));
    }
    return new NodeStatus(obstacles);
  }

  private static @Nullable Obstacle obstacle(NodeState node, @Nullable String standbyBy) {
    String name = node.name();
    if (node.membership() == Membership.OFFLINE) {
      return new Obstacle("offline", "start " + name);
    }
    if (node.membership() == Membership.UNCLEAN) {
      return new Obstacle("unclean", "wait until " + name + " is confirmed dead, and start it");
    }
    if (node.membership() == Membership.PENDING) {
      return new Obstacle("pending", "wait until " + name + " is online");
    }
    if (node.leaving()) {
      return new Obstacle("leaving", "start " + name + " again");
    }
    if (node.obstacle() != null) {
      return new Obstacle(node.obstacle(), "see the log of " + name);
    }
    if (node.standby()) {
      return new Obstacle("in standby", "end the standby of " + name);
    }
    if (standbyBy != null) {
      return new Obstacle("in standby after a failure of " + standbyBy, "clean up " + standbyBy);
    }
    return node.maintenance()
        ? new Obstacle("in maintenance", "end the maintenance of " + name)
        : null;
  }

  boolean isAvailable(int node) {
    return obstacles[node] == null;
  }

  /** Returns what speaks against a node, or null if it can take resources. */
  @Nullable Obstacle obstacle(int node) {
    return obstacles[node];
  }
}
