package io.pacekeeper.examples;

import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.annotation.HaResource;
import io.pacekeeper.api.annotation.Location;
import io.pacekeeper.api.annotation.Start;
import io.pacekeeper.api.annotation.Stop;
import io.pacekeeper.zookeeper.ZooKeeperNode;

/**
 * A service whose place depends on what a node is, not on its name: in the west if it can, and
 * never where there is little memory.
 */
@HaResource("cache")
@Location(rule = "zone eq west", score = 200)
@Location(rule = "memory lt 4", score = -1_000_000)
public class CacheInTheWest {
  @Start
  public void start() {
    System.out.println("cache is warm");
  }

  @Stop
  public void stop() {
    System.out.println("cache is empty");
  }

  /** Takes servers, name, zone and gigabytes: {@code localhost:2181 node1 west 16}. */
  public static void main(String[] args) {
    try (HaNode node =
        ZooKeeperNode.builder(args[0])
            .cluster("shop")
            .node(args[1])
            .attribute("zone", args[2])
            .attribute("memory", args[3])
            .resource(new CacheInTheWest())
            .join()) {
      node.whenClosed().toCompletableFuture().join();
    }
  }
}
