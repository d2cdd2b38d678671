package io.pacekeeper.examples.redundancy;

import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Resource;
import io.pacekeeper.zookeeper.ZooKeeperNode;
import java.util.List;

/**
 * Active/passive: one service, on one node of however many there are; the others are ready for it.
 * It stays where it is when a better node comes back, since each move is a pause.
 */
public final class ActivePassive {
  private ActivePassive() {}

  static List<Resource> resources() {
    return List.of(Named.service("ledger").prefers("node1", 100).stickiness(1_000).build());
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
