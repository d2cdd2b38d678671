package io.pacekeeper.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Resource;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import io.pacekeeper.zookeeper.ZooKeeperNode;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pk simulate} on a live cluster of two nodes, and on what its scheduler has saved. */
class SimulateClusterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String AT_REST = "Transition Summary:\n\nExecuting Cluster Transition:\n\n";

  @TempDir static Path folder;
  private static EmbeddedZooKeeper zooKeeper;
  private static final List<HaNode> nodes = new ArrayList<>();

  @BeforeAll
  static void startCluster() {
    zooKeeper = new EmbeddedZooKeeper(folder.resolve("zookeeper"));
    zooKeeper.start();
    for (String node : List.of("node1", "node2")) {
      nodes.add(
          ZooKeeperNode.builder(zooKeeper.connectString())
              .cluster("shop")
              .node(node)
              .schedulerInputs(inputs())
              .resource(service("ledger").prefers("node1", 100).build())
              .resource(service("disk").group("books", 1).prefers("node1", 50).build())
              .resource(service("base").group("books", 2).build())
              .resource(service("cache").cloned(clone -> {}).build())
              .join());
    }
    await().atMost(PATIENCE).until(() -> simulate().contains(AT_REST));
    await().atMost(PATIENCE).until(() -> simulate().contains("* Started: [ node1 node2 ]"));
  }

  private static Resource.Builder service(String id) {
    return Resource.whileOpen(id, activation -> () -> {});
  }

  private static Path inputs() {
    return folder.resolve("inputs");
  }

  @AfterAll
  static void stopCluster() {
    nodes.forEach(HaNode::close);
    zooKeeper.close();
  }

  private static Run pk(String... arguments) {
    return Run.pk(Map.of("PACEKEEPER_ZOOKEEPER", zooKeeper.connectString()), arguments);
  }

  private static String simulate(String... arguments) {
    Run run = run(arguments);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isEqualTo(Pk.DONE);
    return run.out();
  }

  private static Run run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "simulate";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return pk(all);
  }

  /** Returns what follows the last title of these. */
  private static String after(String title, String text) {
    assertThat(text).contains(title);
    return text.substring(text.lastIndexOf(title) + title.length());
  }

  @Test
  void aClusterAtRestWouldDoNothing() {
    assertThat(simulate())
        .startsWith("Current cluster status:\n  * Node List:\n    * Online: [ node1 node2 ]\n")
        .contains(
            """
                * Resource Group: books:
                  * disk: Started node1
                  * base: Started node1
                * Clone Set: cache:
                  * Started: [ node1 node2 ]
                * ledger: Started node1
            """,
            AT_REST);
  }

  @Test
  void whatIsForetoldComesTrue() {
    String foretold = simulate("--standby", "node1");
    assertThat(foretold)
        .contains("  * Move       ledger   ( node1 -> node2 ): node1 is in standby\n");

    pk("node", "standby", "node1");

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              String now = simulate();
              assertThat(after("Revised Cluster Status:\n", now))
                  .isEqualTo(after("Revised Cluster Status:\n", foretold));
              assertThat(now)
                  .contains("Current cluster status:\n" + after("Revised Cluster Status:\n", now));
            });
    pk("node", "unstandby", "node1");
    await()
        .atMost(PATIENCE)
        .until(() -> simulate().contains("* ledger: Started node1\n\n" + AT_REST));
  }

  @Test
  void everyQuestionIsAnsweredAndNothingIsWritten() throws IOException {
    Map<DocumentKey, Long> before = written();

    assertThat(simulate("--node-down", "node1"))
        .contains("  * Start      ledger   ( node2 )\n", "    * OFFLINE: [ node1 ]\n");
    assertThat(simulate("--fail", "ledger@node1"))
        .contains("  * Recover    ledger   ( node1 ): a failed monitor\n");
    assertThat(simulate("--set", "stop-all-resources=true"))
        .contains("  * Stop       ledger   ( node1 ): stop-all-resources is on\n")
        .endsWith("    * ledger: Stopped\n");
    assertThat(simulate("--node-up", "node1")).contains("Node node1 is online already\n");
    assertThat(simulate("--dot", "--standby", "node1"))
        .startsWith(" digraph \"g\" {\n")
        .contains("\"ledger_stop_0 node1\" -> \"ledger_start_0 node2\" [ style = bold]\n");
    assertThat(simulate("--scores"))
        .contains("pcmk__group_assign: books allocation score on node1: ")
        .contains("pcmk__primitive_assign: ledger allocation score on node1: 101\n");
    JsonNode json = JSON.readTree(simulate("--json", "--standby", "node1"));
    assertThat(json.path("complete").asBoolean()).isTrue();
    assertThat(json.path("nodes").path(0).path("standby").asBoolean()).isTrue();
    assertThat(json.path("transition"))
        .anyMatch(line -> line.asText().startsWith("Move ledger ( node1 -> node2 )"));
    assertThat(json.path("resources"))
        .anyMatch(
            resource ->
                resource.path("id").asText().equals("ledger")
                    && resource.path("nodes").path(0).asText().equals("node1")
                    && resource.path("nextNode").asText().equals("node2"));
    assertThat(json.path("actions")).anyMatch(action -> !action.path("after").isEmpty());
    assertThat(json.path("differences")).isEmpty();

    assertThat(written()).isEqualTo(before);
  }

  /** Returns when each document was written that tells anybody to do something, or that he has. */
  private static Map<DocumentKey, Long> written() {
    Map<DocumentKey, Long> written = new TreeMap<>();
    try (ZooKeeperClusterClient client =
        ZooKeeperClusterClient.builder(zooKeeper.connectString()).connect()) {
      for (Stored stored : client.documents()) {
        Kind kind = stored.key().kind();
        // Leases are renewed, and the history is written when there is time.
        if (kind != Kind.LEASE && kind != Kind.HISTORY) {
          written.put(stored.key(), stored.modified());
        }
      }
    }
    assertThat(written).containsKey(DocumentKey.CONFIG);
    return written;
  }

  @Test
  void whatWasSavedIsDecidedAgainAsItWas() throws IOException {
    List<Path> files = saved();
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      assertThat(simulate(file.toString()))
          .startsWith("Saved by node")
          .contains("DC of cluster shop", "Using the original execution date of: ");
    }
    Path out = folder.resolve("out");
    Run run = run("--batch", inputs().toString(), "--out", out.toString());
    assertThat(run).isEqualTo(new Run(Pk.DONE, "", ""));
    for (Path file : saved().subList(0, files.size())) {
      String name = file.getFileName().toString().replace(".json", ".summary");
      assertThat(out.resolve(name)).exists();
    }
  }

  private static List<Path> saved() throws IOException {
    try (Stream<Path> files = Files.list(inputs())) {
      return files
          .filter(file -> file.toString().matches(".*-input-\\d+\\.json"))
          .sorted()
          .toList();
    }
  }

  @Test
  void whatWasDecidedOtherwiseIsSaidAndHasAnExitStatusOfItsOwn() throws IOException {
    Path other = folder.resolve("other.json");
    ObjectNode saved = null;
    for (Path file : saved()) {
      ObjectNode each = (ObjectNode) JSON.readTree(Files.readString(file));
      if (each.path("decided").path("assignment").has("ledger")) {
        saved = each;
      }
    }
    assertThat(saved).isNotNull();
    ((ObjectNode) saved.path("decided").path("assignment")).put("ledger", "node9");
    Files.writeString(other, "\n  " + saved);

    Run run = run(other.toString());
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err())
        .matches(
            "pk: decided otherwise than recorded: ledger is to be on node., and was to be on node9\n");
    assertThat(JSON.readTree(run(other.toString(), "--json").out()).path("differences")).hasSize(1);
    assertThat(run(other.toString(), "--standby", "node1").status()).isEqualTo(Pk.DONE);

    InputStream in = System.in;
    try {
      System.setIn(new ByteArrayInputStream(Files.readString(other).getBytes(UTF_8)));
      assertThat(run("-")).isEqualTo(run);
    } finally {
      System.setIn(in);
    }
  }

  @Test
  void withoutADcItIsSaidWhatTheNextOneWillDecide() {
    try (HaNode node =
        ZooKeeperNode.builder(zooKeeper.connectString())
            .cluster("small")
            .node("alone")
            .resource(service("ledger").build())
            .join()) {
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  node.status().resources().stream()
                      .anyMatch(resource -> !resource.active().isEmpty()));
    }

    Run run = run("--cluster", "small");

    assertThat(run.status()).isEqualTo(Pk.DONE);
    assertThat(run.out()).contains("    * OFFLINE: [ alone ]\n", "    * ledger: Stopped\n");
    assertThat(run.err())
        .isEqualTo("pk: there is no DC at this moment: it is what the next one will decide\n");
  }
}
