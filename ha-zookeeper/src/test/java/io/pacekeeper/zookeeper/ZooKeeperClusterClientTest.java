package io.pacekeeper.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.api.ClusterStatus;
import io.pacekeeper.api.HaException;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.core.document.Transaction.Create;
import io.pacekeeper.testkit.SampleDocuments;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient.CommitResult;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZooKeeperClusterClientTest {
  private static final ChangeNote NOTE = new ChangeNote("ann", "test", Instant.EPOCH);
  private static final DocumentKey NODE = DocumentKey.node("node1");

  private static EmbeddedZooKeeper server;

  private final String chroot = "/" + UUID.randomUUID();
  private LayerUser node;

  @BeforeAll
  static void startServer(@TempDir Path directory) {
    server = new EmbeddedZooKeeper(directory);
    server.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void makeCluster() {
    node =
        new LayerUser(ZooKeeperOptions.of(server.connectString(), "shop").withChroot(chroot))
            .connect();
    SampleDocuments.oneOfEachKind()
        .forEach((key, document) -> node.committed(new Create(key, document)));
  }

  @AfterEach
  void closeCluster() {
    node.close();
  }

  @Test
  void theOnlyClusterNeedsNoName() {
    try (ZooKeeperClusterClient client = client().connect()) {
      assertThat(client.cluster()).isEqualTo("shop");
      assertThat(client.documents())
          .extracting(Stored::key)
          .containsExactlyElementsOf(SampleDocuments.oneOfEachKind().keySet());
    }
  }

  @Test
  void theStatusIsThatOfTheDocuments() {
    try (ZooKeeperClusterClient client = client().connect()) {
      ClusterStatus status = client.status();
      assertThat(status.nodes()).extracting(ClusterStatus.NodeStatus::name).contains("node1");
      assertThat(client.explain("mail").resource()).isEqualTo("mail");
      assertThatThrownBy(() -> client.explain("nothing"))
          .isInstanceOf(HaException.class)
          .hasMessageContaining("nothing");
    }
  }

  @Test
  void aNodeGoesIntoStandbyAndOutWhileOthersWriteTheSameDocument() {
    try (ZooKeeperClusterClient client = client().cluster("shop").connect()) {
      assertThat(client.setStandby("node1", true, NOTE)).as("it is in standby already").isFalse();
      CompletableFuture<Void> others =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 50; i++) {
                  Stored now =
                      node.readAll().stream()
                          .filter(stored -> stored.key().equals(NODE))
                          .findFirst()
                          .orElseThrow();
                  NodeDocument said = now.as(NodeDocument.class);
                  node.commit(
                      new Transaction.Set(
                          NODE,
                          now.version(),
                          said.withMaintenance(
                              i % 2 == 0 ? List.of(NodeDocument.unnamed()) : List.of(), NOTE)));
                }
              });
      for (int i = 0; i < 10; i++) {
        assertThat(client.setStandby("node1", i % 2 == 1, NOTE)).isTrue();
      }
      others.join();
      assertThat(client.setStandby("node1", false, NOTE)).isTrue();
    }
  }

  @Test
  void aNodeThatIsNotThereIsNamedBesideThoseThatAre() {
    try (ZooKeeperClusterClient client = client().connect()) {
      assertThatThrownBy(() -> client.setStandby("node7", true, NOTE))
          .isInstanceOf(HaException.class)
          .hasMessage("there is no node node7: there is node1");
    }
  }

  @Test
  void aTransactionIsWrittenOrConflictsOrIsRefused() {
    try (ZooKeeperClusterClient client = client().connect()) {
      DocumentKey other = DocumentKey.node("node2");
      assertThat(client.commit(Transaction.of(new Create(other, NodeDocument.EMPTY))))
          .isInstanceOfSatisfying(
              CommitResult.Written.class, written -> assertThat(written.documents()).hasSize(1));
      assertThat(client.commit(Transaction.of(new Create(other, NodeDocument.EMPTY))))
          .isEqualTo(new CommitResult.Conflict(other));
      assertThatThrownBy(
              () -> client.commit(Transaction.of(new Create(DocumentKey.TERM, NodeDocument.EMPTY))))
          .isInstanceOf(HaException.class)
          .hasMessage("a NodeDocument cannot be stored as dc/term");
    }
  }

  @Test
  void whoeverWatchesHearsOfChangesAndOfReconnections() {
    try (TcpProxy network = new TcpProxy(server.connectString());
        ZooKeeperClusterClient client =
            ZooKeeperClusterClient.builder(network.connectString()).chroot(chroot).connect()) {
      AtomicInteger calls = new AtomicInteger();
      client.watch(calls::incrementAndGet);
      client.documents();
      node.committed(new Create(DocumentKey.node("node2"), NodeDocument.EMPTY));
      await().until(() -> calls.get() > 0);
      int before = calls.get();
      network.cut();
      await().until(() -> calls.get() > before);
      assertThat(client.documents()).hasSize(SampleDocuments.oneOfEachKind().size() + 1);
    }
  }

  @Test
  void whatIsNotThereIsSaidInOneSentence() {
    assertThatThrownBy(() -> client().cluster("work").connect())
        .isInstanceOf(HaException.class)
        .hasMessage(
            "there is no cluster work in ZooKeeper at "
                + server.connectString()
                + " below "
                + chroot
                + ": there is shop");
    assertThatThrownBy(
            () -> ZooKeeperClusterClient.builder(server.connectString()).chroot("/none").connect())
        .isInstanceOf(HaException.class)
        .hasMessage(
            "there is no cluster in ZooKeeper at " + server.connectString() + " below /none");
    assertThatThrownBy(
            () ->
                ZooKeeperClusterClient.builder("127.0.0.1:1")
                    .timeout(Duration.ofMillis(300))
                    .connect())
        .isInstanceOf(HaException.class)
        .hasMessage("ZooKeeper at 127.0.0.1:1 cannot be reached within 300 ms");
    try (LayerUser second =
        new LayerUser(ZooKeeperOptions.of(server.connectString(), "work").withChroot(chroot))
            .connect()) {
      assertThat(second.readAll()).isEmpty();
      assertThatThrownBy(() -> client().connect())
          .isInstanceOf(HaException.class)
          .hasMessageEndingWith(": name one of shop, work");
    }
  }

  @Test
  void lookingLeavesNoTrace() throws Exception {
    try (RawClient raw = new RawClient(server.connectString())) {
      List<String> before = new ArrayList<>(raw.zooKeeper().getChildren("/", false));
      assertThat(ZooKeeperClusterClient.builder(server.connectString()).chroot("/none").clusters())
          .isEmpty();
      assertThat(raw.zooKeeper().getChildren("/", false))
          .containsExactlyInAnyOrderElementsOf(before);
    }
  }

  private ZooKeeperClusterClient.Builder client() {
    return ZooKeeperClusterClient.builder(server.connectString()).chroot(chroot);
  }
}
