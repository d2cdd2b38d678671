package io.pacekeeper.examples.redundancy;

import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Resource;
import io.pacekeeper.zookeeper.ZooKeeperNode;
import java.util.List;

/**
 * N-to-1: as N+1, but the one spare node is a place for a while only: a service goes home as soon
 * as its node is back, because the spare node alone could not bear them all.
 */
public final class NToOne {
  private NToOne() {}

  static List<Resource> resources() {
    return List.of(
        Named.service("orders").prefers("node1", 200).prefers("spare", 100).stickiness(0).build(),
        Named.service("stock").prefers("node2", 200).prefers("spare", 100).stickiness(0).build(),
        Named.service("bills").prefers("node3", 200).prefers("spare", 100).stickiness(0).build());
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
