package io.pacekeeper.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.Companion;
import io.pacekeeper.examples.EvidenceCluster.Shape;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterAtRestTest {
  private static final Duration LEASE = Duration.ofSeconds(3);
  private static final String LEASES = EvidenceCluster.ROOT + "/leases/";

  @TempDir Path folder;

  @Test
  void aClusterAtRestWritesNothingButItsLeases() throws Exception {
    Shape shape =
        new Shape(6, LEASE, Duration.ofSeconds(6), Duration.ofMillis(500), Companion.PREFERRED);
    try (EvidenceCluster cluster = EvidenceCluster.start(folder, shape, "node1", "node2", "node3");
        RawZooKeeper zooKeeper = new RawZooKeeper(cluster.zooKeeper().connectString())) {
      awaitRest(zooKeeper);
      SortedMap<String, Stat> before = zooKeeper.tree(EvidenceCluster.ROOT);
      EvidenceCluster.pass(Duration.ofSeconds(LongRun.times(10, 30)));
      SortedMap<String, Stat> after = zooKeeper.tree(EvidenceCluster.ROOT);

      assertThat(withoutLeases(after)).isEqualTo(withoutLeases(before));
      after.forEach(
          (path, stat) -> {
            if (path.startsWith(LEASES)) {
              assertThat(stat.getVersion()).as(path).isGreaterThan(before.get(path).getVersion());
              assertThat(stat.getCzxid()).as(path).isEqualTo(before.get(path).getCzxid());
            }
          });
      cluster.assertAllAlive();
      assertThat(cluster.check().violations()).isEmpty();
    }
  }

  /** What was begun by the start of the nodes has ended when nothing is written for a second. */
  private static void awaitRest(RawZooKeeper zooKeeper) {
    EvidenceCluster.patiently()
        .until(
            () -> {
              Map<String, Stat> one = withoutLeases(zooKeeper.tree(EvidenceCluster.ROOT));
              EvidenceCluster.pass(Duration.ofSeconds(1));
              return one.equals(withoutLeases(zooKeeper.tree(EvidenceCluster.ROOT)));
            });
  }

  private static Map<String, Stat> withoutLeases(SortedMap<String, Stat> tree) {
    Map<String, Stat> rest = new TreeMap<>(tree);
    rest.keySet().removeIf(path -> path.startsWith(LEASES));
    return rest;
  }
}
