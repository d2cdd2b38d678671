package io.pacekeeper.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.Companion;
import io.pacekeeper.examples.EvidenceCluster.Shape;
import io.pacekeeper.examples.evidence.EvidenceLine;
import io.pacekeeper.examples.evidence.EvidenceLine.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ZooKeeper goes away for longer than a lease, and comes back with its data. */
class ZooKeeperOutageTest {
  /** Companions see leases end as well, and must kill nobody who has stopped everything. */
  private static final Shape SHAPE =
      new Shape(6, Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ZERO, Companion.REQUIRED);

  private static final List<String> NODES = List.of("node1", "node2", "node3");

  @TempDir Path folder;

  static Stream<Duration> outages() {
    return LongRun.times(0, 1) == 1
        ? Stream.of(Duration.ofMinutes(2), Duration.ofMinutes(10))
        : Stream.of(SHAPE.lease().multipliedBy(3));
  }

  @ParameterizedTest
  @MethodSource("outages")
  void everythingStopsInTimeAndIsActiveOnceAfterwardsInTheSameJvms(Duration outage)
      throws Exception {
    try (EvidenceCluster cluster =
        EvidenceCluster.start(folder, SHAPE, NODES.toArray(String[]::new))) {
      long stopped = System.nanoTime();
      cluster.zooKeeper().stop();
      EvidenceCluster.pass(SHAPE.lease().minusNanos(System.nanoTime() - stopped));
      cluster.assertAllAlive();
      assertThat(cluster.active()).as("active a lease after ZooKeeper went away").isEmpty();
      EvidenceCluster.pass(outage.minusNanos(System.nanoTime() - stopped));
      cluster.assertAllAlive();
      assertThat(cluster.active()).as("active while ZooKeeper is away").isEmpty();

      long started = System.nanoTime();
      cluster.zooKeeper().start();
      cluster.awaitEverythingActiveOnce();
      long back = System.nanoTime() - started;

      // What could still go wrong has the time of a lease to do so.
      EvidenceCluster.pass(SHAPE.leaseAndMargin());
      cluster.awaitEverythingActiveOnce();
      cluster.assertAllAlive();
      assertThat(cluster.check().violations()).isEmpty();
      for (String node : NODES) {
        assertThat(cluster.output(node)).doesNotContain("halt").doesNotContain("is killed");
      }
      LongRun.result(
          "outage seconds=%d nodes=%d resources=%d stopped_ms=%d back_ms=%d starts=%d"
              + " twice=0 halted=0",
          outage.toSeconds(),
          NODES.size(),
          SHAPE.resources(),
          (last(cluster, Event.STOP, started) - stopped) / 1_000_000,
          back / 1_000_000,
          cluster.evidence().stream()
              .filter(line -> line.event() == Event.START && line.nanos() - started > 0)
              .count());
    }
  }

  /** Returns when the last such line before a time was written. */
  private static long last(EvidenceCluster cluster, Event event, long before) throws Exception {
    return cluster.evidence().stream()
        .filter(line -> line.event() == event && line.nanos() - before < 0)
        .mapToLong(EvidenceLine::nanos)
        .max()
        .orElseThrow();
  }
}
