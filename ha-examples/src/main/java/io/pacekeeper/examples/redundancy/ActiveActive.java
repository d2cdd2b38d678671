package io.pacekeeper.examples.redundancy;

import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Resource;
import io.pacekeeper.zookeeper.ZooKeeperNode;
import java.util.List;

/**
 * Active/active: the service is active on every node at once. What a node leaves behind needs no
 * failover, since the others serve already.
 */
public final class ActiveActive {
  private ActiveActive() {}

  static List<Resource> resources() {
    return List.of(Named.service("search").cloned(clone -> clone.interleave(true)).build());
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
