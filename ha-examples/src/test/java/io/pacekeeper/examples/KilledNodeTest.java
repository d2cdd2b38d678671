package io.pacekeeper.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.examples.EvidenceCluster.Shape;
import io.pacekeeper.examples.evidence.EvidenceCheck.Gap;
import io.pacekeeper.examples.evidence.EvidenceLine;
import io.pacekeeper.examples.evidence.EvidenceLine.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of real JVMs. The session ends sooner than the lease, which is what counts. */
class KilledNodeTest {
  private static final Shape SHAPE = Shape.of(6, Duration.ofSeconds(3));

  @TempDir Path folder;

  @Test
  void whatAKilledJvmRanStartsElsewhereWhenItsLeaseIsOverAndNotBefore() throws Exception {
    try (EvidenceCluster cluster =
        EvidenceCluster.start(folder, SHAPE, "node1", "node2", "node3")) {
      killAndExpectFailover(cluster, cluster.busyNode(false));
    }
  }

  @Test
  void whatTheDcRanStartsElsewhereWhenItsLeaseIsOverAndNotBefore() throws Exception {
    try (EvidenceCluster cluster =
        EvidenceCluster.start(folder, SHAPE, "node1", "node2", "node3")) {
      String killed = cluster.busyNode(true);
      killAndExpectFailover(cluster, killed);
      assertThat(cluster.dc()).isNotEqualTo(killed);
    }
  }

  private void killAndExpectFailover(EvidenceCluster cluster, String victim) throws Exception {
    try (LeaseWatch lease = new LeaseWatch(cluster, victim)) {
      EvidenceCluster.pass(SHAPE.lease().dividedBy(4));
      Set<String> held = cluster.active().get(victim);
      long killed = System.nanoTime();
      cluster.kill(victim);
      long over = lease.renewedNotBefore() + SHAPE.leaseAndMargin().toNanos();
      cluster.awaitEverythingActiveOnce();

      assertThat(cluster.check().violations()).isEmpty();
      List<EvidenceLine> starts =
          cluster.evidence().stream()
              .filter(line -> line.event() == Event.START && line.nanos() - killed > 0)
              .filter(line -> held.contains(line.resource()))
              .toList();
      assertThat(starts).extracting(EvidenceLine::resource).containsAll(held);
      assertThat(starts.stream().filter(start -> start.nanos() - over < 0))
          .as("started before the lease and margin of %s were over, at %d", victim, over)
          .isEmpty();
      for (Gap gap : cluster.check().gaps()) {
        if (gap.since() - killed > 0 && gap.from().equals(victim)) {
          LongRun.result(
              "kill9 resource=%s from=%s to=%s gap_ms=%d",
              gap.resource(), gap.from(), gap.to(), gap.nanos() / 1_000_000);
        }
      }
    }
  }
}
