package io.pacekeeper.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.TermDocument;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The races that a lease has to win, told on purpose because chance seldom tells them: the cluster
 * checks every invariant meanwhile. Each round has the same fault at another moment.
 */
class LeaseRacesTest {
  private static final int ROUNDS = 12;
  private static final long LEASE = SimulationOptions.USUAL.lease().length().toNanos();
  private static final long RENEWAL = SimulationOptions.USUAL.lease().renewEvery().toNanos();

  /**
   * The DC sees a renewal long before its answer reaches the one who sent it, and nothing else of
   * that node arrives afterwards.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aLeaseCountsFromTheSendingOfItsRenewalHoweverLateTheAnswer(long seed) {
    SimulatedCluster cluster = cluster(seed);
    for (int round = 0; round < ROUNDS; round++) {
      SimulatedProcess other = otherThanDc(cluster);
      cluster.conditions().slowDown(other.name(), LEASE / 2);
      cluster.runFor(randomly(cluster, 1, LEASE / 2));
      vanish(other);
      awaitRevoked(cluster, other);
      heal(cluster, other);
    }
  }

  /** The node renews while the DC's reading is under way, and nothing of it arrives afterwards. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anObservationCountsFromItsAnswerHoweverLongTheReadTook(long seed) {
    SimulatedCluster cluster = cluster(seed);
    for (int round = 0; round < ROUNDS; round++) {
      SimulatedProcess dc = dc(cluster);
      SimulatedProcess other = otherThanDc(cluster);
      cluster.conditions().slowDown(dc.name(), LEASE / 3);
      dc.layer().breakConnection(0, 0, 0, 0);
      cluster.runFor(randomly(cluster, 1, LEASE / 3));
      vanish(other);
      cluster.runFor(Duration.ofSeconds(1));
      cluster.conditions().heal();
      awaitRevoked(cluster, other);
      heal(cluster, other);
    }
  }

  /** The node is back, and renews, just when the DC revokes without having heard of that. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aLeaseIsNotRevokedOverARenewalThatTheDcHasNotHeardOf(long seed) {
    SimulatedCluster cluster = cluster(seed);
    for (int round = 0; round < ROUNDS; round++) {
      SimulatedProcess other = otherThanDc(cluster);
      cluster.conditions().slowDown(dc(cluster).name(), RENEWAL);
      other
          .layer()
          .breakConnection(0, 0, 0, cluster.dice().between(LEASE - RENEWAL, LEASE + RENEWAL));
      cluster.runFor(Duration.ofNanos(2 * LEASE));
      heal(cluster, other);
    }
  }

  private static SimulatedCluster cluster(long seed) {
    SimulatedCluster cluster = new SimulatedCluster(SimulationOptions.USUAL, new Dice(seed));
    cluster.configure();
    cluster.startAll();
    awaitWhole(cluster);
    return cluster;
  }

  private static Duration randomly(SimulatedCluster cluster, long fromNanos, long toNanos) {
    return Duration.ofNanos(cluster.dice().between(fromNanos, toNanos));
  }

  /** Nothing of a node arrives any more; what was answered before still does. */
  private static void vanish(SimulatedProcess process) {
    process.layer().breakConnection(0, LEASE, LEASE / 2, 4 * LEASE);
  }

  /** Otherwise nobody would have been in a race with it. */
  private static void awaitRevoked(SimulatedCluster cluster, SimulatedProcess process) {
    DocumentKey key = DocumentKey.lease(cluster.nodeOf(process.name()));
    assertThat(
            cluster.runUntil(
                Duration.ofNanos(3 * LEASE),
                () ->
                    cluster.stored(key).as(LeaseDocument.class).state()
                        == LeaseDocument.State.REVOKED))
        .as("%s is revoked", key)
        .isTrue();
  }

  private static void heal(SimulatedCluster cluster, SimulatedProcess process) {
    cluster.conditions().heal();
    process.layer().makeReachable();
    awaitWhole(cluster);
  }

  private static void awaitWhole(SimulatedCluster cluster) {
    boolean whole =
        cluster.runUntil(Duration.ofSeconds(60), () -> cluster.unrest(Duration.ZERO) == null);
    assertThat(whole).as("%s", cluster.unrest(Duration.ZERO)).isTrue();
  }

  private static SimulatedProcess dc(SimulatedCluster cluster) {
    TermDocument term = cluster.stored(DocumentKey.TERM).as(TermDocument.class);
    return cluster.node(term.node()).process();
  }

  private static SimulatedProcess otherThanDc(SimulatedCluster cluster) {
    SimulatedProcess dc = dc(cluster);
    return cluster.processes().stream().filter(process -> process != dc).findFirst().orElseThrow();
  }
}
