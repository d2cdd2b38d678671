package io.pacekeeper.examples;

import static com.google.common.util.concurrent.MoreExecutors.directExecutor;

import com.google.common.util.concurrent.AbstractScheduledService;
import com.google.common.util.concurrent.Service;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Resource;
import io.pacekeeper.zookeeper.ZooKeeperNode;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A {@link Service} of Guava as a resource: all it takes is {@link #resource}. */
public final class GuavaService {
  private GuavaService() {}

  /** Returns a resource that is active while a service runs, a new one for each activation. */
  static Resource.Builder resource(String id, Supplier<? extends Service> services) {
    return Resource.whileOpen(
        id,
        activation -> {
          Service service = services.get();
          service.startAsync().awaitRunning();
          service.addListener(new Failures(activation::failed), directExecutor());
          return () -> stop(service);
        });
  }

  /** A service that has failed is not running any more, and to wait for its end would throw. */
  private static void stop(Service service) {
    if (service.state() != Service.State.FAILED) {
      service.stopAsync().awaitTerminated();
    }
  }

  /** Takes the ZooKeeper servers and the node's name: {@code localhost:2181 node1}. */
  public static void main(String[] args) {
    try (HaNode node =
        ZooKeeperNode.builder(args[0])
            .cluster("shop")
            .node(args[1])
            .resource(resource("heartbeat", Heartbeat::new).build())
            .join()) {
      node.whenClosed().toCompletableFuture().join();
    }
  }

  private static final class Failures extends Service.Listener {
    private final Consumer<String> report;

    Failures(Consumer<String> report) {
      this.report = report;
    }

    @Override
    public void failed(Service.State from, Throwable failure) {
      report.accept(failure.toString());
    }
  }

  private static final class Heartbeat extends AbstractScheduledService {
    @Override
    protected void runOneIteration() {
      System.out.println("beat");
    }

    @Override
    protected Scheduler scheduler() {
      return Scheduler.newFixedDelaySchedule(Duration.ZERO, Duration.ofSeconds(1));
    }
  }
}
