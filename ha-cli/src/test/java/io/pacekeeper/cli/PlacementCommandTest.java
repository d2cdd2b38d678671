package io.pacekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Resource;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.HealthOptions;
import io.pacekeeper.core.document.PlacementOptions;
import io.pacekeeper.core.document.PlacementStrategy;
import io.pacekeeper.zookeeper.ZooKeeperNode;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Capacity and health of two nodes that run, by the commands of an administrator. */
class PlacementCommandTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private EmbeddedZooKeeper zooKeeper;
  private HaNode large;
  private HaNode small;

  /** Nodes with 100 and 60 of memory, and services that take 50, 30 and 10 of it. */
  @BeforeEach
  void startCluster() {
    zooKeeper = new EmbeddedZooKeeper(folder.resolve("zookeeper"));
    zooKeeper.start();
    large = node("node1", 100);
    small = node("node2", 60);
    await().atMost(PATIENCE).until(() -> places().size() == 3);
  }

  private HaNode node(String name, int memory) {
    return ZooKeeperNode.builder(zooKeeper.connectString())
        .cluster("shop")
        .node(name)
        .capacity("memory", memory)
        .resource(service("a", 50))
        .resource(service("b", 30))
        .resource(service("c", 10))
        .join();
  }

  private static Resource service(String id, int memory) {
    return Resource.whileOpen(id, activation -> () -> {}).utilization("memory", memory).build();
  }

  @AfterEach
  void endCluster() {
    large.close();
    small.close();
    zooKeeper.close();
  }

  private Run pk(String... arguments) {
    return Run.pk(Map.of("PACEKEEPER_ZOOKEEPER", zooKeeper.connectString()), arguments);
  }

  private String done(String... arguments) {
    Run run = pk(arguments);
    assertThat(run.status()).as(run.err() + run.out()).isZero();
    return run.out();
  }

  /** Returns what is started, with where. */
  private List<String> places() {
    return large.status().resources().stream()
        .filter(resource -> resource.state().startsWith("Started"))
        .map(resource -> resource.id() + " " + resource.active().get(0).node())
        .toList();
  }

  private void awaitPlaces(String... places) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(places()).containsExactly(places));
  }

  @Test
  void whatANodeHasDecidesWhatItTakes() throws Exception {
    done("property", "set", "placement-strategy=balanced");
    done("resource", "meta", "c", "resource-stickiness=0");
    done("node", "utilization", "node2", "memory=20");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(places()).contains("a node1", "b node1"));

    assertThat(done("node", "utilization"))
        .contains("node1:\n    memory=100 (")
        .contains("memory=20 (");
    assertThat(done("resource", "explain", "a"))
        .contains("too little left: 50 memory needed, 20 left");

    done("resource", "utilization", "a", "memory=90");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(pk("status").out())
                    .contains("runs nowhere, as no node has enough capacity left for it"));
    assertThat(pk("status").out()).containsPattern("node1  memory \\d+ of 100 taken");

    done("resource", "utilization", "a", "memory=");
    done("node", "utilization", "node2", "memory=");
    await().atMost(PATIENCE).until(() -> places().size() == 3);
    assertThat(done("resource", "utilization", "a")).contains("  a:\n    memory=50\n");
  }

  @Test
  void whatIsSaidOfCapacityGoesThroughAFile() throws Exception {
    done("property", "set", "placement-strategy=minimal", "node-health-heap=80,95");
    done("resource", "utilization", "a", "memory=55", "cpu=2");
    Path file = folder.resolve("config.json");
    Files.writeString(file, done("config", "show"));
    assertThat(Files.readString(file))
        .contains("\"placement-strategy\" : \"minimal\"")
        .contains("\"node-health-heap\" : \"80%,95%\"")
        .contains("\"utilization.cpu\" : \"2\"")
        .contains("\"utilization.memory\" : \"55\"");
    Files.writeString(file, Files.readString(file).replace("minimal", "utilization"));
    assertThat(done("config", "apply", file.toString()))
        .contains("+ property placement-strategy: utilization");
    assertThat(done("resource", "utilization", "a")).contains("cpu=2", "memory=55");
  }

  @Test
  void nothingRunsOnANodeThatIsRed() {
    done("property", "set", "node-health-strategy=migrate-on-red");
    large.attribute("#health-disk", "red");
    awaitPlaces("a node2", "b node2", "c node2");
    assertThat(pk("status").out()).contains("online, health is RED").contains("#health-disk=red");
    assertThat(done("resource", "explain", "a")).contains("health #health-disk=red");

    large.attribute("#health-disk", "");
    done("node", "attribute", "node2", "#health-admin=red");
    awaitPlaces("a node1", "b node1", "c node1");
  }

  @Test
  void aNodeSaysHowFullItsHeapIs() {
    byte[] held = new byte[100_000_000];
    System.gc();
    done("property", "set", "node-health-heap=1%", "node-health-dampening=0s");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(done("node", "attribute")).contains("#health-heap=red"));
    done("property", "set", "node-health-heap=off");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(done("node", "attribute")).doesNotContain("#health-heap"));
    assertThat(held).hasSize(100_000_000);
  }

  @Test
  void nothingOfItIsSaidToAClusterWithOlderNodes() {
    PlacementOptions minimal =
        new PlacementOptions(PlacementStrategy.MINIMAL, HealthOptions.DEFAULTS);
    ConfigDocument config =
        ConfigDocument.EMPTY.withOptions(ClusterOptions.DEFAULTS.withPlacement(minimal));

    assertThat(Verification.options(List.of(), config)).isEqualTo(config);
    assertThatThrownBy(() -> Verification.options(List.of(), config.withFeatureSet(3)))
        .hasMessage(
            "the cluster works at feature set 3, and this needs 4: upgrade all of its nodes first");
  }
}
