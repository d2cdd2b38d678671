package io.pacekeeper.core.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.TermDocument;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The controllers of a few nodes over a store that answers at once. */
class ControllerTest {
  private final TinyCluster cluster = new TinyCluster();
  private final ResourceDefinition[] resources = {
    ResourceDefinition.ofDefaults("a"), ResourceDefinition.ofDefaults("b"),
    ResourceDefinition.ofDefaults("c"), ResourceDefinition.ofDefaults("d")
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

  private LeaseDocument.State leaseOf(String node) {
    return ((LeaseDocument) cluster.store.get(DocumentKey.lease(node)).document()).state();
  }

  private TermDocument term() {
    return (TermDocument) cluster.store.get(DocumentKey.TERM).document();
  }

  private void everythingRunsOnce() {
    assertThat(cluster.activeTimes()).isEqualTo(Map.of("a", 1, "b", 1, "c", 1, "d", 1));
  }

  @Test
  void aSingleNodeBecomesDcAndStartsEverything() {
    TinyCluster.Node node = join("n1");
    cluster.pass(Duration.ofSeconds(1));
    assertThat(node.active.keySet()).containsExactly("a", "b", "c", "d");
    assertThat(term().node()).isEqualTo("n1");
  }

  @Test
  void aClusterAtRestWritesNothingButLeases() {
    threeNodes();
    everythingRunsOnce();
    cluster.writes.clear();
    cluster.pass(Duration.ofSeconds(30));
    assertThat(cluster.writes).isNotEmpty().allMatch(TinyCluster.Write::renews);
  }

  @Test
  void aKilledNodesResourcesStartElsewhereOnlyAfterItsLeaseAndMargin() {
    threeNodes();
    TinyCluster.Node n1 = cluster.nodes.get("n1");
    assertThat(n1.active).isNotEmpty();
    n1.kill();
    n1.expireSession();
    cluster.pass(Duration.ofMillis(7900));
    assertThat(cluster.activeTimes().size()).isLessThan(4);
    cluster.pass(Duration.ofSeconds(3));
    everythingRunsOnce();
    assertThat(leaseOf("n1")).isEqualTo(LeaseDocument.State.REVOKED);
    assertThat(term().node()).isNotEqualTo("n1");
  }

  @Test
  void aSurvivorReportsTwiceHoweverManyResourcesStartAndHoweverSlowly() {
    ResourceDefinition[] many =
        IntStream.range(0, 300)
            .mapToObj(i -> ResourceDefinition.ofDefaults("r" + i))
            .toArray(ResourceDefinition[]::new);
    List<TinyCluster.Node> nodes =
        Stream.of("n1", "n2", "n3").map(name -> cluster.add(name, many)).toList();
    nodes.forEach(TinyCluster.Node::connect);
    cluster.pass(Duration.ofSeconds(3));
    List<TinyCluster.Node> survivors = nodes.subList(0, 2);
    survivors.forEach(node -> node.holdsOperations = true);
    cluster.writes.clear();
    nodes.get(2).kill();
    nodes.get(2).expireSession();
    for (int i = 0; i < 300; i++) {
      for (TinyCluster.Node node : survivors) {
        List<Effect.RunOperation> underWay = List.copyOf(node.held);
        node.held.clear();
        underWay.forEach(node::finish);
      }
      cluster.pass(Duration.ofMillis(50));
    }
    assertThat(cluster.activeTimes()).hasSize(300);
    for (TinyCluster.Node node : survivors) {
      assertThat(cluster.writes)
          .filteredOn(write -> write.keys().equals(List.of(DocumentKey.report(node.name))))
          .hasSizeBetween(1, 2);
    }
  }

  @Test
  void aNodeIsCalledUncleanWhenItVanishesAndNotWhileItJoins() {
    TinyCluster.Node dc = join("n1");
    cluster.pass(Duration.ofSeconds(2));
    TinyCluster.Node other = join("n2");
    cluster.pass(Duration.ofSeconds(2));
    assertThat(dc.events).noneMatch(ClusterEvent.NodeUnclean.class::isInstance);

    other.kill();
    other.expireSession();
    cluster.pass(Duration.ofSeconds(1));

    assertThat(dc.events)
        .filteredOn(ClusterEvent.NodeUnclean.class::isInstance)
        .singleElement()
        .extracting(ClusterEvent::describe)
        .asString()
        .startsWith("n2 is unclean");
  }

  @Test
  void aLeavingNodeIsDrainedAndReleasesItsLease() {
    threeNodes();
    TinyCluster.Node n1 = cluster.nodes.get("n1");
    n1.tell(new Input.LeaveRequested("test"));
    cluster.pass(Duration.ofSeconds(1));
    assertThat(n1.finished).isEqualTo("test");
    assertThat(leaseOf("n1")).isEqualTo(LeaseDocument.State.RELEASED);
    everythingRunsOnce();
  }

  @Test
  void aNodeInStandbyRunsNothing() {
    threeNodes();
    cluster.write(
        DocumentKey.node("n1"), new NodeDocument(true, false, ImmutableSortedMap.of(), null));
    cluster.pass(Duration.ofSeconds(1));
    assertThat(cluster.nodes.get("n1").active).isEmpty();
    everythingRunsOnce();
  }

  @Test
  void aDisconnectedNodeStopsEverythingBeforeItsLeaseEndsAndRejoinsWithIt() {
    threeNodes();
    TinyCluster.Node n1 = cluster.nodes.get("n1");
    n1.disconnect();
    cluster.pass(Duration.ofMillis(5300));
    assertThat(n1.active).isEmpty();
    cluster.pass(Duration.ofSeconds(6));
    everythingRunsOnce();
    n1.connect();
    cluster.pass(Duration.ofSeconds(3));
    everythingRunsOnce();
    assertThat(n1.halted).isNull();
    assertThat(leaseOf("n1")).isEqualTo(LeaseDocument.State.HELD);
  }

  @Test
  void anOutageOfTheStoreForEverybodyEndsWithEverythingActiveOnce() {
    threeNodes();
    cluster.nodes.values().forEach(TinyCluster.Node::disconnect);
    cluster.pass(Duration.ofMinutes(2));
    assertThat(cluster.activeTimes()).isEmpty();
    cluster.nodes.values().forEach(TinyCluster.Node::connect);
    cluster.pass(Duration.ofSeconds(3));
    everythingRunsOnce();
    cluster.nodes.values().forEach(node -> assertThat(node.halted).isNull());
    for (String node : List.of("n1", "n2", "n3")) {
      assertThat(cluster.store.get(DocumentKey.fencing(node))).isNull();
    }
  }

  @Test
  void aSecondJvmOfALivingNodesNameIsRefusedWithTheHolder() {
    join("n1");
    TinyCluster.Node second = cluster.new Node(secondOf("n1"));
    cluster.nodes.put("n1-second", second);
    second.connect();
    cluster.pass(Duration.ofSeconds(20));
    assertThat(second.events)
        .anySatisfy(
            event -> {
              assertThat(event).isInstanceOf(ClusterEvent.JoinRefused.class);
              assertThat(event.describe()).contains("n1.example", "pid 1");
            });
    assertThat(second.active).isEmpty();
  }

  private ControllerOptions secondOf(String name) {
    return new ControllerOptions(
        name,
        "other.example",
        99,
        "test",
        () -> "second",
        LeaseOptions.ofLength(Duration.ofSeconds(8)),
        "shop",
        1,
        List.of(resources),
        ImmutableSortedMap.of(),
        Duration.ofSeconds(30),
        8,
        Duration.ofSeconds(60));
  }

  @Test
  void aResourceWhoseStartFailsMovesToAnotherNode() {
    threeNodes();
    TinyCluster.Node home =
        cluster.nodes.values().stream().filter(n -> n.active.containsKey("a")).findFirst().get();
    long token = home.active.get("a");
    home.service =
        run -> run.resource().equals("a") && run.operation() == Operation.START ? "no disk" : null;
    home.tell(new Input.ServiceFailed("a", token, "broken"));
    cluster.pass(Duration.ofSeconds(1));
    everythingRunsOnce();
    assertThat(home.active).doesNotContainKey("a");
    long next =
        cluster.nodes.values().stream().mapToLong(n -> n.active.getOrDefault("a", 0L)).sum();
    assertThat(next).isGreaterThan(token);
  }

  @Test
  void aStopThatFailsHaltsTheJvm() {
    threeNodes();
    TinyCluster.Node n1 = cluster.nodes.get("n1");
    n1.service = run -> run.operation() == Operation.STOP ? "stuck" : null;
    cluster.write(
        DocumentKey.node("n1"), new NodeDocument(true, false, ImmutableSortedMap.of(), null));
    cluster.pass(Duration.ofSeconds(1));
    assertThat(n1.halted).contains("stuck");
  }

  private static Stream<DocumentKey> documents() {
    Stream<DocumentKey> ofNodes =
        Stream.of("n1", "n2")
            .flatMap(
                node ->
                    Stream.of(
                        DocumentKey.member(node),
                        DocumentKey.lease(node),
                        DocumentKey.orders(node),
                        DocumentKey.report(node),
                        DocumentKey.node(node),
                        DocumentKey.fencing(node)));
    return Stream.concat(Stream.of(DocumentKey.CONFIG, DocumentKey.TERM), ofNodes);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void garbageInADocumentTakesNoNodeDownAndStartsNothingTwice(DocumentKey key) {
    threeNodes();
    cluster.corrupt(key);
    survives(key);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void aDocumentThatVanishesTakesNoNodeDownAndStartsNothingTwice(DocumentKey key) {
    threeNodes();
    cluster.delete(key);
    survives(key);
  }

  @Test
  void aMemberNodeThatSomebodyDeletedIsShownAgainAndNamed() {
    threeNodes();
    TinyCluster.Node n2 = cluster.nodes.get("n2");
    cluster.delete(DocumentKey.member("n2"));
    cluster.pass(Duration.ofSeconds(1));
    assertThat(cluster.store).containsKey(DocumentKey.member("n2"));
    assertThat(n2.events)
        .extracting(ClusterEvent::describe)
        .anyMatch(line -> line.contains("members/n2") && line.contains("not there any more"));
  }

  private void survives(DocumentKey key) {
    for (int i = 0; i < 100; i++) {
      cluster.pass(Duration.ofSeconds(1));
      assertThat(cluster.activeTimes().values()).as(key.path()).allMatch(times -> times == 1);
    }
    cluster.nodes.values().forEach(node -> assertThat(node.halted).isNull());
    everythingRunsOnce();
  }
}
