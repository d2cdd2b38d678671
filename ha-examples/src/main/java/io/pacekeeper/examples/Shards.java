package io.pacekeeper.examples;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.annotation.Clone;
import io.pacekeeper.api.annotation.HaResource;
import io.pacekeeper.api.annotation.Start;
import io.pacekeeper.api.annotation.Stop;
import io.pacekeeper.zookeeper.ZooKeeperNode;

/**
 * Work in three shards, each of which is done once, spread over the nodes that there are: the
 * instances of a clone that is globally unique. The one object runs all that its node has.
 */
@HaResource("shard")
@Clone(max = 3, nodeMax = 3, globallyUnique = true)
public class Shards {
  @Start
  public void start(Activation activation) {
    System.out.println(
        "shard " + activation.instance() + " starts, token " + activation.fencingToken());
  }

  @Stop
  public void stop(Activation activation) {
    System.out.println("shard " + activation.instance() + " stops");
  }

  /** Takes the ZooKeeper servers and the node's name: {@code localhost:2181 node1}. */
  public static void main(String[] args) {
    try (HaNode node =
        ZooKeeperNode.builder(args[0])
            .cluster("shop")
            .node(args[1])
            .resource(new Shards())
            .join()) {
      node.whenClosed().toCompletableFuture().join();
    }
  }
}
