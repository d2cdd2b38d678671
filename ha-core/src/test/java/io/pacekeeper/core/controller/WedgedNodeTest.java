package io.pacekeeper.core.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.controller.TinyCluster.Fate;
import io.pacekeeper.core.controller.TinyCluster.Node;
import io.pacekeeper.core.controller.TinyCluster.Write;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.LeaseDocument.State;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.Transaction;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that renews its lease, and does nothing else: its lease is ended for it. */
class WedgedNodeTest {
  /**
   * What is ordered can take 20 s to start and 20 s to stop, and the cluster's delay is a minute.
   */
  private static final long PATIENCE = 100_000;

  private final TinyCluster cluster = new TinyCluster();
  private final ResourceDefinition a = ResourceDefinition.ofDefaults("a");

  private void pass(long millis) {
    cluster.pass(Duration.ofMillis(millis));
  }

  private void standby(String node, boolean standby) {
    cluster.write(
        DocumentKey.node(node), new NodeDocument(standby, false, ImmutableSortedMap.of(), null));
  }

  /** The resource runs on n2, and the DC is n1. */
  @BeforeEach
  void threeNodes() {
    standby("n1", true);
    cluster.join("n1", a);
    pass(100);
    cluster.join("n2", a);
    pass(3000);
    cluster.join("n3", a);
    pass(1000);
    assertThat(cluster.term().node()).isEqualTo("n1");
    assertThat(cluster.home("a").name).isEqualTo("n2");
  }

  /** Nothing that the node reports gets through, though its lease is renewed. */
  private Node wedge() {
    Node node = cluster.node("n2");
    node.fate =
        transaction -> {
          Write write = new Write("n2", transaction);
          boolean reports = write.touches(Kind.REPORT) && !write.touches(Kind.LEASE);
          return reports ? Fate.REFUSED : Fate.DONE;
        };
    return node;
  }

  private boolean isEnded() {
    return cluster.writes.stream()
        .filter(write -> write.node().equals("n1"))
        .anyMatch(write -> ends(write.transaction()));
  }

  private static boolean ends(Transaction transaction) {
    return transaction.steps().stream()
        .anyMatch(
            step ->
                step instanceof Transaction.Set set
                    && set.document() instanceof LeaseDocument lease
                    && lease.state() == State.ENDING);
  }

  private void untilEnded() {
    for (long millis = 0; millis < 2 * PATIENCE && !isEnded(); millis += 10) {
      pass(10);
    }
    assertThat(isEnded()).isTrue();
  }

  @Test
  void anOrderThatIsNotAnsweredForTooLongEndsTheLease() {
    wedge();
    standby("n2", true);
    pass(PATIENCE - 1000);
    assertThat(isEnded()).isFalse();
    pass(2000);
    assertThat(isEnded()).isTrue();
    assertThat(cluster.node("n1").events)
        .anyMatch(event -> event.describe().contains("has not answered the order"));
  }

  @Test
  void nothingStartsElsewhereBeforeTheEndedLeaseHasLapsed() {
    Node wedged = wedge();
    cluster.node("n1").fate =
        transaction -> {
          wedged.paused |= ends(transaction);
          return Fate.DONE;
        };
    standby("n2", true);
    untilEnded();
    assertThat(cluster.lease("n2").state()).isEqualTo(State.ENDING);
    pass(8_600);
    assertThat(cluster.lease("n2").state()).isEqualTo(State.ENDING);
    assertThat(cluster.node("n3").active).isEmpty();
    pass(500);
    assertThat(cluster.home("a").name).isEqualTo("n3");
  }

  @Test
  void aNodeThatCanStopWhatItRunsJoinsAnewAtOnce() {
    Node wedged = wedge();
    standby("n2", true);
    untilEnded();
    wedged.fate = transaction -> Fate.DONE;
    pass(1000);
    assertThat(wedged.halted).isNull();
    assertThat(cluster.lease("n2").state()).isEqualTo(State.HELD);
    assertThat(cluster.home("a").name).isEqualTo("n3");
  }

  @Test
  void aNodeThatAnswersLateIsLeftAlone() {
    Node slow = wedge();
    standby("n2", true);
    pass(PATIENCE - 5000);
    slow.fate = transaction -> Fate.DONE;
    pass(30_000);
    assertThat(isEnded()).isFalse();
    assertThat(cluster.home("a").name).isEqualTo("n3");
  }
}
