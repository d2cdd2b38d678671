package io.pacekeeper.examples;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.zookeeper.ZooKeeperNode;

/** A node that tells what it sees, and looks closer at one kind of event. */
public final class ListeningNode {
  private ListeningNode() {}

  private static void hear(ClusterEvent event) {
    System.out.println(event.describe());
    if (event instanceof ClusterEvent.ResourceStarted started) {
      System.out.println("-> " + started.resource() + " took " + started.took().toMillis() + " ms");
    }
  }

  /** Takes the ZooKeeper servers and the node's name: {@code localhost:2181 node1}. */
  public static void main(String[] args) {
    try (HaNode node =
        ZooKeeperNode.builder(args[0])
            .cluster("shop")
            .node(args[1])
            .resource(new Ledger())
            .listener(ListeningNode::hear)
            .join()) {
      node.whenClosed().toCompletableFuture().join();
    }
  }
}
