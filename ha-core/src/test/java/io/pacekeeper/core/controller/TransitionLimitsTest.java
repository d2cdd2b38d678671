package io.pacekeeper.core.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.controller.TinyCluster.Node;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.TransitionOptions;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How much is ordered at once: {@code batch-limit} and {@code node-action-limit}. */
class TransitionLimitsTest {
  private final TinyCluster cluster = new TinyCluster();
  private final ResourceDefinition[] six =
      IntStream.rangeClosed(1, 6)
          .mapToObj(i -> ResourceDefinition.ofDefaults("r" + i))
          .toArray(ResourceDefinition[]::new);

  private void pass(long millis) {
    cluster.pass(Duration.ofMillis(millis));
  }

  private void limits(int batch, int node) {
    TransitionOptions limits = new TransitionOptions(batch, node, false, Duration.ZERO);
    cluster.write(
        DocumentKey.CONFIG,
        new ConfigDocument(
            ClusterOptions.DEFAULTS.withTransition(limits),
            ImmutableSortedMap.of(),
            ImmutableSortedMap.of(),
            null));
  }

  /** Has two nodes whose operations do not return by themselves. */
  private List<Node> twoNodes() {
    cluster.join("n0");
    pass(2000);
    Node one = cluster.add("n1", six);
    Node two = cluster.add("n2", six);
    List<Node> nodes = List.of(one, two);
    nodes.forEach(
        node -> {
          node.holdsOperations = true;
          node.connect();
        });
    pass(1000);
    return nodes;
  }

  private static int underWay(List<Node> nodes) {
    return nodes.stream().mapToInt(node -> node.held.size()).sum();
  }

  private void answerAll(List<Node> nodes) {
    for (Node node : nodes) {
      List<Effect.RunOperation> held = List.copyOf(node.held);
      node.held.clear();
      held.forEach(node::finish);
    }
    pass(1000);
  }

  @Test
  void noMoreIsOrderedOfAllNodesTogetherThanTheBatchLimitSays() {
    limits(3, 0);
    List<Node> nodes = twoNodes();
    assertThat(underWay(nodes)).isEqualTo(3);
    answerAll(nodes);
    assertThat(underWay(nodes)).isEqualTo(3);
    answerAll(nodes);
    assertThat(underWay(nodes)).isZero();
    assertThat(cluster.activeTimes().values()).containsOnly(1).hasSize(6);
  }

  @Test
  void aSecondActionIsOrderedAsSoonAsTheFirstIsDone() {
    limits(1, 0);
    List<Node> nodes = twoNodes();
    for (int i = 0; i < 6; i++) {
      assertThat(underWay(nodes)).isEqualTo(1);
      answerAll(nodes);
    }
    assertThat(cluster.activeTimes()).hasSize(6);
  }

  @Test
  void noMoreIsOrderedOfOneNodeThanItsLimitSays() {
    limits(0, 1);
    List<Node> nodes = twoNodes();
    assertThat(nodes).allMatch(node -> node.held.size() == 1);
    answerAll(nodes);
    assertThat(nodes).allMatch(node -> node.held.size() == 1);
  }

  @Test
  void withoutALimitEverythingIsOrderedAtOnce() {
    limits(0, 0);
    assertThat(underWay(twoNodes())).isEqualTo(6);
  }

  @Test
  void whatIsStoppedAndStartedAgainTakesOneStepAfterTheOther() {
    limits(1, 0);
    List<Node> nodes = twoNodes();
    for (int i = 0; i < 6; i++) {
      answerAll(nodes);
    }
    Node home = cluster.home("r1");
    long token = home.active.get("r1");
    home.tell(new Input.ServiceFailed("r1", token, "it broke"));
    pass(1000);
    assertThat(home.held)
        .extracting(Effect.RunOperation::operation)
        .containsExactly(Operation.STOP);
    answerAll(nodes);
    assertThat(home.held)
        .extracting(Effect.RunOperation::operation)
        .containsExactly(Operation.START);
  }

  @Test
  void aNodeThatIsGoneKeepsNobodyElseWaiting() {
    limits(2, 0);
    List<Node> nodes = twoNodes();
    Node one = nodes.get(0);
    assertThat(underWay(List.of(one))).isEqualTo(1);
    one.kill();
    cluster.delete(DocumentKey.member("n1"));
    pass(500);
    assertThat(nodes.get(1).held).hasSize(2);
  }
}
