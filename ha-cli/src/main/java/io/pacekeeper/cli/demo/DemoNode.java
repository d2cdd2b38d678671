package io.pacekeeper.cli.demo;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceAgent;
import io.pacekeeper.zookeeper.ZooKeeperNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node of the demonstration, in a JVM of its own. Leaves politely on SIGTERM and halts when the
 * demonstration is gone, which it knows by the end of its input.
 */
public final class DemoNode {
  /** More than the stickiness, so that a service comes home. */
  private static final int PREFERENCE = 10;

  private static final Logger log = LoggerFactory.getLogger(DemoNode.class);

  private DemoNode() {}

  /**
   * Runs the node until it is told to leave.
   *
   * @param args the node's name, where ZooKeeper is, the cluster's name, the file for the evidence,
   *     and the lease in milliseconds
   */
  public static void main(String[] args) throws IOException {
    String name = args[0];
    haltWithParent();
    Evidence evidence = new Evidence(Path.of(args[3]));
    ZooKeeperNode.Builder builder =
        ZooKeeperNode.builder(args[1])
            .cluster(args[2])
            .node(name)
            .lease(Duration.ofMillis(Long.parseLong(args[4])))
            .shutdownHook(false);
    for (DemoService service : DemoService.ALL) {
      builder.resource(
          Resource.of(service.id(), () -> new Recorder(name, service.id(), evidence))
              .prefers(service.home(), PREFERENCE)
              .build());
    }
    HaNode node = builder.join();
    Thread leaving = new Thread(() -> leave(node), "demo-leave");
    Runtime.getRuntime().addShutdownHook(leaving);
    try {
      node.whenClosed().toCompletableFuture().join();
    } catch (CompletionException e) {
      log.error("{} ended", name, e.getCause());
      Runtime.getRuntime().halt(1);
    }
  }

  /** A JVM that ends by SIGTERM has the exit status 143, however politely it left. */
  private static void leave(HaNode node) {
    node.close();
    Runtime.getRuntime().halt(0);
  }

  private static void haltWithParent() {
    Thread watch =
        new Thread(
            () -> {
              try {
                System.in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                // As good as an end.
              }
              Runtime.getRuntime().halt(1);
            },
            "demo-parent");
    watch.setDaemon(true);
    watch.start();
  }

  /** A service that does nothing but to write down that it starts and stops. */
  private static final class Recorder implements ResourceAgent {
    private final String node;
    private final String service;
    private final Evidence evidence;
    private @Nullable Activation activation;

    Recorder(String node, String service, Evidence evidence) {
      this.node = node;
      this.service = service;
      this.evidence = evidence;
    }

    @Override
    public void start(Activation activation) throws IOException {
      evidence.started(node, service, activation.fencingToken());
      this.activation = activation;
    }

    @Override
    public void stop() throws IOException {
      Activation ending = activation;
      activation = null;
      if (ending != null) {
        evidence.stopped(node, service, ending.fencingToken());
      }
    }
  }
}
