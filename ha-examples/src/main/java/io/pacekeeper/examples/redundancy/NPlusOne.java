package io.pacekeeper.examples.redundancy;

import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Resource;
import io.pacekeeper.zookeeper.ZooKeeperNode;
import java.util.List;

/**
 * N+1: each of three services has a node of its own, and one more node stands by for whichever is
 * lost. What has moved to it stays there, and the node that is repaired stands by in its place. The
 * stickiness says so: with what the spare node has it is more than the home, and less than that
 * elsewhere.
 */
public final class NPlusOne {
  private NPlusOne() {}

  static List<Resource> resources() {
    return List.of(
        Named.service("orders").prefers("node1", 200).prefers("spare", 100).stickiness(150).build(),
        Named.service("stock").prefers("node2", 200).prefers("spare", 100).stickiness(150).build(),
        Named.service("bills").prefers("node3", 200).prefers("spare", 100).stickiness(150).build());
  }

  /** Takes the ZooKeeper servers and the node's name: {@code localhost:2181 node1}. */
  public static void main(String[] args) {
    ZooKeeperNode.Builder builder = ZooKeeperNode.builder(args[0]).cluster("shop").node(args[1]);
    resources().forEach(builder::resource);
    try (HaNode node = builder.join()) {
      node.whenClosed().toCompletableFuture().join();
    }
  }
}
