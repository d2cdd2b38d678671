package io.pacekeeper.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.Companion;
import io.pacekeeper.examples.EvidenceCluster.Shape;
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
        EvidenceCluster.start(folder, SHAPE, "node1", "node2", "node3")) {
      long stopped = System.nanoTime();
      cluster.zooKeeper().stop();
      cluster.awaitNothingActive();
      EvidenceCluster.pass(outage.minusNanos(System.nanoTime() - stopped));
      cluster.assertAllAlive();
      assertThat(cluster.active()).isEmpty();

      long started = System.nanoTime();
      cluster.zooKeeper().start();
      cluster.awaitEverythingActiveOnce();
      LongRun.result(
          "outage seconds=%d back_ms=%d",
          outage.toSeconds(), (System.nanoTime() - started) / 1_000_000);

      // What could still go wrong has the time of a lease to do so.
      EvidenceCluster.pass(SHAPE.leaseAndMargin());
      cluster.awaitEverythingActiveOnce();
      cluster.assertAllAlive();
      assertThat(cluster.check().violations()).isEmpty();
      for (String node : List.of("node1", "node2", "node3")) {
        assertThat(cluster.output(node)).doesNotContain("halt").doesNotContain("is killed");
      }
    }
  }
}
