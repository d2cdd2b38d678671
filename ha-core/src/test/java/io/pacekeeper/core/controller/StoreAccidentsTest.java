package io.pacekeeper.core.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.OrdersDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.TermDocument;
import io.pacekeeper.core.document.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Documents that were deleted or overwritten, and writes that happened though nobody was told. */
class StoreAccidentsTest {
  private final TinyCluster cluster = new TinyCluster();
  private final ResourceDefinition[] resources = {
    ResourceDefinition.ofDefaults("a"),
    ResourceDefinition.ofDefaults("b"),
    ResourceDefinition.ofDefaults("c")
  };

  private TinyCluster.Node join(String name) {
    TinyCluster.Node node = cluster.add(name, resources);
    node.connect();
    cluster.settle();
    return node;
  }

  private void threeNodes() {
    join("n1");
    join("n2");
    join("n3");
    cluster.pass(Duration.ofSeconds(2));
  }

  private Stored stored(DocumentKey key) {
    Stored stored = cluster.store.get(key);
    assertThat(stored).as(key.path()).isNotNull();
    return stored;
  }

  private LeaseDocument lease(String node) {
    return (LeaseDocument) stored(DocumentKey.lease(node)).document();
  }

  private void standby(String node, boolean standby) {
    cluster.write(
        DocumentKey.node(node), new NodeDocument(standby, false, ImmutableSortedMap.of(), null));
  }

  @Test
  void theTermGrowsPastWhateverWroteOverIt() {
    threeNodes();
    cluster.corrupt(DocumentKey.TERM);
    cluster.corrupt(DocumentKey.TERM);
    cluster.pass(Duration.ofSeconds(2));
    Stored stored = stored(DocumentKey.TERM);
    assertThat(((TermDocument) stored.document()).term()).isEqualTo(2);
    assertThat(stored.version()).isEqualTo(3);
  }

  @Test
  void aTermThatPassedUnheardIsNotUsedAgainWhenItIsGone() {
    threeNodes();
    TinyCluster.Node second = cluster.node("n2");
    second.interest = null;
    cluster.node("n3").interest = null;
    cluster.delete(DocumentKey.elected("n1"));
    cluster.pass(Duration.ofMillis(200));
    assertThat(cluster.term())
        .isEqualTo(new TermDocument(2, "n1", cluster.lease("n1").incarnation()));
    cluster.node("n1").paused = true;
    cluster.delete(DocumentKey.TERM);
    second.tell(new Input.Removed(DocumentKey.TERM));
    cluster.pass(Duration.ofSeconds(1));
    assertThat(cluster.term())
        .isEqualTo(new TermDocument(3, "n2", cluster.lease("n2").incarnation()));
  }

  @Test
  void ordersThatAreWrittenOverAreGivenAgainWithoutWhatIsDone() {
    threeNodes();
    String busy = busy();
    cluster.corrupt(DocumentKey.orders(busy));
    cluster.pass(Duration.ofMillis(200));
    OrdersDocument again = cluster.read(DocumentKey.orders(busy), OrdersDocument.class);
    assertThat(again.actions()).isEmpty();
    cluster.pass(Duration.ofSeconds(2));
    assertThat(cluster.node(busy).active).isNotEmpty();
  }

  private String busy() {
    return cluster.nodes.values().stream()
        .filter(node -> !node.active.isEmpty())
        .findFirst()
        .orElseThrow()
        .name;
  }

  @Test
  void aLifeThatBeganUnheardAndHasEndedIsNotLivedAgain() {
    join("n1");
    List<LeaseDocument> taken = new ArrayList<>();
    TinyCluster.Node n2 = cluster.add("n2", resources);
    n2.fate =
        join -> {
          cluster.commit(n2, join, null);
          taken.add(lease("n2"));
          cluster.write(DocumentKey.lease("n2"), lease("n2").with(LeaseDocument.State.REVOKED));
          n2.fate = other -> TinyCluster.Fate.DONE;
          return TinyCluster.Fate.LOST;
        };
    n2.connect();
    cluster.pass(Duration.ofSeconds(1));
    assertThat(lease("n2").state()).isEqualTo(LeaseDocument.State.HELD);
    assertThat(lease("n2").incarnation()).isNotEqualTo(taken.get(0).incarnation());
  }

  @Test
  void aLeaseThatWasMadeAnewIsNotRenewedThoughItsVersionIsTheSame() {
    threeNodes();
    TinyCluster.Node n2 = cluster.nodes.get("n2");
    Stored former = stored(DocumentKey.lease("n2"));
    String incarnation = lease("n2").incarnation();
    n2.disconnect();
    cluster.delete(DocumentKey.lease("n2"));
    LeaseDocument revoked =
        new LeaseDocument(
            LeaseDocument.State.REVOKED, "unknown", Duration.ofSeconds(8), Duration.ofMillis(800));
    for (int version = 0; version <= former.version(); version++) {
      cluster.write(DocumentKey.lease("n2"), revoked);
    }
    assertThat(stored(DocumentKey.lease("n2")).version()).isEqualTo(former.version());
    n2.connect();
    cluster.pass(Duration.ofSeconds(12));
    assertThat(lease("n2").incarnation()).isNotEqualTo(incarnation).isNotEqualTo("unknown");
    assertThat(cluster.activeTimes()).isEqualTo(Map.of("a", 1, "b", 1, "c", 1));
  }

  @Test
  void whatTheDcWroteWithoutAnAnswerCannotHappenAfterItsNextWrite() {
    threeNodes();
    TinyCluster.Node dc = cluster.nodes.get("n1");
    TinyCluster.Node n2 = cluster.nodes.get("n2");
    assertThat(n2.active).isNotEmpty();
    List<Transaction> late = new ArrayList<>();
    dc.fate =
        write -> {
          if (write.steps().stream()
              .noneMatch(step -> step.key().equals(DocumentKey.orders("n3")))) {
            return TinyCluster.Fate.DONE;
          }
          late.add(write);
          standby("n3", false);
          standby("n2", true);
          dc.fate = other -> TinyCluster.Fate.DONE;
          return TinyCluster.Fate.LOST;
        };
    n2.holdsOperations = true;
    standby("n3", true);
    cluster.pass(Duration.ofMillis(500));
    assertThat(late).hasSize(1);
    assertThat(n2.held).isNotEmpty();
    Stored before = stored(DocumentKey.orders("n3"));
    cluster.commit(dc, late.get(0), null);
    assertThat(stored(DocumentKey.orders("n3"))).isEqualTo(before);
  }
}
