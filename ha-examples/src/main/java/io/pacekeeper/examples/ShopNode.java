package io.pacekeeper.examples;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceAgent;
import io.pacekeeper.zookeeper.ZooKeeperNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A node of a small shop: three services, of which the ledger prefers node1, and each of which
 * fails on a node while there is a file {@code SERVICE.NODE.broken} in the JVM's folder. For the
 * administrator's day in {@code docs/operations.md}: the JVM waits until it is told to take part.
 */
public final class ShopNode {
  private ShopNode() {}

  /** Takes the servers, the node's name and a file with {@code user:password}. */
  public static void main(String[] args) throws IOException {
    String[] credentials = Files.readString(Path.of(args[2])).strip().split(":", 2);
    try (HaNode node =
        ZooKeeperNode.builder(args[0])
            .cluster("shop")
            .node(args[1])
            .credentials(credentials[0], credentials[1].toCharArray())
            .awaitSetup(true)
            .startupDelay(Duration.ofSeconds(5))
            .lease(Duration.ofSeconds(8))
            .schedulerInputs(Path.of("inputs"))
            .resource(service("ledger", args[1]).prefers("node1", 100).build())
            .resource(service("mail", args[1]).build())
            .resource(service("search", args[1]).build())
            .build()) {
      node.start();
      node.whenClosed().toCompletableFuture().join();
    }
  }

  private static Resource.Builder service(String name, String node) {
    return Resource.of(name, () -> new Shop(Path.of(name + "." + node + ".broken")))
        .monitor(Duration.ofSeconds(1), Duration.ofSeconds(5));
  }

  /** A service that is well unless there is a certain file. */
  private record Shop(Path broken) implements ResourceAgent {
    @Override
    public void start(Activation activation) {
      // There is nothing to open in this shop.
    }

    @Override
    public void stop() {
      // There is nothing to close.
    }

    @Override
    public boolean monitor() {
      return !Files.exists(broken);
    }
  }
}
