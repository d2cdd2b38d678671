package io.pacekeeper.examples;

import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.annotation.Clone;
import io.pacekeeper.api.annotation.HaResource;
import io.pacekeeper.api.annotation.Start;
import io.pacekeeper.api.annotation.Stop;
import io.pacekeeper.zookeeper.ZooKeeperNode;

/** A service that is active on every node at once, as what answers requests may be. */
@HaResource("front-end")
@Clone
public class FrontEnd {
  @Start
  public void open() {
    System.out.println("front end is open");
  }

  @Stop
  public void close() {
    System.out.println("front end is closed");
  }

  /** Takes the ZooKeeper servers and the node's name: {@code localhost:2181 node1}. */
  public static void main(String[] args) {
    try (HaNode node =
        ZooKeeperNode.builder(args[0])
            .cluster("shop")
            .node(args[1])
            .resource(new FrontEnd())
            .join()) {
      node.whenClosed().toCompletableFuture().join();
    }
  }
}
