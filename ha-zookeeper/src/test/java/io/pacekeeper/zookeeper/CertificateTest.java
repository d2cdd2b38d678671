package io.pacekeeper.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.api.Companion;
import io.pacekeeper.api.HaException;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.JoinException;
import io.pacekeeper.api.Resource;
import io.pacekeeper.core.document.AccessDocument.Role;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.Transaction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes and administrators who prove by a certificate of their own who they are. */
class CertificateTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ChangeNote NOTE =
      new ChangeNote("ann", "a test", Instant.parse("2026-11-30T00:00:00Z"));

  @TempDir static Path folder;
  private static TlsServer server;

  private final Set<String> active = new ConcurrentSkipListSet<>();

  @BeforeAll
  static void startServer() throws Exception {
    server =
        TlsServer.start(
            folder, List.of("node1", "node2", "ann", "olga", "trusted"), List.of("stranger"));
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.close();
  }

  private ZooKeeperNode.Builder node(String cluster, String name, String certificate) {
    ZooKeeperNode.Builder builder =
        ZooKeeperNode.builder(server.connectString())
            .cluster(cluster)
            .node(name)
            .nodeIdentities("x509:CN=node1", "x509:CN=node2")
            .startupDelay(Duration.ZERO)
            .joinTimeout(Duration.ofSeconds(15))
            .companion(Companion.REQUIRED)
            .companionLog(folder)
            .resource(
                Resource.whileOpen(
                        "ledger",
                        activation -> {
                          active.add(name);
                          return () -> active.remove(name);
                        })
                    .build());
    server.clientProperties(certificate).forEach(builder::property);
    return builder;
  }

  private static ZooKeeperClusterClient client(String cluster, String certificate) {
    ZooKeeperClusterClient.Builder builder =
        ZooKeeperClusterClient.builder(server.connectString())
            .cluster(cluster)
            .timeout(Duration.ofSeconds(10));
    server.clientProperties(certificate).forEach(builder::property);
    return builder.connect();
  }

  private static String companionLog(String cluster, String node) throws Exception {
    return Files.readString(
        folder.resolve(
            "companion-%s-%s-%d.log".formatted(cluster, node, ProcessHandle.current().pid())));
  }

  @Test
  void theClusterIsForTheCertificatesOfItsNodesAndForThoseWhoGetARole() throws Exception {
    try (HaNode first = node("shop", "node1", "node1").join();
        HaNode second = node("shop", "node2", "node2").join()) {
      await().atMost(PATIENCE).until(() -> active.size() == 1);
      try (ZooKeeperClusterClient trusted = client("shop", "trusted")) {
        assertThatThrownBy(trusted::documents)
            .isInstanceOf(HaException.class)
            .hasMessageContaining("not authorized for cluster shop")
            .hasMessageEndingWith(
                "it is protected, and who this is, by certificate or login, has no role in it");
      }
      assertThatThrownBy(() -> node("shop", "node3", "trusted").join())
          .isInstanceOf(JoinException.class)
          .hasMessageContaining("has no role in it");
      assertThatThrownBy(() -> client("shop", "stranger"))
          .hasMessageContaining("cannot be reached");

      try (ZooKeeperClusterClient nodes = client("shop", "node1")) {
        assertThat(nodes.access().roles())
            .hasSize(1)
            .hasEntrySatisfying(
                Role.NODE,
                who -> assertThat(who).containsExactly("x509:CN=node1", "x509:CN=node2"));
        assertThat(nodes.access().grant(Role.ADMIN, "x509:CN=ann", null, NOTE).changed()).isTrue();
        assertThat(nodes.access().differing()).isEmpty();
      }
      try (ZooKeeperClusterClient ann = client("shop", "ann")) {
        assertThat(ann.access().grant(Role.OBSERVER, "x509:CN=olga", null, NOTE).lists())
            .isPositive();
        List<HostProofs.Result> results = new ArrayList<>();
        ann.hostProofs().ask(List.of("node1", "node2"), "ann", PATIENCE, results::add);
        assertThat(results)
            .hasSize(2)
            .allSatisfy(
                result ->
                    assertThat(result.text())
                        .isEqualTo("by its right to write answers/" + result.node()))
            .allMatch(HostProofs.Result::authorized);
      }
      try (ZooKeeperClusterClient olga = client("shop", "olga")) {
        assertThat(olga.status().nodes()).hasSize(2);
        assertThatThrownBy(() -> olga.setStandby("node1", true, NOTE))
            .hasMessageEndingWith(
                "nodes/node1 is not there yet, and creating it takes the role admin");
        assertThatThrownBy(() -> olga.access().roles())
            .hasMessageContaining("is for its admins to know");
      }
      for (String name : List.of(first.name(), second.name())) {
        await().atMost(PATIENCE).until(() -> companionLog("shop", name).contains("ready to write"));
        assertThat(companionLog("shop", name)).doesNotContain("not authorized", "refused");
      }
    }
  }

  /** A certificate that all clients share says nothing of who may do what. */
  @Test
  void whereThereIsAPasswordTooTheCertificateOfWhoCreatesIsGivenNothing() {
    ZooKeeperOptions options = ZooKeeperOptions.of(server.connectString(), "vault");
    for (var property : server.clientProperties("trusted").entrySet()) {
      options = options.withProperty(property.getKey(), property.getValue());
    }
    ZooKeeperOptions ann = options.withCredentials(Credentials.of("ann", "secret".toCharArray()));
    try (LayerUser user = new LayerUser(ann).connect();
        LayerUser other = new LayerUser(options).connect()) {
      user.committed(new Transaction.Create(DocumentKey.node("node1"), NodeDocument.EMPTY));
      assertThat(other.answer(other.read()).toString())
          .contains("not authorized for cluster vault");
    }
  }
}
