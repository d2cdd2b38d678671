package io.pacekeeper.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.Companion;
import io.pacekeeper.examples.EvidenceCluster.Shape;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;
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
      Duration rest = Duration.ofSeconds(LongRun.times(10, 30));
      SortedMap<String, Stat> before = zooKeeper.tree(EvidenceCluster.ROOT);
      EvidenceCluster.pass(rest);
      SortedMap<String, Stat> after = zooKeeper.tree(EvidenceCluster.ROOT);

      assertThat(written(before, after)).as("written by a cluster at rest").isEmpty();
      int renewals = 0;
      for (String path : after.keySet()) {
        if (path.startsWith(LEASES)) {
          int renewed = after.get(path).getVersion() - before.get(path).getVersion();
          assertThat(renewed).as("renewals of " + path).isPositive();
          assertThat(after.get(path).getCzxid()).as(path).isEqualTo(before.get(path).getCzxid());
          renewals += renewed;
        }
      }
      cluster.assertAllAlive();
      assertThat(cluster.check().violations()).isEmpty();
      LongRun.result(
          "rest seconds=%d znodes=%d renewals=%d other_writes=0",
          rest.toSeconds(), after.size(), renewals);
    }
  }

  /** What was begun by the start of the nodes has ended when nothing is written for a second. */
  private static void awaitRest(RawZooKeeper zooKeeper) {
    EvidenceCluster.patiently()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              SortedMap<String, Stat> before = zooKeeper.tree(EvidenceCluster.ROOT);
              EvidenceCluster.pass(Duration.ofSeconds(1));
              assertThat(written(before, zooKeeper.tree(EvidenceCluster.ROOT)))
                  .as("written within a second, though nothing happens")
                  .isEmpty();
            });
  }

  /** Returns what was created, changed or deleted in between, leases apart. */
  private static List<String> written(Map<String, Stat> before, Map<String, Stat> after) {
    Set<String> paths = new TreeSet<>(before.keySet());
    paths.addAll(after.keySet());
    paths.removeIf(
        path -> path.startsWith(LEASES) || Objects.equals(before.get(path), after.get(path)));
    return paths.stream()
        .map(path -> path + ": " + version(before.get(path)) + " to " + version(after.get(path)))
        .toList();
  }

  private static String version(@Nullable Stat stat) {
    return stat == null ? "absent" : "version " + stat.getVersion();
  }
}
