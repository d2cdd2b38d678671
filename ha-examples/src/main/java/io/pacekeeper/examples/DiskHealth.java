package io.pacekeeper.examples;

import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.annotation.HaResource;
import io.pacekeeper.api.annotation.Start;
import io.pacekeeper.api.annotation.Stop;
import io.pacekeeper.zookeeper.ZooKeeperNode;
import java.io.File;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A node that says how its disk is, so that nothing runs where that is full, once an administrator
 * has said that it counts: {@code pk property set node-health-strategy=migrate-on-red}.
 */
@HaResource("archive")
public class DiskHealth {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

  @Start
  public void start() {
    System.out.println("archive is open");
  }

  @Stop
  public void stop() {
    System.out.println("archive is closed");
  }

  private static String color(long freeMegabytes, long needed) {
    return freeMegabytes < needed ? "red" : freeMegabytes < 2 * needed ? "yellow" : "green";
  }

  /**
   * Takes servers, name and how many megabytes are to be free: {@code localhost:2181 node1 500}.
   */
  public static void main(String[] args) throws Exception {
    long needed = Long.parseLong(args[2]);
    try (HaNode node =
        ZooKeeperNode.builder(args[0])
            .cluster("shop")
            .node(args[1])
            .resource(new DiskHealth())
            .join()) {
      var closed = node.whenClosed().toCompletableFuture();
      while (!closed.isDone()) {
        long free = new File(".").getUsableSpace() / 1_000_000;
        node.attribute("#health-disk", color(free, needed));
        try {
          closed.get(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException goesOn) {
          // It is looked at again.
        }
      }
    }
  }
}
