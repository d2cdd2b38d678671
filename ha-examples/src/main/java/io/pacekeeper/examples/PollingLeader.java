package io.pacekeeper.examples;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Resource;
import io.pacekeeper.zookeeper.ZooKeeperNode;

/**
 * Code that leads while it runs: started on one node, interrupted to stop it. If it returns or
 * throws by itself, it has failed and is started again.
 */
public final class PollingLeader {
  private PollingLeader() {}

  private static void poll(Activation activation) throws InterruptedException {
    System.out.println("polling with token " + activation.fencingToken());
    while (activation.isValid()) {
      // One round of work, to be handed the token wherever it writes.
      Thread.sleep(100);
    }
  }

  /** Takes the ZooKeeper servers and the node's name: {@code localhost:2181 node1}. */
  public static void main(String[] args) {
    try (HaNode node =
        ZooKeeperNode.builder(args[0])
            .cluster("shop")
            .node(args[1])
            .resource(Resource.whileRunning("poller", PollingLeader::poll).build())
            .join()) {
      node.whenClosed().toCompletableFuture().join();
    }
  }
}
