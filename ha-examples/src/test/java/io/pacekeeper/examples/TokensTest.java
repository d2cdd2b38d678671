package io.pacekeeper.examples;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.examples.EvidenceCluster.Shape;
import io.pacekeeper.examples.evidence.EvidenceLine;
import io.pacekeeper.examples.evidence.EvidenceLine.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of a resource grow, whatever becomes of those who count them. */
class TokensTest {
  private static final Shape SHAPE = Shape.of(3, Duration.ofSeconds(2));

  @TempDir Path folder;

  @Test
  void tokensGrowThoughTheDcIsKilledAndThenEveryNodeAndZooKeeperIsRestarted() throws Exception {
    try (EvidenceCluster cluster = EvidenceCluster.start(folder, SHAPE, "node1", "node2")) {
      String first = cluster.dc();
      cluster.kill(first);
      cluster.awaitEverythingActiveOnce();

      String second = cluster.dc();
      assertThat(second).isNotEqualTo(first);
      cluster.kill(second);
      cluster.zooKeeper().stop();
      cluster.zooKeeper().start();
      cluster.join("node1", "node2");
      cluster.awaitEverythingActiveOnce();

      assertThat(cluster.check().violations()).isEmpty();
      Map<String, List<Long>> tokens =
          cluster.evidence().stream()
              .filter(line -> line.event() == Event.START)
              .collect(groupingBy(EvidenceLine::resource, mapping(EvidenceLine::token, toList())));
      assertThat(tokens).hasSize(SHAPE.resources());
      assertThat(tokens.values())
          .allSatisfy(
              own -> {
                assertThat(own).hasSizeGreaterThanOrEqualTo(2).isSorted().doesNotHaveDuplicates();
                assertThat(termOf(own.get(own.size() - 1))).isGreaterThan(termOf(own.get(0)));
              });
    }
  }

  private static long termOf(long token) {
    return token >>> 32;
  }
}
