package io.pacekeeper.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pacekeeper.api.Activation;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceAgent;
import io.pacekeeper.zookeeper.ZooKeeperNode;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands do to a cluster of two nodes, {@code shop}. */
class CommandsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir static Path folder;
  private static EmbeddedZooKeeper zooKeeper;
  private static HaNode node1;
  private static HaNode node2;

  @BeforeAll
  static void startCluster() {
    zooKeeper = new EmbeddedZooKeeper(folder.resolve("zookeeper"));
    zooKeeper.start();
    node1 = builder("shop", "node1").join();
    node2 = builder("shop", "node2").join();
    await().atMost(PATIENCE).until(() -> pk("status").out().contains("ledger  Started node1"));
  }

  @AfterAll
  static void stopCluster() {
    node2.close();
    node1.close();
    zooKeeper.close();
  }

  @Test
  void statusShowsWhatRunsWhere() {
    Run run = pk("status");

    assertThat(run.status()).isEqualTo(Pk.DONE);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("Cluster name: shop\n")
        .contains("Current DC: node", "* 2 nodes configured", "* node1", "* node2");
  }

  @Test
  void theMembershipIsATable() {
    Run run = pk("status", "membership");

    assertThat(run.status()).isEqualTo(Pk.DONE);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("Cluster name: shop\nMembership information\n")
        .containsPattern("Nodeid +Votes +Name +Session +Host +Pid +Since\n")
        .containsPattern("- +0 +node1 \\(local\\) +0x[0-9a-f]+ .* " + ProcessHandle.current().pid())
        .doesNotContain("Not members");
  }

  @Test
  void statusAsJsonSaysTheSame() throws Exception {
    JsonNode json = new ObjectMapper().readTree(pk("status", "--json").out());

    assertThat(json.get("schema").intValue()).isEqualTo(2);
    assertThat(json.get("cluster").textValue()).isEqualTo("shop");
    assertThat(json.at("/nodes/0/pid").longValue()).isEqualTo(ProcessHandle.current().pid());
    assertThat(json.at("/resources/0/active/0/node").textValue()).isEqualTo("node1");
  }

  @Test
  void aNodeInStandbyRunsNothingUntilItIsTakenOut() throws Exception {
    StringWriter watched = new StringWriter();
    Thread watcher = watch(watched);
    await().atMost(PATIENCE).until(() -> watched.toString().contains("\"ledger\""));

    assertThat(pk("node", "standby", "node1").out()).isEqualTo("node1 is in standby from now on\n");
    await().atMost(PATIENCE).until(() -> pk("status").out().contains("ledger  Started node2"));
    assertThat(pk("node", "standby", "node1").out())
        .isEqualTo("node1 is in standby already; nothing changed\n");
    assertThat(pk("status").out()).contains("online, standby", " via pk node standby on ");
    assertThat(pk("resource", "explain", "ledger").out())
        .contains("ledger is on node2", "node1", "standby");

    assertThat(pk("node", "unstandby", "node1").out())
        .isEqualTo("node1 is not in standby from now on\n");
    await().atMost(PATIENCE).until(() -> pk("status").out().contains("ledger  Started node1"));

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(watched.toString().lines())
                    .as("each change was shown by itself, without anybody asking")
                    .anyMatch(line -> line.contains("\"standby\":true"))
                    .anyMatch(line -> line.contains("{\"node\":\"node2\",\"phase\":\"started\""))
                    .last()
                    .asString()
                    .contains("{\"node\":\"node1\",\"phase\":\"started\""));
    watcher.interrupt();
    watcher.join(PATIENCE.toMillis());
    assertThat(watcher.isAlive()).isFalse();
  }

  @Test
  void aResourceIsExplained() throws Exception {
    Run run = pk("resource", "explain", "ledger");

    assertThat(run.status()).isEqualTo(Pk.DONE);
    assertThat(run.out()).startsWith("ledger is on node1").contains("location node1", "node2");
    assertThat(pk("resource", "explain", "ledger", "node2").out())
        .startsWith("ledger is on node1")
        .doesNotContain("location node1");
    JsonNode json =
        new ObjectMapper().readTree(pk("resource", "explain", "ledger", "--json").out());
    assertThat(json.get("assignedTo").textValue()).isEqualTo("node1");
    assertThat(json.get("nodes").get(0).get("terms").get(0).get("source").textValue())
        .isEqualTo("location node1");
  }

  @Test
  void theHistorySaysWhatHappenedAndWhoChangedWhat() throws Exception {
    await().atMost(PATIENCE).until(() -> pk("history").out().contains(" is DC, term 1\n"));

    Run run = pk("history");
    JsonNode json = new ObjectMapper().readTree(pk("history", "--json").out());

    assertThat(run.status()).isEqualTo(Pk.DONE);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsPattern(
            "(?m)^\\d{4}-\\d\\d-\\d\\d [0-9:.]+ \\S+  change +node. +changed config, via")
        .containsPattern(
            "(?m)  transition +node.  transition 1\\.\\d+, 1 action: start ledger on node1");
    assertThat(json.get("schema").intValue()).isEqualTo(2);
    assertThat(json.get("events")).isNotEmpty();
    assertThat(pk("history", "--resource", "ledger").out().lines())
        .isNotEmpty()
        .allMatch(line -> line.contains("ledger"));
    assertThat(pk("history", "--since", "2099-01-01T00:00:00Z").out())
        .isEqualTo("nothing of that is known\n");
    assertComplaint(
        pk("history", "--node", "node9"), "pk: there is no node node9: there is node1, node2");
    assertComplaint(
        pk("history", "--since", "yesterday"),
        "pk: since when is written such as 90s, 30m, 2h, 7d or 2026-01-31T12:00:00Z, but it is"
            + " 'yesterday'");
  }

  @Test
  void whatIsActiveIsExplainedWithSinceWhenAndWhy() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(pk("resource", "explain", "ledger").out())
                    .containsPattern(
                        "(?m)^Active on node1 since [0-9: -]+ \\S+: .*transition 1\\.\\d+"));
  }

  @Test
  void bashIsToldEveryCommand() {
    Run run = pk("completion", "bash");

    assertThat(run.status()).isEqualTo(Pk.DONE);
    assertThat(run.out()).contains("complete -F _complete_pk", "membership", "--watch");
    assertThat(pk("completion").err()).startsWith("pk: a shell is missing: bash");
  }

  @Test
  void whatDoesNotExistIsNamedBesideWhatDoes() {
    assertComplaint(
        pk("node", "standby", "node9"), "pk: there is no node node9: there is node1, node2");
    assertComplaint(
        pk("resource", "explain", "ledgr"), "pk: there is no resource ledgr: there is ledger");
    assertComplaint(
        pk("resource", "explain", "ledger", "node9"),
        "pk: there is no node node9: there is node1, node2");
    Run cluster = pk("status", "--cluster", "ship");
    assertThat(cluster.err()).contains("there is no cluster ship").contains("shop").hasLineCount(1);
    assertThat(cluster.status()).isEqualTo(Pk.FAILED);
  }

  @Test
  void aZooKeeperThatCannotBeReachedIsNamedInTime() {
    long begun = System.nanoTime();

    Run run = Run.pk(Map.of(), "status", "--zookeeper", "127.0.0.1:1", "--timeout", "1s");

    assertComplaint(run, "pk: ZooKeeper at 127.0.0.1:1 cannot be reached within 1000 ms");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void credentialsAreNeededWhereTheClusterHasThem() throws Exception {
    String chroot = "/guarded";
    Path good = Files.writeString(folder.resolve("good"), "ann:secret\n");
    Path bad = Files.writeString(folder.resolve("bad"), "ann:guess\n");
    try (HaNode guarded =
        builder("vault", "node1")
            .chroot(chroot)
            .credentials("ann", "secret".toCharArray())
            .join()) {
      assertThat(guarded.name()).isEqualTo("node1");
      String[] status = {"status", "--chroot", chroot, "--cluster", "vault"};

      Run none = pk(status);
      Run wrong = pk(with(status, "--credentials-file", bad.toString()));
      Run right = pk(with(status, "--credentials-file", good.toString()));

      assertThat(right.out()).contains("node1");
      assertThat(right.status()).isIn(Pk.DONE, StatusCommand.CLUSTER_FAILED);
      for (Run refused : new Run[] {none, wrong}) {
        assertThat(refused.err()).startsWith("pk: ").contains("credentials").hasLineCount(1);
        assertThat(refused.status()).isEqualTo(Pk.FAILED);
        assertThat(refused.out()).isEmpty();
      }
    }
  }

  @Test
  void aDocumentThatCannotBeReadIsNamed() throws Exception {
    try (HaNode damaged = builder("damaged", "node1").chroot("/damaged").join()) {
      assertThat(damaged.name()).isEqualTo("node1");
      String[] in = {"--chroot", "/damaged"};
      await().atMost(PATIENCE).until(() -> pk(with(in, "status")).out().contains("Started node1"));
      overwrite("/damaged/damaged/config", "no json");

      Run status = pk(with(in, "status"));
      Run explain = pk(with(in, "resource", "explain", "ledger"));

      assertThat(status.status()).isEqualTo(StatusCommand.DEGRADED);
      assertThat(status.out()).contains("Warnings:", "config cannot be read");
      assertThat(explain.err()).contains("config cannot be read").hasLineCount(1);
      assertThat(explain.status()).isEqualTo(Pk.FAILED);
    }
  }

  private static void assertComplaint(Run run, String complaint) {
    assertThat(run.err()).isEqualTo(complaint + "\n");
    assertThat(run.status()).isEqualTo(Pk.FAILED);
    assertThat(run.out()).isEmpty();
  }

  private static Run pk(String... arguments) {
    return Run.pk(Map.of("PACEKEEPER_ZOOKEEPER", zooKeeper.connectString()), arguments);
  }

  private static String[] with(String[] some, String... more) {
    return Stream.of(some, more).flatMap(Stream::of).toArray(String[]::new);
  }

  private static Thread watch(StringWriter out) {
    AtomicReference<Integer> status = new AtomicReference<>();
    Thread watcher =
        new Thread(
            () ->
                status.set(
                    Pk.run(
                        Map.of("PACEKEEPER_ZOOKEEPER", zooKeeper.connectString()),
                        new PrintWriter(out, true),
                        new PrintWriter(new StringWriter()),
                        "status",
                        "--json",
                        "--watch")));
    watcher.start();
    return watcher;
  }

  private static void overwrite(String path, String content) throws Exception {
    try (ZooKeeper raw = new ZooKeeper(zooKeeper.connectString(), 10_000, event -> {})) {
      raw.setData(path, content.getBytes(UTF_8), -1);
    }
  }

  private static ZooKeeperNode.Builder builder(String cluster, String node) {
    return ZooKeeperNode.builder(zooKeeper.connectString())
        .cluster(cluster)
        .node(node)
        .resource(Resource.of("ledger", Idle::new).prefers("node1", 100).build());
  }

  private static final class Idle implements ResourceAgent {
    @Override
    public void start(Activation activation) {}

    @Override
    public void stop() {}
  }
}
