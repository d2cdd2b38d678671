package io.pacekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.api.Companion;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Resource;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.OrderNumber;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.TermDocument;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.jdbc.FencedJdbc;
import io.pacekeeper.jdbc.StaleTokenException;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import io.pacekeeper.zookeeper.ZooKeeperNode;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens after ZooKeeper was restored: {@code bank} has one service, that writes to a database. */
class TokenCommandTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final String database = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
  private final List<Long> accepted = new CopyOnWriteArrayList<>();
  private final List<Long> refused = new CopyOnWriteArrayList<>();
  private EmbeddedZooKeeper zooKeeper;
  private HaNode node;

  @BeforeEach
  void startCluster() throws SQLException {
    try (Connection connection = DriverManager.getConnection(database)) {
      connection.createStatement().execute(FencedJdbc.ddl());
    }
    zooKeeper = new EmbeddedZooKeeper(folder.resolve("zookeeper"));
    zooKeeper.start();
    startNode();
    await().atMost(PATIENCE).until(() -> accepted.size() == 1);
  }

  @AfterEach
  void stopCluster() {
    node.close();
    zooKeeper.close();
  }

  private void startNode() {
    node =
        ZooKeeperNode.builder(zooKeeper.connectString())
            .cluster("bank")
            .node("node1")
            .lease(Duration.ofSeconds(4))
            .startupDelay(Duration.ZERO)
            .companion(Companion.OFF)
            .resource(
                Resource.whileOpen(
                        "ledger",
                        activation -> {
                          claim(activation.fencingToken());
                          return () -> {};
                        })
                    .failureTimeout(Duration.ofMillis(500))
                    .build())
            .join();
  }

  private void claim(long token) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database)) {
      FencedJdbc.of("ledger", token).claim(connection);
      accepted.add(token);
    } catch (StaleTokenException e) {
      refused.add(token);
      throw e;
    }
  }

  /** Two elections are held after the backup; then it is restored, and no node runs. */
  private void restoreABackup() throws IOException {
    node.close();
    Path data = folder.resolve("zookeeper");
    Path backup = folder.resolve("backup");
    zooKeeper.stop();
    copy(data, backup);
    zooKeeper.start();
    for (int election = 2; election <= 3; election++) {
      int expected = election;
      startNode();
      await().atMost(PATIENCE).until(() -> accepted.size() == expected);
      node.close();
    }
    zooKeeper.stop();
    try (Stream<Path> paths = Files.walk(data)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        Files.delete(path);
      }
    }
    copy(backup, data);
    zooKeeper.start();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Path target = to.resolve(from.relativize(path));
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private Run pk(String... arguments) {
    return Run.pk(Map.of("PACEKEEPER_ZOOKEEPER", zooKeeper.connectString()), arguments);
  }

  private long term() {
    try (ZooKeeperClusterClient client = client()) {
      return client.documents().stream()
          .map(stored -> stored.as(TermDocument.class))
          .filter(document -> document != null)
          .findFirst()
          .orElseThrow()
          .term();
    }
  }

  private ZooKeeperClusterClient client() {
    return ZooKeeperClusterClient.builder(zooKeeper.connectString()).cluster("bank").connect();
  }

  @Test
  void whatARestoredClusterWritesIsRefusedUntilTheBaseIsRaisedWhileItRuns() throws Exception {
    restoreABackup();
    long newest = accepted.get(2);
    startNode();
    await().atMost(PATIENCE).until(() -> !refused.isEmpty());
    assertThat(refused.get(0)).as("a token of the restored cluster").isLessThan(newest);
    assertThat(accepted).hasSize(3);

    Run raised = pk("token", "raise");

    assertThat(raised.err()).isEmpty();
    assertThat(raised.out()).startsWith("every later token is larger than ");
    await().atMost(PATIENCE).until(() -> accepted.size() == 4);
    assertThat(accepted).isSorted();
    assertThat(OrderNumber.ofToken(accepted.get(3)).term()).isEqualTo(term()).isGreaterThan(1000);
    assertThatThrownBy(() -> claim(newest)).isInstanceOf(StaleTokenException.class);
  }

  @Test
  void aBaseThatIsRaisedBeforeTheNodesStartIsBelowTheirFirstToken() throws Exception {
    restoreABackup();
    long newest = accepted.get(2);

    Run raised = pk("token", "raise", "--above", Long.toString(newest));

    assertThat(raised.out()).hasLineCount(1);
    startNode();
    await().atMost(PATIENCE).until(() -> accepted.size() == 4);
    assertThat(refused).isEmpty();
    assertThat(accepted.get(3)).isGreaterThan(newest);
  }

  @Test
  void theDcTakesATermAboveTheBaseAndWhatIsActiveIsNotTouched() {
    long term = term();

    Run raised = pk("token", "raise", "--above", term + ".4000000000");

    assertThat(raised.err()).isEmpty();
    assertThat(raised.out())
        .isEqualTo(
            """
            every later token is larger than %d (%s)
            what is active keeps its token until it is started again: ledger on node1
            """
                .formatted(
                    new OrderNumber(term + 1, 0xFFFF_FFFFL).token(),
                    new OrderNumber(term + 1, 0xFFFF_FFFFL)));
    await().atMost(PATIENCE).until(() -> term() == term + 2);
    assertThat(pk("status").out()).contains("ledger  Started node1");
    assertThat(accepted).hasSize(1);
  }

  @Test
  void whoeverWasDcWritesNothingAfterIt() {
    try (ZooKeeperClusterClient client = client()) {
      Stored before = stored(client);
      assertThat(pk("token", "raise").status()).isEqualTo(Pk.DONE);
      assertThat(
              client.commit(
                  Transaction.of(
                      new Transaction.Check(DocumentKey.TERM, before.version()),
                      new Transaction.Check(DocumentKey.CONFIG, 0))))
          .isEqualTo(new ZooKeeperClusterClient.CommitResult.Conflict(DocumentKey.TERM));
    }
  }

  private static Stored stored(ZooKeeperClusterClient client) {
    return client.documents().stream()
        .filter(document -> document.key().equals(DocumentKey.TERM))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aBaseThatIsNoneIsRefusedInOneLineAndChangesNothing() {
    long term = term();
    assertThat(pk("token", "raise", "--above", (term - 1) + ".7"))
        .isEqualTo(
            new Run(
                Pk.FAILED,
                "",
                "pk: there is nothing to raise: the term is "
                    + term
                    + ", so that every later token is larger than "
                    + new OrderNumber(term - 1, 7).token()
                    + " ("
                    + (term - 1)
                    + ".7) already\n"));
    assertThat(pk("token", "raise", "--above", Long.toString(Long.MAX_VALUE)))
        .isEqualTo(
            new Run(
                Pk.FAILED,
                "",
                "pk: a base of term 2147483647 leaves fewer than 1000000 terms, and without one no"
                    + " DC can be elected: nothing was raised\n"));
    assertThat(term()).isEqualTo(term);
    try (ZooKeeperClusterClient client = client()) {
      node.close();
      client.commit(
          Transaction.of(new Transaction.Delete(DocumentKey.TERM, stored(client).version())));
    }
    assertThat(pk("token", "raise").err())
        .isEqualTo(
            "pk: cluster bank has had no DC, so no token was given: start a node first, and raise"
                + " the base then\n");
    zooKeeper.stop();
    Run unreachable = pk("token", "raise", "--timeout", "500ms");
    assertThat(unreachable.status()).isEqualTo(Pk.FAILED);
    assertThat(unreachable.err()).contains("cannot be reached").hasLineCount(1);
  }
}
