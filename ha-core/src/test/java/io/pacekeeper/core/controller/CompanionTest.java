package io.pacekeeper.core.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.controller.TinyCluster.Node;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.FencingDocument.Confirmation;
import io.pacekeeper.core.document.FencingDocument.Means;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.LeaseDocument.State;
import io.pacekeeper.core.document.MemberDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a companion's word does: that a process is gone, or that there is no companion. */
class CompanionTest {
  private static final ResourceDefinition[] RESOURCES = {
    ResourceDefinition.ofDefaults("a"),
    ResourceDefinition.ofDefaults("b"),
    ResourceDefinition.ofDefaults("c")
  };

  private final TinyCluster cluster = new TinyCluster();

  @BeforeEach
  void threeNodesWithAResourceEach() {
    cluster.join("n1", RESOURCES);
    cluster.join("n2", RESOURCES);
    cluster.join("n3", RESOURCES);
    cluster.pass(Duration.ofSeconds(3));
    assertThat(cluster.activeTimes()).hasSize(3);
    assertThat(cluster.nodes.values()).allMatch(node -> node.active.size() == 1);
  }

  private void confirmDead(Node node) {
    LeaseDocument lease = cluster.lease(node.name);
    cluster.write(DocumentKey.lease(node.name), lease.with(State.DEAD));
    Confirmation confirmation =
        new Confirmation(lease.incarnation(), Means.COMPANION, "its companion", Instant.EPOCH);
    cluster.write(DocumentKey.fencing(node.name), new FencingDocument(List.of(confirmation)));
    cluster.delete(DocumentKey.member(node.name));
  }

  @Test
  void whatAConfirmedDeadNodeRanStartsElsewhereAtOnce() {
    Node dead = cluster.node("n3");
    String incarnation = cluster.lease("n3").incarnation();
    dead.kill();
    confirmDead(dead);
    cluster.settle();
    assertThat(cluster.activeTimes()).containsOnlyKeys("a", "b", "c");
    assertThat(cluster.node("n1").events)
        .contains(
            new ClusterEvent.NodeFenced(
                "n3", incarnation, "its companion, which saw its process gone"));
  }

  @Test
  void aDcThatIsConfirmedDeadIsReplacedAtOnceAndItsResourcesStartElsewhere() {
    Node dead = cluster.node("n1");
    dead.kill();
    confirmDead(dead);
    cluster.settle();
    assertThat(cluster.term().node()).isEqualTo("n2");
    assertThat(cluster.activeTimes()).containsOnlyKeys("a", "b", "c");
  }

  @Test
  void aNodeThatSaysItCannotRunAnythingIsRelievedAndSaysWhenItCanAgain() {
    Node node = cluster.node("n2");
    node.tell(new Input.EligibilityChanged("without its companion"));
    cluster.pass(Duration.ofMillis(100));
    assertThat(cluster.read(DocumentKey.member("n2"), MemberDocument.class).obstacle())
        .isEqualTo("without its companion");
    assertThat(node.active).isEmpty();
    assertThat(cluster.activeTimes()).containsOnlyKeys("a", "b", "c");
    for (Node other : List.of(cluster.node("n1"), cluster.node("n3"))) {
      other.kill();
      confirmDead(other);
    }
    cluster.pass(Duration.ofSeconds(1));
    assertThat(cluster.activeTimes()).isEmpty();

    node.tell(new Input.EligibilityChanged(null));
    cluster.pass(Duration.ofSeconds(1));
    assertThat(cluster.read(DocumentKey.member("n2"), MemberDocument.class).obstacle()).isNull();
    assertThat(node.active).containsOnlyKeys("a", "b", "c");
  }
}
