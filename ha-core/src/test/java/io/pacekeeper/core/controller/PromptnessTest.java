package io.pacekeeper.core.controller;

import static io.pacekeeper.core.controller.SoloNode.commit;
import static io.pacekeeper.core.controller.SoloNode.only;
import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.Operation;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node does first, and what it does not do again and again. */
class PromptnessTest {
  private static final DocumentKey ORDERS = DocumentKey.orders("n1");

  private final SoloNode node =
      new SoloNode(ResourceDefinition.ofDefaults("a"), ResourceDefinition.ofDefaults("b"));

  private Effect.Commit orders;

  /** It is alone, becomes DC, and has its first order to itself under way. */
  @BeforeEach
  void itOrdersItsFirstStarts() {
    List<Effect> effects = node.connect();
    for (int version = 0; orders == null; version++) {
      assertThat(version).as("steps until it orders anything").isLessThan(20);
      List<Effect> next = new ArrayList<>();
      for (Effect.Commit commit : only(Effect.Commit.class, effects)) {
        if (starts(commit)) {
          orders = commit;
        } else {
          next.addAll(node.committed(commit, version));
        }
      }
      effects = next.isEmpty() ? node.answer(node.pass(100).tick()) : next;
    }
  }

  private static boolean starts(Effect.Commit commit) {
    return commit.transaction().steps().stream()
        .anyMatch(step -> step.key().equals(ORDERS) && step.toString().contains("START"));
  }

  private List<Effect> returned(List<Effect.RunOperation> operations) {
    List<Input> inputs = new ArrayList<>();
    operations.forEach(run -> inputs.add(new Input.OperationReturned(run.id(), null)));
    return node.answer(
        node.controller.step(inputs, new Moment(node.nanos, SoloNode.START.plusNanos(node.nanos))));
  }

  @Test
  void whatTheDcHasOrderedOfItselfIsBegunBeforeItDecidesAgain() {
    MemberDocument other =
        new MemberDocument("other", "h", 2, "v", SoloNode.START, new TreeSet<>(), new TreeMap<>());
    LeaseDocument lease =
        new LeaseDocument(
            LeaseDocument.State.HELD, "other", SoloNode.LEASE.length(), SoloNode.LEASE.margin());
    node.tell(new Input.Changed(node.put(DocumentKey.lease("n2"), 0, lease)));
    node.tell(new Input.Changed(node.put(DocumentKey.member("n2"), 0, other)));
    List<Effect> effects = node.committed(orders, 10);
    assertThat(only(Effect.RunOperation.class, effects)).hasSize(2);
    assertThat(only(Effect.Commit.class, effects)).isEmpty();
    assertThat(node.wakesInMillis()).isZero();
    assertThat(commit(node.tick()).transaction().steps())
        .anyMatch(step -> step.key().equals(DocumentKey.orders("n2")));
    assertThat(node.wakesInMillis()).isPositive();
  }

  @Test
  void whatHasReturnedTogetherIsReportedTogether() {
    List<Effect.RunOperation> starts = only(Effect.RunOperation.class, node.committed(orders, 10));
    List<Effect> effects = returned(starts);
    assertThat(commit(effects).transaction().steps())
        .extracting(Transaction.Step::key)
        .containsExactly(DocumentKey.report("n1"));
    assertThat(only(Effect.Publish.class, effects)).hasSize(2);
  }

  @Test
  void aNodeThatReleasesItsLeaseWaitsForTheAnswer() {
    List<Effect> effects = returned(only(Effect.RunOperation.class, node.committed(orders, 10)));
    node.committed(commit(effects), 11);
    Effect.Commit asks = commit(node.tell(new Input.LeaveRequested("test")));
    Effect.Commit stops = commit(node.committed(asks, 12));
    List<Effect.RunOperation> operations =
        only(Effect.RunOperation.class, node.committed(stops, 13));
    assertThat(operations).extracting(Effect.RunOperation::operation).containsOnly(Operation.STOP);
    node.pass(200);
    assertThat(commit(returned(operations)).transaction().steps())
        .extracting(Transaction.Step::key)
        .containsExactly(DocumentKey.lease("n1"), DocumentKey.member("n1"));
    assertThat(node.wakesInMillis()).isPositive();
  }

  @Test
  void aCandidateRehearsesTwentyTimesAndWritesNothing() {
    TinyCluster cluster = new TinyCluster();
    ResourceDefinition[] resources = {
      ResourceDefinition.ofDefaults("a"), ResourceDefinition.ofDefaults("b")
    };
    cluster.join("n1", resources);
    TinyCluster.Node candidate = cluster.join("n2", resources);
    cluster.pass(Duration.ofSeconds(2));
    cluster.writes.clear();
    cluster.pass(Duration.ofSeconds(20));
    int reads = candidate.reads;
    assertThat(reads).isGreaterThanOrEqualTo(20);
    cluster.pass(Duration.ofSeconds(20));
    assertThat(candidate.reads).isEqualTo(reads);
    assertThat(cluster.writes).allMatch(TinyCluster.Write::renews);
  }
}
