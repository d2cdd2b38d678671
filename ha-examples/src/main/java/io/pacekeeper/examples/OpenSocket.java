package io.pacekeeper.examples;

import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Resource;
import io.pacekeeper.zookeeper.ZooKeeperNode;
import java.net.ServerSocket;
import java.time.Duration;

/** Something that is active while it is open, with everything else said by the builder. */
public final class OpenSocket {
  private OpenSocket() {}

  /** Takes the ZooKeeper servers and the node's name: {@code localhost:2181 node1}. */
  public static void main(String[] args) {
    Resource socket =
        Resource.whileOpen("socket", activation -> new ServerSocket(0))
            .prefers("node1", 100)
            .avoids("node9")
            .stickiness(200)
            .monitor(Duration.ofSeconds(5), Duration.ofSeconds(1))
            .build();
    try (HaNode node =
        ZooKeeperNode.builder(args[0])
            .cluster("shop")
            .node(args[1])
            .resource(socket)
            .lease(Duration.ofSeconds(10))
            .join()) {
      node.whenClosed().toCompletableFuture().join();
    }
  }
}
