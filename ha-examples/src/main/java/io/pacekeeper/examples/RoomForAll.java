package io.pacekeeper.examples;

import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Resource;
import io.pacekeeper.zookeeper.ZooKeeperNode;

/**
 * Services that need memory, and nodes that have some. Once an administrator has said that it
 * counts, none starts where there is no room for it, and each goes where most is left: {@code pk
 * property set placement-strategy=balanced}.
 */
public final class RoomForAll {
  private RoomForAll() {}

  private static Resource.Builder service(String name, int gigabytes) {
    return Resource.whileOpen(
            name,
            activation -> {
              System.out.println(name + " starts");
              return () -> System.out.println(name + " stops");
            })
        .utilization("memory", gigabytes);
  }

  /** Takes servers, name and gigabytes: {@code localhost:2181 node1 8}. */
  public static void main(String[] args) {
    try (HaNode node =
        ZooKeeperNode.builder(args[0])
            .cluster("shop")
            .node(args[1])
            .capacity("memory", Integer.parseInt(args[2]))
            .resource(service("search", 6).priority(10).build())
            .resource(service("index", 3).build())
            .resource(service("mail", 1).build())
            .join()) {
      node.whenClosed().toCompletableFuture().join();
    }
  }
}
