package io.pacekeeper.examples.redundancy;

import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Resource;
import io.pacekeeper.zookeeper.ZooKeeperNode;
import java.util.List;
import java.util.stream.IntStream;

/**
 * N-to-N: no node is spare. Every node serves something and has room for more; what a lost node
 * leaves behind is shared among all that are left. Nothing is sticky, so that a node that comes
 * back gets its share again.
 */
public final class NToN {
  private NToN() {}

  static List<Resource> resources() {
    return IntStream.rangeClosed(1, 6)
        .mapToObj(shop -> Named.service("shop" + shop).stickiness(0).build())
        .toList();
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
