package io.pacekeeper.examples;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.annotation.HaResource;
import io.pacekeeper.api.annotation.Location;
import io.pacekeeper.api.annotation.Monitor;
import io.pacekeeper.api.annotation.Start;
import io.pacekeeper.api.annotation.Stop;
import io.pacekeeper.zookeeper.ZooKeeperNode;

/** A service that runs once in the cluster, on node1 if it can. */
@HaResource("ledger")
@Location(node = "node1", score = 100)
public class Ledger {
  @Start
  public void start(Activation activation) {
    System.out.println("ledger is open, token " + activation.fencingToken());
  }

  @Stop
  public void stop() {
    System.out.println("ledger is closed");
  }

  @Monitor(interval = "2s")
  public boolean healthy() {
    return true;
  }

  /** Takes the ZooKeeper servers and the node's name: {@code localhost:2181 node1}. */
  public static void main(String[] args) {
    try (HaNode node =
        ZooKeeperNode.builder(args[0])
            .cluster("shop")
            .node(args[1])
            .resource(new Ledger())
            .join()) {
      node.whenClosed().toCompletableFuture().join();
    }
  }
}
