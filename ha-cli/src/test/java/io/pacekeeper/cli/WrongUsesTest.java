package io.pacekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceAgent;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import io.pacekeeper.zookeeper.ZooKeeperNode;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is asked for wrongly ends with one sentence that names the thing and the mend, with an exit
 * status that is not 0, and with nothing changed in the cluster.
 */
class WrongUsesTest {
  private static final Path TABLE = Path.of("src/test/resources/wrong-uses.txt");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir static Path folder;
  private static EmbeddedZooKeeper zooKeeper;
  private static final List<HaNode> nodes = new ArrayList<>();

  @BeforeAll
  static void startCluster() {
    zooKeeper = new EmbeddedZooKeeper(folder.resolve("zookeeper"));
    zooKeeper.start();
    for (String name : List.of("node1", "node2")) {
      nodes.add(
          ZooKeeperNode.builder(zooKeeper.connectString())
              .cluster("shop")
              .node(name)
              .resource(Resource.of("ledger", Idle::new).prefers("node1", 100).build())
              .join());
    }
    await().atMost(PATIENCE).until(() -> pk("status").out().contains("ledger  Started node1"));
  }

  @AfterAll
  static void stopCluster() {
    nodes.forEach(HaNode::close);
    zooKeeper.close();
  }

  /**
   * One wrong use.
   *
   * @param status the exit status
   * @param arguments what follows {@code pk}
   * @param complaint what is said, to the letter
   */
  record WrongUse(int status, List<String> arguments, String complaint) {
    @Override
    public String toString() {
      return "pk " + String.join(" ", arguments);
    }
  }

  @ParameterizedTest
  @MethodSource
  void endsWithOneSentenceAndChangesNothing(WrongUse use) throws IOException {
    Map<DocumentKey, Document> before = documents();

    Run run = pk(use.arguments().toArray(String[]::new));

    assertThat(run.err().replace(folder.toString(), "FOLDER"))
        .isEqualTo("pk: " + use.complaint() + "\n");
    assertThat(run.status()).isEqualTo(use.status());
    assertThat(run.out()).isEmpty();
    assertThat(documents()).isEqualTo(before);
  }

  /** Reads the table: status, what follows pk, and what it says, between bars. */
  static List<WrongUse> endsWithOneSentenceAndChangesNothing() throws IOException {
    List<WrongUse> uses = new ArrayList<>();
    for (String line : Files.readAllLines(TABLE)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] cells = line.split("\\s*\\|\\s*", 3);
        uses.add(
            new WrongUse(
                Integer.parseInt(cells[0]),
                Arrays.stream(cells[1].split(" "))
                    .map(word -> word.replace("FOLDER", folder.toString()).replace('_', ' '))
                    .toList(),
                cells[2]));
      }
    }
    return uses;
  }

  /** Returns what the cluster's documents say, but for leases, which are renewed meanwhile. */
  private static Map<DocumentKey, Document> documents() {
    Map<DocumentKey, Document> documents = new TreeMap<>();
    try (ZooKeeperClusterClient client =
        ZooKeeperClusterClient.builder(zooKeeper.connectString()).cluster("shop").connect()) {
      for (Stored stored : client.documents()) {
        if (stored.document() != null) {
          documents.put(stored.key(), stored.document());
        }
      }
    }
    return documents;
  }

  private static Run pk(String... arguments) {
    return Run.pk(Map.of("PACEKEEPER_ZOOKEEPER", zooKeeper.connectString()), arguments);
  }

  /** A service that does nothing. */
  private static final class Idle implements ResourceAgent {
    @Override
    public void start(Activation activation) {}

    @Override
    public void stop() {}
  }
}
