package io.pacekeeper.core.controller;

import static io.pacekeeper.core.controller.SoloNode.commit;
import static io.pacekeeper.core.controller.SoloNode.only;
import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.controller.TinyCluster.Node;
import io.pacekeeper.core.document.LeaseDocument.State;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lease is renewed only while the threads that run operations take up what they are given. */
class PulseTest {
  /** One node, whose lease of eight seconds is renewed each second, step by step. */
  @Nested
  class OneNode {
    private final SoloNode node = new SoloNode(ResourceDefinition.ofDefaults("a"));

    /** It has renewed its lease once, and the question that went with that has no answer. */
    @BeforeEach
    void itHasAsked() {
      node.committed(commit(node.connect()), 0);
      node.threadsAnswer = false;
      List<Effect> renewing = node.pass(1000).tick();
      assertThat(renewing).contains(new Effect.AskThreads(2));
      node.committed(renewal(renewing), 1);
    }

    private Effect.Commit renewal(List<Effect> effects) {
      return only(Effect.Commit.class, effects).get(0);
    }

    private List<ClusterEvent> warnings(List<Effect> effects) {
      return only(Effect.Publish.class, effects).stream()
          .map(Effect.Publish::event)
          .filter(ClusterEvent.Warned.class::isInstance)
          .toList();
    }

    @Test
    void itIsNotRenewedWithoutAnAnswerAndThatIsSaidOnce() {
      assertThat(node.wakesInMillis()).isEqualTo(1000);
      List<Effect> late = node.pass(1000).tick();
      assertThat(only(Effect.Commit.class, late)).isEmpty();
      assertThat(warnings(late))
          .containsExactly(
              new ClusterEvent.Warned(
                  "n1",
                  "no operation thread has taken up what was handed to it 1000 ms ago; its lease is not renewed until one does"));
      assertThat(node.wakesInMillis()).isEqualTo(1000);
      List<Effect> later = node.pass(1000).tick();
      assertThat(only(Effect.Commit.class, later)).isEmpty();
      assertThat(warnings(later)).isEmpty();
    }

    @Test
    void itIsAskedAgainWhetherAThreadCanBeMadeByNow() {
      assertThat(only(Effect.AskThreads.class, node.pass(999).tick())).isEmpty();
      assertThat(node.pass(1).tick()).contains(new Effect.AskThreads(2));
      assertThat(node.pass(1000).tick()).contains(new Effect.AskThreads(2));
    }

    @Test
    void itIsRenewedAsSoonAsThereIsAnAnswer() {
      node.pass(1000).tick();
      List<Effect> answered = node.pass(700).tell(new Input.ThreadsAnswered(2));
      renewal(answered);
      assertThat(answered).contains(new Effect.AskThreads(3));
    }

    @Test
    void anAnswerToAnEarlierQuestionIsNone() {
      node.pass(1000).tick();
      assertThat(only(Effect.Commit.class, node.tell(new Input.ThreadsAnswered(1)))).isEmpty();
    }

    @Test
    void anAnswerInTimeHoldsUpNothing() {
      node.pass(999).tell(new Input.ThreadsAnswered(2));
      List<Effect> due = node.pass(1).tick();
      renewal(due);
      assertThat(warnings(due)).isEmpty();
    }
  }

  /** Three nodes, whose leases of eight seconds are renewed each second. */
  @Nested
  class ThreeNodes {
    private final TinyCluster cluster = new TinyCluster();
    private final ResourceDefinition a = ResourceDefinition.ofDefaults("a");
    private final ResourceDefinition b = ResourceDefinition.ofDefaults("b");

    /** The DC is n1, and each of two nodes runs something. */
    @BeforeEach
    void threeNodes() {
      for (String name : List.of("n1", "n2", "n3")) {
        cluster.join(name, a, b);
        pass(3000);
      }
      assertThat(cluster.term().node()).isEqualTo("n1");
    }

    private void pass(long millis) {
      cluster.pass(Duration.ofMillis(millis));
    }

    /** Nothing that is handed to its threads is taken up any more. */
    private Node wedge(Node node) {
      node.threadsAnswer = false;
      node.holdsOperations = true;
      return node;
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void whoseThreadsDoNothingIsHaltedBeforeItsLeaseEndsAndReplaced(String resource) {
      Node wedged = wedge(cluster.home(resource));
      pass(8_300);
      assertThat(wedged.halted).isEqualTo("its lease ended");
      assertThat(wedged.events)
          .contains(
              new ClusterEvent.LeaseEnding(
                  wedged.name,
                  "its lease ends and was not renewed, as no operation thread answers"));
      pass(3_000);
      assertThat(cluster.home(resource)).isNotSameAs(wedged);
      assertThat(cluster.term().node()).isNotEqualTo(wedged.name);
    }

    @Test
    void whoseThreadsGoOnBeforeItHasToStopMovesNothing() {
      Node slow = wedge(cluster.home("b"));
      pass(4_500);
      slow.threadsAnswer = true;
      slow.holdsOperations = false;
      pass(30_000);
      assertThat(slow.halted).isNull();
      assertThat(slow.active).containsKey("b");
    }

    @Test
    void whoseOperationsHangWhileItsThreadsAnswerIsLeftAlone() {
      Node busy = cluster.home("b");
      busy.holdsOperations = true;
      pass(30_000);
      assertThat(busy.halted).isNull();
      assertThat(cluster.lease(busy.name).state()).isEqualTo(State.HELD);
    }

    @Test
    void whoRunsNothingLosesItsLeaseAndJoinsAgainWhenItsThreadsGoOn() {
      Node idle =
          cluster.nodes.values().stream().filter(n -> n.active.isEmpty()).findFirst().orElseThrow();
      String life = cluster.lease(idle.name).incarnation();
      wedge(idle);
      pass(60_000);
      assertThat(idle.halted).isNull();
      assertThat(cluster.lease(idle.name).state()).isEqualTo(State.REVOKED);
      idle.threadsAnswer = true;
      pass(2_000);
      assertThat(cluster.lease(idle.name).state()).isEqualTo(State.HELD);
      assertThat(cluster.lease(idle.name).incarnation()).isNotEqualTo(life);
    }
  }
}
