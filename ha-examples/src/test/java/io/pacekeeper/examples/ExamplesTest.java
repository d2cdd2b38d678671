package io.pacekeeper.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.cli.Pk;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example does what it says, in JVMs of its own. */
class ExamplesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final List<ChildJvm> nodes = new ArrayList<>();
  private EmbeddedZooKeeper zooKeeper;

  @BeforeEach
  void startZooKeeper() {
    zooKeeper = new EmbeddedZooKeeper(folder.resolve("zookeeper"));
    zooKeeper.start();
  }

  @AfterEach
  void endAll() {
    nodes.forEach(ChildJvm::close);
    zooKeeper.close();
  }

  @ParameterizedTest
  @MethodSource
  void anExampleOfOneNode(Class<?> example, String sign) throws IOException {
    ChildJvm node = start(example, "node1");

    await()
        .atMost(PATIENCE)
        .failFast(() -> assertThat(node.process().isAlive()).as(node.output()).isTrue())
        .untilAsserted(() -> assertThat(node.output()).contains(sign));
  }

  static Stream<Arguments> anExampleOfOneNode() {
    return Stream.of(
        Arguments.of(Ledger.class, "ledger is open, token 4294967"),
        Arguments.of(PollingLeader.class, "polling with token 4294967"),
        Arguments.of(OpenSocket.class, "socket started on node1"),
        Arguments.of(ListeningNode.class, "-> ledger took "),
        Arguments.of(GuavaService.class, "beat"),
        Arguments.of(FrontEnd.class, "front end is open"),
        Arguments.of(Shards.class, "shard 2 starts, token 4294967"),
        Arguments.of(TiedServices.class, "billing starts"));
  }

  @Test
  void anExampleLeavesWhenItIsAskedTo() throws Exception {
    ChildJvm node = start(Ledger.class, "node1");
    await().atMost(PATIENCE).until(() -> node.output().contains("ledger is open"));

    node.process().toHandle().destroy();

    await().atMost(PATIENCE).until(() -> !node.process().isAlive());
    assertThat(node.output()).contains("ledger is closed").contains("node1 left");
  }

  @Test
  void theOlderOfTwoLedgersIsRefused() throws Exception {
    ChildJvm both = start(FencedLedger.class, "node1");

    assertThat(both.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

    assertThat(both.output())
        .contains("booked 100, so it is 100", "booked 10, so it is 110", "booked 1, so it is 111")
        .containsPattern("refused: ledger may not write with token \\d+: token \\d+ is in pace");
    assertThat(both.process().exitValue()).isZero();
  }

  @Test
  void theCacheIsInTheWest() throws IOException {
    ChildJvm east = start(CacheInTheWest.class, "node1", "east", "16");
    await().atMost(PATIENCE).until(() -> east.output().contains("cache is warm"));

    ChildJvm west = start(CacheInTheWest.class, "node2", "west", "16");

    await().atMost(PATIENCE).until(() -> west.output().contains("cache is warm"));
    assertThat(east.output()).contains("cache is empty");
  }

  @Test
  void theCacheIsNeverWhereThereIsLittleMemory() throws IOException {
    ChildJvm small = start(CacheInTheWest.class, "node1", "west", "2");
    await().atMost(PATIENCE).until(() -> small.output().contains("is DC"));

    ChildJvm large = start(CacheInTheWest.class, "node2", "east", "16");

    await().atMost(PATIENCE).until(() -> large.output().contains("cache is warm"));
    assertThat(small.output()).doesNotContain("cache is warm");
  }

  @Test
  void aReplicaTakesThePlaceOfThePrimary() throws IOException {
    ChildJvm first = start(ReplicatedStore.class, "node1", "10");
    await().atMost(PATIENCE).until(() -> first.output().contains("store leads with token"));
    ChildJvm second = start(ReplicatedStore.class, "node2", "5");
    await().atMost(PATIENCE).until(() -> second.output().contains("store follows"));
    assertThat(second.output()).doesNotContain("store leads");

    first.process().destroyForcibly();

    await().atMost(PATIENCE).until(() -> second.output().contains("store leads with token"));
    assertThat(token(second)).isGreaterThan(token(first));
  }

  private static long token(ChildJvm store) throws IOException {
    Matcher matcher = Pattern.compile("store leads with token (\\d+)").matcher(store.output());
    assertThat(matcher.find()).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  @Test
  void theFrontEndIsOpenEverywhereAtOnce() throws IOException {
    ChildJvm first = start(FrontEnd.class, "node1");
    ChildJvm second = start(FrontEnd.class, "node2");

    await().atMost(PATIENCE).until(() -> first.output().contains("front end is open"));
    await().atMost(PATIENCE).until(() -> second.output().contains("front end is open"));
    assertThat(first.output()).doesNotContain("front end is closed");
  }

  @Test
  void theShardsOfADeadNodeAreDoneElsewhere() throws IOException {
    ChildJvm first = start(Shards.class, "node1");
    ChildJvm second = start(Shards.class, "node2");
    await().atMost(PATIENCE).until(() -> running(first) + running(second) == 3);

    first.process().destroyForcibly();

    await().atMost(PATIENCE).until(() -> running(second) == 3);
  }

  /** Returns how many shards a node has started and not stopped. */
  private static int running(ChildJvm node) throws IOException {
    return node.output().split("shard \\d starts", -1).length
        - node.output().split("shard \\d stops", -1).length;
  }

  @Test
  void whatIsTiedStartsInItsOrderAndStopsInReverse() throws Exception {
    ChildJvm node = start(TiedServices.class, "node1");
    await().atMost(PATIENCE).until(() -> node.output().contains("billing starts"));
    await().atMost(PATIENCE).until(() -> node.output().contains("backup starts"));
    assertThat(node.output())
        .containsSubsequence("disk starts", "database starts", "reports starts", "billing starts");

    node.process().toHandle().destroy();

    await().atMost(PATIENCE).until(() -> !node.process().isAlive());
    assertThat(node.output())
        .containsSubsequence("billing stops", "reports stops", "database stops", "disk stops");
  }

  @Test
  void whatDoesNotFitWaitsForANodeWithRoom() throws IOException {
    ChildJvm small = start(RoomForAll.class, "node1", "8");
    await().atMost(PATIENCE).until(() -> small.output().contains("index starts"));
    pk("property", "set", "placement-strategy=balanced");
    await().atMost(PATIENCE).until(() -> small.output().contains("index stops"));

    ChildJvm other = start(RoomForAll.class, "node2", "4");

    await().atMost(PATIENCE).until(() -> other.output().contains("index starts"));
    assertThat(small.output()).doesNotContain("search stops");
  }

  @Test
  void nothingRunsWhereTheDiskIsFull() throws IOException {
    ChildJvm full = start(DiskHealth.class, "node1", "1000000000000");
    await().atMost(PATIENCE).until(() -> full.output().contains("archive is open"));
    pk("property", "set", "node-health-strategy=migrate-on-red");
    await().atMost(PATIENCE).until(() -> full.output().contains("archive is closed"));

    ChildJvm empty = start(DiskHealth.class, "node2", "0");

    await().atMost(PATIENCE).until(() -> empty.output().contains("archive is open"));
  }

  private void pk(String... command) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--zookeeper", zooKeeper.connectString()));
    ChildJvm pk = ChildJvm.start(folder.resolve("pk"), Pk.class, arguments.toArray(String[]::new));
    nodes.add(pk);
    await().atMost(PATIENCE).until(() -> !pk.process().isAlive());
    assertThat(pk.process().exitValue()).as(pk.output()).isZero();
  }

  @Test
  void aHostThatIsSwitchedOffIsNotWaitedFor() throws IOException {
    Path asked = folder.resolve("asked");
    Path script = folder.resolve("switch");
    Files.writeString(script, "#!/bin/sh\ncat >>" + asked + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    ChildJvm dc = start(FencedByCommand.class, "node2", script.toString());
    await().atMost(PATIENCE).until(() -> dc.output().contains("ledger is open"));
    ChildJvm victim = start(FencedByCommand.class, "node1", script.toString());
    await().atMost(PATIENCE).until(() -> victim.output().contains("ledger is open"));
    int before = dc.output().length();

    victim.process().destroyForcibly();

    // Its lease of 20 s could not be revoked before 19.5 s.
    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> dc.output().substring(before).contains("ledger is open"));
    // What happens is logged by a thread of its own, a moment later.
    await()
        .atMost(PATIENCE)
        .until(() -> dc.output().contains("node1 is confirmed dead by the device switch"));
    assertThat(asked).content().contains("action=reboot", "nodename=node1");
  }

  @Test
  void theImporterMovesAfterItsThirdFailure() throws IOException {
    ChildJvm first = start(FragileImporter.class, "node1");
    await().atMost(PATIENCE).until(() -> first.output().contains("importer is running"));

    ChildJvm second = start(FragileImporter.class, "node2");

    await().atMost(PATIENCE).until(() -> second.output().contains("importer is running"));
    assertThat(first.output().split("importer is stopped", -1)).hasSize(3 + 1);
  }

  private ChildJvm start(Class<?> example, String node, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(zooKeeper.connectString(), node));
    arguments.addAll(List.of(more));
    ChildJvm jvm = ChildJvm.start(folder.resolve(node), example, arguments.toArray(String[]::new));
    nodes.add(jvm);
    return jvm;
  }
}
