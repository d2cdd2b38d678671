package io.pacekeeper.examples.redundancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.api.ClusterStatus.Activity;
import io.pacekeeper.api.ClusterStatus.Phase;
import io.pacekeeper.api.ClusterStatus.ResourceStatus;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Resource;
import io.pacekeeper.zookeeper.ZooKeeperNode;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Each pattern of redundancy is what it is called, on nodes that share this JVM. */
class RedundancyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private static Path folder;
  private static EmbeddedZooKeeper zooKeeper;

  private final Map<String, HaNode> nodes = new LinkedHashMap<>();
  private String cluster;

  @BeforeAll
  static void startZooKeeper() {
    zooKeeper = new EmbeddedZooKeeper(folder);
    zooKeeper.start();
  }

  @AfterAll
  static void stopZooKeeper() {
    zooKeeper.close();
  }

  @BeforeEach
  void chooseCluster(TestInfo test) {
    cluster = test.getTestMethod().orElseThrow().getName();
  }

  @AfterEach
  void closeNodes() {
    List<HaNode> all = new ArrayList<>(nodes.values());
    Collections.reverse(all);
    all.forEach(HaNode::close);
  }

  @Test
  void theServiceOfAnActiveNodeGoesToAPassiveOneAndStays() {
    join(ActivePassive.resources(), "node1", "node2");
    awaitPlaces(Map.of("ledger", "node1"));

    lose("node1");
    awaitPlaces(Map.of("ledger", "node2"));

    join(ActivePassive.resources(), "node1");
    assertStays(Map.of("ledger", "node2"));
  }

  @Test
  void whatIsActiveEverywhereIsServedOnByTheOthers() {
    join(ActiveActive.resources(), "node1", "node2", "node3");
    awaitPlaces(Map.of("search", "node1 node2 node3"));

    lose("node2");
    awaitPlaces(Map.of("search", "node1 node3"));
  }

  @Test
  void aStackIsWholeOnEachOfItsNodesAndGoesElsewhereAsAWhole() {
    join(ActiveStack.resources(), "node1", "node2", "node3");
    await().atMost(PATIENCE).until(() -> stack().size() == 2);

    String lost = stack().iterator().next();
    lose(lost);

    await().atMost(PATIENCE).until(() -> stack().size() == 2 && !stack().contains(lost));
  }

  /** Returns the nodes on which all of the stack is, or none while it is in motion. */
  private Set<String> stack() {
    Set<String> nodes = new TreeSet<>(places().values());
    return nodes.size() == 1 && places().size() == 3
        ? Set.of(nodes.iterator().next().split(" "))
        : Set.of();
  }

  @Test
  void theSpareNodeTakesWhatOneOfManyLosesAndTheRepairedOneIsSpareThen() {
    join(NPlusOne.resources(), "node1", "node2", "node3", "spare");
    awaitPlaces(Map.of("orders", "node1", "stock", "node2", "bills", "node3"));

    lose("node2");
    awaitPlaces(Map.of("orders", "node1", "stock", "spare", "bills", "node3"));

    join(NPlusOne.resources(), "node2");
    assertStays(Map.of("orders", "node1", "stock", "spare", "bills", "node3"));
  }

  @Test
  void eachOfTwoLostNodesHasASpareNodeOfItsOwn() {
    join(NPlusM.resources(), "node1", "node2", "node3");
    joinSpare("first", "second");
    awaitPlaces(Map.of("orders", "node1", "stock", "node2", "bills", "node3"));

    lose("node1");
    await().atMost(PATIENCE).until(() -> isSpare(places().get("orders")));
    lose("node3");

    await().atMost(PATIENCE).until(() -> isSpare(places().get("bills")));
    assertThat(places()).containsEntry("stock", "node2");
    assertThat(new TreeSet<>(places().values())).hasSize(3);
  }

  private static boolean isSpare(String node) {
    return node.equals("first") || node.equals("second");
  }

  @Test
  void aServiceGoesHomeFromTheOneSpareNodeWhenItsNodeIsBack() {
    join(NToOne.resources(), "node1", "node2", "node3", "spare");
    awaitPlaces(Map.of("orders", "node1", "stock", "node2", "bills", "node3"));

    lose("node2");
    awaitPlaces(Map.of("orders", "node1", "stock", "spare", "bills", "node3"));

    join(NToOne.resources(), "node2");
    awaitPlaces(Map.of("orders", "node1", "stock", "node2", "bills", "node3"));
  }

  @Test
  void whatALostNodeServedIsSharedAmongAllThatAreLeft() {
    join(NToN.resources(), "node1", "node2", "node3");
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(load()).containsExactly(2, 2, 2));

    lose("node3");

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(load()).containsExactly(3, 3));

    join(NToN.resources(), "node3");
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(load()).containsExactly(2, 2, 2));
  }

  private void join(List<Resource> resources, String... names) {
    for (String name : names) {
      join(resources, name, false);
    }
  }

  private void joinSpare(String... names) {
    for (String name : names) {
      join(NPlusM.resources(), name, true);
    }
  }

  private void join(List<Resource> resources, String name, boolean spare) {
    ZooKeeperNode.Builder builder =
        ZooKeeperNode.builder(zooKeeper.connectString())
            .cluster(cluster)
            .node(name)
            .attribute("spare", Boolean.toString(spare));
    resources.forEach(builder::resource);
    nodes.put(name, builder.join());
  }

  private void lose(String name) {
    nodes.remove(name).close();
  }

  private void awaitPlaces(Map<String, String> expected) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(places()).isEqualTo(expected));
  }

  /** The same at every look, once every node is one of the cluster's and nothing is under way. */
  private void assertStays(Map<String, String> expected) {
    await()
        .during(Duration.ofSeconds(2))
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(places()).isEqualTo(expected));
  }

  private Map<String, String> places() {
    Map<String, String> places = new TreeMap<>();
    for (ResourceStatus resource : nodes.values().iterator().next().status().resources()) {
      places.put(
          resource.id(),
          String.join(
              " ",
              resource.active().stream()
                  .filter(activity -> activity.phase() == Phase.STARTED)
                  .map(Activity::node)
                  .sorted()
                  .toList()));
    }
    return places;
  }

  private List<Integer> load() {
    Map<String, Integer> load = new TreeMap<>();
    places().values().forEach(node -> load.merge(node, 1, Integer::sum));
    return List.copyOf(load.values());
  }
}
