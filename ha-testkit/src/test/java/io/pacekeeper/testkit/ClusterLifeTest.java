package io.pacekeeper.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.Stored;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Running JVMs are stopped and started by an administrator, with every invariant checked meanwhile:
 * each serves again as another incarnation, and the cluster comes to rest.
 */
class ClusterLifeTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration REST = Duration.ofSeconds(25);
  private static final Duration RESTS_WITHIN = Duration.ofMinutes(2);

  private static SimulatedCluster started(long seed) {
    SimulatedCluster cluster = new SimulatedCluster(SimulationOptions.USUAL, new Dice(seed));
    cluster.configure();
    cluster.startAll();
    awaitWhole(cluster, SOON, Duration.ZERO);
    return cluster;
  }

  private static void awaitWhole(SimulatedCluster cluster, Duration atMost, Duration rest) {
    boolean whole = cluster.runUntil(atMost, () -> cluster.unrest(rest) == null);
    assertThat(whole).as(() -> String.valueOf(cluster.unrest(rest))).isTrue();
  }

  private static ClusterLife life(SimulatedCluster cluster) {
    Administrator administrator = new Administrator(cluster);
    administrator.begin();
    return administrator.life();
  }

  private static LeaseDocument lease(SimulatedCluster cluster, String node) {
    Stored stored = cluster.stored(DocumentKey.lease(node));
    LeaseDocument lease = stored == null ? null : stored.as(LeaseDocument.class);
    if (lease == null) {
      throw new AssertionError(node + " has no lease");
    }
    return lease;
  }

  private static boolean isStopped(SimulatedCluster cluster, String node) {
    return lease(cluster, node).state() == LeaseDocument.State.RELEASED
        && cluster.stored(DocumentKey.member(node)) == null
        && cluster.stored(DocumentKey.host(node)) != null;
  }

  @Test
  void eachNodeIsStoppedAndStartedAndServesAgain() {
    LongStream.range(0, 20)
        .forEach(
            seed -> {
              SimulatedCluster cluster = started(seed);
              ClusterLife life = life(cluster);
              for (SimulatedNode node : cluster.nodes()) {
                String former = lease(cluster, node.name()).incarnation();
                life.want(List.of(node.name()), false);
                assertThat(cluster.runUntil(SOON, () -> isStopped(cluster, node.name()))).isTrue();
                assertThat(node.process()).as("its JVM").isNotNull();
                life.want(List.of(node.name()), true);
                awaitWhole(cluster, SOON, Duration.ZERO);
                assertThat(lease(cluster, node.name()).incarnation()).isNotEqualTo(former);
              }
              awaitWhole(cluster, RESTS_WITHIN, REST);
            });
  }

  @Test
  void allNodesAreStoppedAtOnceAndStartedAgain() {
    LongStream.range(0, 20)
        .forEach(
            seed -> {
              SimulatedCluster cluster = started(seed);
              ClusterLife life = life(cluster);
              List<String> all = cluster.nodes().stream().map(SimulatedNode::name).toList();
              life.want(all, false);
              // Well within the drain timeout of eight seconds: the DC has it stopped in order.
              assertThat(
                      cluster.runUntil(
                          Duration.ofSeconds(5),
                          () -> all.stream().allMatch(node -> isStopped(cluster, node))))
                  .isTrue();
              life.want(all, true);
              awaitWhole(cluster, RESTS_WITHIN, REST);
            });
  }

  @Test
  void aNodeThatIsKilledWhileItWaitsStartsAsIfNobodyHadStoppedIt() {
    SimulatedCluster cluster = started(3);
    life(cluster).want(List.of("node1"), false);
    assertThat(cluster.runUntil(SOON, () -> isStopped(cluster, "node1"))).isTrue();
    cluster.node("node1").kill();
    awaitWhole(cluster, RESTS_WITHIN, REST);
  }
}
