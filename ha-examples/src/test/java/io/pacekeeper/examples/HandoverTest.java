package io.pacekeeper.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.examples.EvidenceCluster.Shape;
import io.pacekeeper.examples.evidence.EvidenceCheck.Gap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node leaves, and what it ran goes on elsewhere. */
class HandoverTest {
  private static final Shape SHAPE = Shape.of(1, Duration.ofSeconds(10));

  @TempDir Path folder;

  @Test
  void anIdleServiceIsHandedOverWhenItsNodeLeaves() throws Exception {
    int runs = LongRun.times(2, 21);
    List<Long> micros = new ArrayList<>();
    try (EvidenceCluster cluster =
        EvidenceCluster.start(folder, SHAPE, "node1", "node2", "node3")) {
      for (int run = 0; run < runs; run++) {
        String leaving = cluster.active().keySet().iterator().next();
        cluster.leave(leaving, SHAPE.lease());
        cluster.awaitEverythingActiveOnce();
        cluster.join(leaving);
      }
      assertThat(cluster.check().violations()).isEmpty();
      assertThat(cluster.check().gaps()).hasSize(runs);
      for (Gap gap : cluster.check().gaps()) {
        assertThat(gap.nanos()).as("%s", gap).isLessThan(SHAPE.lease().toNanos());
        micros.add(gap.nanos() / 1000);
      }
    }
    micros.sort(Long::compare);
    LongRun.result(
        "handover n=%d twice=0 median_us=%d max_us=%d",
        micros.size(), micros.get(micros.size() / 2), micros.get(micros.size() - 1));
  }
}
