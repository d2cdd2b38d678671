package io.pacekeeper.examples;

import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.annotation.HaResource;
import io.pacekeeper.api.annotation.Monitor;
import io.pacekeeper.api.annotation.Start;
import io.pacekeeper.api.annotation.Stop;
import io.pacekeeper.zookeeper.ZooKeeperNode;

/**
 * A service that breaks again and again: its monitor fails a second after each start. It is
 * restarted where it is, moved to another node when it has failed there three times, and may come
 * back ten minutes after its last failure.
 */
@HaResource(value = "importer", migrationThreshold = 3, failureTimeout = "10m")
public class FragileImporter {
  private static final long WELL_FOR_NANOS = 1_000_000_000;

  private long startedNanos;

  @Start
  public void start() {
    startedNanos = System.nanoTime();
    System.out.println("importer is running");
  }

  @Stop
  public void stop() {
    System.out.println("importer is stopped");
  }

  @Monitor(interval = "200ms")
  public boolean makesProgress() {
    return System.nanoTime() - startedNanos < WELL_FOR_NANOS;
  }

  /** Takes the ZooKeeper servers and the node's name: {@code localhost:2181 node1}. */
  public static void main(String[] args) {
    try (HaNode node =
        ZooKeeperNode.builder(args[0])
            .cluster("shop")
            .node(args[1])
            .resource(new FragileImporter())
            .join()) {
      node.whenClosed().toCompletableFuture().join();
    }
  }
}
