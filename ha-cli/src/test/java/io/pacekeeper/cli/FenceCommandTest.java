package io.pacekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Resource;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.OrderNumber;
import io.pacekeeper.core.document.ReportDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import io.pacekeeper.zookeeper.ZooKeeperNode;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an administrator says of a node that died: {@code shop} has a living node, and a dead one.
 */
class FenceCommandTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final LeaseDocument LOST =
      new LeaseDocument(
          LeaseDocument.State.HELD, "i-lost", Duration.ofSeconds(20), Duration.ofSeconds(2));

  @TempDir Path folder;
  private EmbeddedZooKeeper zooKeeper;
  private HaNode living;

  @BeforeEach
  void startCluster() {
    zooKeeper = new EmbeddedZooKeeper(folder.resolve("zookeeper"));
    zooKeeper.start();
    living =
        ZooKeeperNode.builder(zooKeeper.connectString())
            .cluster("shop")
            .node("living")
            .lease(Duration.ofSeconds(4))
            .resource(Resource.whileRunning("ledger", FenceCommandTest::idle).build())
            .join();
    await().atMost(PATIENCE).until(() -> pk("status").out().contains("ledger  Started living"));
    try (ZooKeeperClusterClient client = client()) {
      client.commit(
          Transaction.of(
              new Transaction.Create(DocumentKey.lease("lost"), LOST),
              new Transaction.Create(
                  DocumentKey.report("lost"),
                  new ReportDocument("i-lost", OrderNumber.NONE, false, new TreeMap<>()))));
    }
  }

  @AfterEach
  void stopCluster() {
    living.close();
    zooKeeper.close();
  }

  private static void idle() {
    try {
      Thread.currentThread().join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private Run pk(String... arguments) {
    return Run.pk(Map.of("PACEKEEPER_ZOOKEEPER", zooKeeper.connectString()), arguments);
  }

  private ZooKeeperClusterClient client() {
    return ZooKeeperClusterClient.builder(zooKeeper.connectString()).cluster("shop").connect();
  }

  private LeaseDocument.State lease(String node) {
    try (ZooKeeperClusterClient client = client()) {
      return client.documents().stream()
          .filter(document -> document.key().equals(DocumentKey.lease(node)))
          .map(Stored::document)
          .map(LeaseDocument.class::cast)
          .findFirst()
          .orElseThrow()
          .state();
    }
  }

  @Test
  void aDeadNodeIsConfirmedAndTheHistorySaysByWhom() {
    assertThat(pk("status").out()).containsPattern("lost +.*UNCLEAN");

    Run confirmed = pk("fence", "confirm", "lost", "--force");

    assertThat(confirmed.err()).isEmpty();
    assertThat(confirmed.out())
        .isEqualTo(
            """
            looking for 5500 ms whether lost renews its lease
            lost is confirmed dead, incarnation i-lost
            """);
    assertThat(lease("lost")).isEqualTo(LeaseDocument.State.DEAD);
    assertThat(pk("fence", "history").out())
        .contains(
            "lost: confirmed dead by hand, incarnation i-lost, said by "
                + System.getProperty("user.name"))
        .hasLineCount(1);
    assertThat(pk("fence", "history", "living").out())
        .isEqualTo("nobody was fenced by the name living\n");
    assertThat(pk("fence", "confirm", "lost", "--force").err())
        .isEqualTo("pk: there is nothing to confirm: the lease of lost is dead\n");
  }

  @Test
  void aNodeThatLivesIsNotConfirmedDeadWhateverIsSaid() {
    Run refused = pk("fence", "confirm", "living", "--force");

    assertThat(refused.status()).isEqualTo(Pk.FAILED);
    assertThat(refused.err())
        .isEqualTo(
            "pk: nothing was confirmed: living lives, its lease was written just now; stop it\n");
    assertThat(lease("living")).isEqualTo(LeaseDocument.State.HELD);
    assertThat(pk("status").out()).contains("ledger  Started living");
  }

  @Test
  void nothingIsConfirmedWithoutForce() {
    Run refused = pk("fence", "confirm", "lost");

    assertThat(refused.status()).isEqualTo(Pk.FAILED);
    assertThat(refused.err()).contains("would run twice", "--force").hasLineCount(1);
    assertThat(lease("lost")).isEqualTo(LeaseDocument.State.HELD);
  }

  @Test
  void aNodeThatNobodyKnowsIsNamedBesideThoseThatAreThere() {
    assertThat(pk("fence", "confirm", "last", "--force").err())
        .isEqualTo("pk: there is no node last: there is living, lost\n");
  }
}
