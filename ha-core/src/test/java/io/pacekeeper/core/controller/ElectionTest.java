package io.pacekeeper.core.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.controller.TinyCluster.Fate;
import io.pacekeeper.core.controller.TinyCluster.Node;
import io.pacekeeper.core.controller.TinyCluster.Write;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.ElectedDocument;
import io.pacekeeper.core.document.LeaseDocument.State;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who becomes DC, when, and by which write. */
class ElectionTest {
  private static final ResourceDefinition[] RESOURCES = {
    ResourceDefinition.ofDefaults("a"), ResourceDefinition.ofDefaults("b")
  };

  private final TinyCluster cluster = new TinyCluster();

  @BeforeEach
  void threeNodesOfWhichTheFirstIsDcAndRunsNothing() {
    cluster.write(
        DocumentKey.node("n1"), new NodeDocument(true, false, ImmutableSortedMap.of(), null));
    cluster.join("n1", RESOURCES);
    cluster.pass(Duration.ofMillis(100));
    cluster.join("n2", RESOURCES);
    cluster.join("n3", RESOURCES);
    cluster.pass(Duration.ofSeconds(3));
    assertThat(cluster.term().node()).isEqualTo("n1");
    assertThat(cluster.term().term()).isEqualTo(1);
    cluster.writes.clear();
    cluster.conflicts = 0;
  }

  private List<Write> elections() {
    return cluster.writes.stream()
        .filter(
            write ->
                write.transaction().steps().stream()
                    .anyMatch(
                        step ->
                            step.key().equals(DocumentKey.TERM)
                                && !(step instanceof Transaction.Check)))
        .toList();
  }

  private void pass(long millis) {
    cluster.pass(Duration.ofMillis(millis));
  }

  @Test
  void aDcThatLeavesIsReplacedWithoutWaiting() {
    cluster.node("n1").tell(new Input.LeaveRequested("test"));
    pass(500);
    assertThat(cluster.term().node()).isEqualTo("n2");
    assertThat(cluster.term().term()).isEqualTo(2);
    assertThat(elections()).hasSize(1);
    assertThat(elections().get(0).keys())
        .containsExactly(DocumentKey.lease("n1"), DocumentKey.TERM, DocumentKey.elected("n2"));
  }

  @Test
  void aDcThatDiesIsReplacedWhenItsLeaseAndMarginHavePassed() {
    Stored lease = cluster.store.get(DocumentKey.lease("n1"));
    cluster.node("n1").kill();
    cluster.node("n1").expireSession();
    pass(7750); // It was renewed at most a second before; its lease and margin are 8.8 s.
    assertThat(cluster.term().term()).isEqualTo(1);
    pass(1150);
    assertThat(cluster.term().node()).isEqualTo("n2");
    assertThat(cluster.lease("n1").state()).isEqualTo(State.REVOKED);
    assertThat(elections()).hasSize(1);
    List<Transaction.Step> steps = elections().get(0).transaction().steps();
    assertThat(steps.get(0))
        .isEqualTo(
            new Transaction.Set(
                DocumentKey.lease("n1"),
                lease.version(),
                cluster.read(DocumentKey.lease("n1"), lease.document().getClass())));
    assertThat(steps.get(2).key()).isEqualTo(DocumentKey.TERM);
  }

  @Test
  void candidatesTryOneAfterTheOther() {
    cluster.node("n1").kill();
    cluster.node("n1").expireSession();
    pass(12_000);
    assertThat(cluster.term().node()).isEqualTo("n2");
    assertThat(cluster.conflicts).isZero();
  }

  @Test
  void aCandidateThatIsWedgedBlocksNobody() {
    cluster.node("n1").kill();
    cluster.node("n2").paused = true;
    pass(12_000);
    assertThat(cluster.term().node()).isEqualTo("n3");
    assertThat(cluster.lease("n2").state()).isEqualTo(State.REVOKED);
    assertThat(cluster.activeTimes()).containsEntry("a", 1).containsEntry("b", 1);
    cluster.node("n2").paused = false;
    pass(12_000);
    assertThat(cluster.term().node()).isEqualTo("n3");
  }

  @Test
  void aDcThatIsBackAsAnotherIncarnationIsDcNoMore() {
    String former = cluster.term().incarnation();
    cluster.node("n1").kill();
    cluster.node("n1").expireSession();
    cluster.join("n1", RESOURCES);
    pass(12_000);
    assertThat(cluster.term().term()).isEqualTo(2);
    assertThat(cluster.term().incarnation()).isNotEqualTo(former);
    assertThat(cluster.lease(cluster.term().node()).incarnation())
        .isEqualTo(cluster.term().incarnation());
  }

  @Test
  void aDcWhoseLeaseIsTakenByItsNextIncarnationIsReplaced() {
    cluster.node("n2").disconnect();
    cluster.node("n3").disconnect();
    cluster.node("n1").kill();
    cluster.node("n1").expireSession();
    cluster.join("n1", RESOURCES);
    pass(9500);
    assertThat(cluster.lease("n1").state()).isEqualTo(State.HELD);
    pass(65_000); // The others are members still, and before it: it looks now and then.
    assertThat(cluster.term().term()).isEqualTo(2);
    assertThat(cluster.term().incarnation()).isEqualTo(cluster.lease("n1").incarnation());
    assertThat(elections().get(0).keys())
        .containsExactly(DocumentKey.lease("n1"), DocumentKey.TERM, DocumentKey.elected("n1"));
  }

  @Test
  void whatADcOfAnEarlierTermWroteAndWasLateIsNotDone() {
    Node former = cluster.node("n1");
    former.fate =
        transaction -> new Write("", transaction).touches(Kind.ORDERS) ? Fate.DONE_LATE : Fate.DONE;
    former.stalls = true;
    cluster.write(
        DocumentKey.node("n2"), new NodeDocument(true, false, ImmutableSortedMap.of(), null));
    pass(0);
    pass(12_000);
    assertThat(cluster.term().term()).isEqualTo(2);
    int writes = cluster.writes.size();
    former.arrive();
    assertThat(cluster.writes).hasSize(writes);
  }

  @Test
  void aTermThatIsUnreadableOrAbsentIsFollowedByAHigherOne() {
    long term = 1;
    for (int i = 0; i < 4; i++) {
      if (i % 2 == 0) {
        cluster.corrupt(DocumentKey.TERM);
      } else {
        cluster.delete(DocumentKey.TERM);
      }
      pass(2000);
      assertThat(cluster.term().term()).isGreaterThan(term);
      term = cluster.term().term();
    }
  }

  @Test
  void whatADcOfADeletedTermWroteAndWasLateIsNotDone() {
    Node former = cluster.node("n1");
    former.fate =
        transaction -> new Write("", transaction).touches(Kind.ORDERS) ? Fate.DONE_LATE : Fate.DONE;
    former.stalls = true;
    cluster.write(
        DocumentKey.node("n2"), new NodeDocument(true, false, ImmutableSortedMap.of(), null));
    pass(0);
    int version = cluster.store.get(DocumentKey.TERM).version();
    former.paused = true;
    // What the new DC orders is held up: the versions of orders are as the former DC knows them.
    cluster.node("n2").fate =
        transaction -> new Write("", transaction).touches(Kind.ORDERS) ? Fate.LOST : Fate.DONE;
    cluster.delete(DocumentKey.TERM);
    pass(2000);
    assertThat(cluster.term().node()).isEqualTo("n2");
    assertThat(cluster.term().term()).isEqualTo(2);
    assertThat(cluster.store.get(DocumentKey.TERM).version()).isEqualTo(version);
    int writes = cluster.writes.size();
    former.arrive();
    assertThat(cluster.writes).hasSize(writes);
  }

  @Test
  void aTermIsKnownThoughNothingWasOrderedInItAndItsDocumentWasDeleted() {
    cluster.node("n1").tell(new Input.LeaveRequested("test"));
    pass(0);
    cluster.nodes.values().forEach(Node::kill);
    cluster.nodes.values().forEach(Node::expireSession);
    cluster.nodes.clear();
    pass(0);
    cluster.delete(DocumentKey.TERM);
    cluster.write(DocumentKey.elected("n2"), new ElectedDocument(7, "gone"));
    cluster.join("n4", RESOURCES);
    pass(2000);
    assertThat(cluster.term().term()).isEqualTo(8);
    assertThat(cluster.read(DocumentKey.elected("n2"), ElectedDocument.class))
        .isEqualTo(new ElectedDocument(8, cluster.term().incarnation()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTermThatWasBegunUnheardIsNotUsedAgainThoughItsVersionIsTheSame(boolean traceIsHeardOf) {
    int version = cluster.store.get(DocumentKey.TERM).version();
    Node unaware = cluster.node("n2");
    unaware.paused = true;
    cluster.node("n1").kill();
    cluster.node("n1").expireSession();
    cluster.delete(DocumentKey.TERM);
    pass(2000);
    assertThat(cluster.term().node()).isEqualTo("n3");
    assertThat(cluster.term().term()).isEqualTo(2);
    assertThat(cluster.store.get(DocumentKey.TERM).version()).isEqualTo(version);
    String third = cluster.term().incarnation();
    cluster.write(DocumentKey.lease("n1"), cluster.lease("n1").with(State.REVOKED));
    cluster.node("n3").paused = true;
    unaware.inbox.clear();
    unaware.paused = false;
    if (traceIsHeardOf) {
      unaware.tell(new Input.Changed(cluster.store.get(DocumentKey.elected("n2"))));
    }
    unaware.tell(new Input.Changed(cluster.store.get(DocumentKey.lease("n1"))));
    pass(1000);
    if (cluster.term().term() == 2) {
      assertThat(cluster.term().incarnation()).isEqualTo(third);
    }
  }

  @Test
  void aDcWhoseOwnTraceIsLostIsElectedAgain() {
    cluster.delete(DocumentKey.elected("n1"));
    pass(1000);
    assertThat(cluster.term().node()).isEqualTo("n1");
    assertThat(cluster.term().term()).isEqualTo(2);
    cluster.corrupt(DocumentKey.elected("n1"));
    pass(1000);
    assertThat(cluster.term().term()).isEqualTo(3);
    assertThat(cluster.activeTimes()).containsEntry("a", 1).containsEntry("b", 1);
    assertThat(cluster.conflicts).isZero();
  }

  @Test
  void termsGoOnAfterTheHighestThatLeftATrace() {
    cluster.node("n1").tell(new Input.LeaveRequested("test"));
    pass(2000);
    cluster.write(
        DocumentKey.node("n2"), new NodeDocument(true, false, ImmutableSortedMap.of(), null));
    pass(1000);
    assertThat(cluster.term().term()).isEqualTo(2);
    cluster.nodes.values().forEach(Node::kill);
    cluster.nodes.values().forEach(Node::expireSession);
    cluster.delete(DocumentKey.TERM);
    cluster.nodes.clear();
    cluster.join("n4", RESOURCES);
    pass(2000);
    assertThat(cluster.term().term()).isEqualTo(3);
  }

  @Test
  void whoeverLooksNowAndThenElectsItselfIfNobodyElseDoes() {
    cluster.nodes.values().forEach(node -> node.paused = true);
    cluster.delete(DocumentKey.TERM);
    Node fourth = cluster.join("n4", RESOURCES);
    pass(130_000);
    assertThat(cluster.term().node()).isEqualTo("n4");
    assertThat(fourth.active).containsOnlyKeys("a", "b");
  }

  @Test
  void aDcThatReadsItsTermAgainGoesOnCountingItsOrders() {
    Stored term = cluster.store.get(DocumentKey.TERM);
    long before = cluster.highestOrder();
    Node dc = cluster.node("n1");
    dc.tell(new Input.Removed(DocumentKey.TERM));
    dc.tell(new Input.Changed(term));
    pass(0);
    cluster.write(
        DocumentKey.node("n2"), new NodeDocument(true, false, ImmutableSortedMap.of(), null));
    pass(1000);
    assertThat(cluster.term()).isEqualTo(term.document());
    assertThat(cluster.node("n3").active).containsOnlyKeys("a", "b");
    assertThat(cluster.orders()).isNotEmpty().allMatch(o -> o.number().number() > before);
  }
}
