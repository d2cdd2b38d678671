package io.pacekeeper.examples;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceAgent;
import io.pacekeeper.examples.evidence.EvidenceFile;
import io.pacekeeper.examples.evidence.EvidenceLine.Event;
import io.pacekeeper.zookeeper.ZooKeeperNode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node whose resources do nothing but to write down when they start and stop; fault tests and
 * benchmarks break it and then look at what it wrote.
 *
 * <p>Prints {@code READY} once it has joined. On SIGTERM it leaves and ends with the exit status 0;
 * when it cannot join or ends by itself, with 1. {@link
 * io.pacekeeper.examples.evidence.EvidenceCheck} reads the evidence.
 */
public final class EvidenceNode {
  private static final Logger log = LoggerFactory.getLogger(EvidenceNode.class);

  private EvidenceNode() {}

  /** Takes {@link EvidenceOptions}. */
  public static void main(String[] args) {
    EvidenceOptions options;
    try {
      options = EvidenceOptions.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println("EvidenceNode: " + e.getMessage());
      System.exit(2);
      return;
    }
    try (EvidenceFile evidence = EvidenceFile.append(options.evidence())) {
      run(options, evidence);
    } catch (RuntimeException | IOException e) {
      log.error("{} ended", options.name(), e);
      Runtime.getRuntime().halt(1);
    }
  }

  private static void run(EvidenceOptions options, EvidenceFile evidence) {
    ZooKeeperNode.Builder builder =
        ZooKeeperNode.builder(options.zooKeeper())
            .cluster(options.cluster())
            .node(options.name())
            .sessionTimeout(options.sessionTimeout())
            .lease(options.lease())
            .companion(options.companion())
            .shutdownHook(false);
    for (int i = 0; i < options.resources(); i++) {
      String id = "r" + i;
      Resource.Builder resource =
          Resource.of(id, () -> new Witness(id, options, evidence))
              .stickiness(options.stickiness())
              .start(options.timeout(), OnFail.RESTART)
              .stop(options.timeout(), OnFail.FENCE);
      if (!options.monitor().isZero()) {
        resource.monitor(options.monitor(), options.timeout());
      }
      builder.resource(resource.build());
    }
    HaNode node = builder.join();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(node), "evidence-leave"));
    System.out.println("READY");
    try {
      node.whenClosed().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new IllegalStateException("the node ended by itself", e.getCause());
    }
  }

  /** A JVM that SIGTERM ends has the exit status 143, however gracefully; hence the halt. */
  private static void leave(HaNode node) {
    node.close();
    Runtime.getRuntime().halt(0);
  }

  /** One activation of a resource. */
  private static final class Witness implements ResourceAgent {
    private final String resource;
    private final EvidenceOptions options;
    private final EvidenceFile evidence;
    private @Nullable Activation activation;
    private @Nullable Work work;

    Witness(String resource, EvidenceOptions options, EvidenceFile evidence) {
      this.resource = resource;
      this.options = options;
      this.evidence = evidence;
    }

    @Override
    public void start(Activation activation) throws IOException, InterruptedException {
      evidence.write(options.name(), resource, Event.START, activation.fencingToken());
      this.activation = activation;
      if (!options.work().isZero()) {
        work =
            Work.begin(
                options.name(), resource, activation.fencingToken(), options.work(), evidence);
      }
      pause(options.startDelay());
    }

    @Override
    public void stop() throws IOException, InterruptedException {
      Activation ending = activation;
      if (ending != null) {
        deadlockIn(Operation.STOP);
        pause(options.stopDelay());
        Work ended = work;
        if (ended != null) {
          ended.end();
          work = null;
        }
        activation = null;
        evidence.write(options.name(), resource, Event.STOP, ending.fencingToken());
      }
    }

    @Override
    public boolean monitor() throws IOException, InterruptedException {
      Activation current = activation;
      if (current != null && !options.monitor().isZero()) {
        evidence.write(options.name(), resource, Event.MONITOR, current.fencingToken());
        deadlockIn(Operation.MONITOR);
      }
      return true;
    }

    private void deadlockIn(Operation operation) throws InterruptedException {
      if (operation == options.deadlock()) {
        new Deadlock().enter(resource);
      }
    }

    private static void pause(Duration delay) throws InterruptedException {
      if (!delay.isZero()) {
        Thread.sleep(delay.toMillis());
      }
    }
  }
}
