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
  static void startCluster() throws IOException {
    zooKeeper = new EmbeddedZooKeeper(folder.resolve("zookeeper"));
    zooKeeper.start();
    Files.writeString(folder.resolve("cluster.secret"), "hacluster:horse");
    Files.writeString(folder.resolve("wrong.secret"), "hacluster:guess");
    Files.writeString(folder.resolve("broken.secret"), "no colon");
    Files.writeString(folder.resolve("anna.secret"), "anna:staple");
    for (String name : List.of("node1", "node2")) {
      HaNode node =
          ZooKeeperNode.builder(zooKeeper.connectString())
              .cluster("shop")
              .node(name)
              .credentials("hacluster", "horse".toCharArray())
              .awaitSetup(true)
              .resource(Resource.of("ledger", Idle::new).prefers("node1", 100).build())
              .build();
      nodes.add(node);
      node.start();
    }
    done("cluster", "setup", "shop", "node1", "node2", "--start", "--enable");
    done("access", "grant", "operator", "anna", "--password-file", path("anna.secret"));
    await().atMost(PATIENCE).until(() -> pk("status").out().contains("ledger  Started node1"));
    Files.writeString(folder.resolve("stale.json"), pk("config", "show").out());
    done("property", "set", "history-limit=50");
    String config = pk("config", "show").out();
    Files.writeString(folder.resolve("broken.json"), config.substring(0, config.length() / 2));
    Files.writeString(folder.resolve("empty.json"), "");
    Files.writeString(folder.resolve("foreign.json"), "[1, 2]");
    Files.writeString(folder.resolve("cut.json"), "{\"type\":\"scheduler-input\",\"for");
    Files.writeString(folder.resolve("newer.json"), "{\"type\":\"scheduler-input\",\"format\":2}");
    Files.writeString(folder.resolve("deep.json"), "[".repeat(1_000_000));
    Files.writeString(folder.resolve("long.json"), "{\"a\":\"" + "x".repeat(50 << 20));
    Files.createDirectory(folder.resolve("nothing"));
    Files.writeString(
        folder.resolve("unknown.json"), config.replaceFirst("\\{", "{\"colour\": \"red\","));
  }

  private static String path(String file) {
    return folder.resolve(file).toString();
  }

  private static void done(String... arguments) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(pk(arguments)).extracting(Run::status).isEqualTo(0));
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

    assertThat(
            run.err()
                .replace(folder.toString(), "FOLDER")
                .replace(zooKeeper.connectString(), "SERVERS")
                .replaceAll(" by \\S+ via", " by USER via")
                .replaceAll(" at \\d{4}-[-0-9:TZ. ]+(UTC)?", " at TIME"))
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
        ZooKeeperClusterClient.builder(zooKeeper.connectString())
            .cluster("shop")
            .credentials("hacluster", "horse".toCharArray())
            .connect()) {
      for (Stored stored : client.documents()) {
        if (stored.document() != null) {
          documents.put(stored.key(), stored.document());
        }
      }
    }
    return documents;
  }

  private static Run pk(String... arguments) {
    return Run.pk(
        Map.of(
            "PACEKEEPER_ZOOKEEPER",
            zooKeeper.connectString(),
            "PACEKEEPER_CREDENTIALS_FILE",
            path("cluster.secret")),
        arguments);
  }

  /** A service that does nothing. */
  private static final class Idle implements ResourceAgent {
    @Override
    public void start(Activation activation) {}

    @Override
    public void stop() {}
  }
}
