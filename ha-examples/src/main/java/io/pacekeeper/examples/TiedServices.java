package io.pacekeeper.examples;

import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.Score;
import io.pacekeeper.zookeeper.ZooKeeperNode;

/**
 * Services that have to do with each other. The disk, the database and the reports are a group: on
 * one node, started in that order and stopped in reverse. The billing starts after the group and
 * where that is; and the backup is where the billing is not, if there is such a node.
 */
public final class TiedServices {
  private TiedServices() {}

  private static Resource.Builder service(String name) {
    return Resource.whileOpen(
        name,
        activation -> {
          System.out.println(name + " starts");
          return () -> System.out.println(name + " stops");
        });
  }

  /** Takes the ZooKeeper servers and the node's name: {@code localhost:2181 node1}. */
  public static void main(String[] args) {
    try (HaNode node =
        ZooKeeperNode.builder(args[0])
            .cluster("shop")
            .node(args[1])
            .resource(service("disk").group("books", 1).build())
            .resource(service("database").group("books", 2).build())
            .resource(service("reports").group("books", 3).build())
            .resource(service("billing").after("books").colocate("books", Score.INFINITY).build())
            .resource(service("backup").colocate("billing", -100).build())
            .join()) {
      node.whenClosed().toCompletableFuture().join();
    }
  }
}
