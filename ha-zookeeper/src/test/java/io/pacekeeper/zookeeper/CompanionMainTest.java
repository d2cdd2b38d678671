package io.pacekeeper.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.api.Companion;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Resource;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Companions of this JVM, in processes of their own. */
@EnabledOnOs(OS.LINUX)
class CompanionMainTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final List<String> active = new CopyOnWriteArrayList<>();

  private ZooKeeperNode.Builder builder(String servers) {
    return ZooKeeperNode.builder(servers)
        .cluster("shop")
        .node("node1")
        .startupDelay(Duration.ZERO)
        .companion(Companion.REQUIRED)
        .companionLog(folder)
        .resource(
            Resource.whileOpen(
                    "ledger",
                    activation -> {
                      active.add("ledger");
                      return () -> active.remove("ledger");
                    })
                .build());
  }

  private String log() throws IOException {
    Path log = folder.resolve("companion-shop-node1-" + ProcessHandle.current().pid() + ".log");
    return Files.exists(log) ? Files.readString(log) : "";
  }

  private static Stream<ProcessHandle> companions() {
    return ProcessHandle.current()
        .children()
        .filter(
            child ->
                child.isAlive() && child.info().commandLine().orElse("").contains("CompanionMain"));
  }

  @Test
  void withTlsAndCredentialsItReachesTheClusterAsItsJvmDoes() throws Exception {
    try (TlsServer server = TlsServer.start(folder)) {
      ZooKeeperNode.Builder builder =
          builder(server.connectString()).credentials("ann", "secret".toCharArray());
      server.clientProperties().forEach(builder::property);
      try (HaNode node = builder.join()) {
        await().atMost(PATIENCE).until(() -> log().contains("ready to write to"));
        await().atMost(PATIENCE).until(() -> active.contains("ledger"));
        String said = companions().findFirst().orElseThrow().info().commandLine().orElse("");
        assertThat(said).doesNotContain("secret");
        assertThat(log()).doesNotContain("warn");
        assertThat(node.name()).isEqualTo("node1");
      }
      assertThat(companions()).isEmpty();
    }
  }

  @Test
  void nothingBeginsBeforeACompanionGuardsWhereOneIsRequired() throws Exception {
    try (EmbeddedZooKeeper server = new EmbeddedZooKeeper(folder.resolve("zookeeper"))) {
      server.start();
      // A folder that is not there: each companion ends at once.
      try (HaNode node =
          builder(server.connectString()).companionLog(folder.resolve("no/such")).join()) {
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(node.explain("ledger").toString())
                        .contains("without the companion that it requires"));
        Files.createDirectories(folder.resolve("no/such"));
        await().atMost(PATIENCE).until(() -> active.contains("ledger"));
        assertThat(companions()).hasSize(1);
      }
      assertThat(companions()).isEmpty();
    }
  }

  /** Without TLS nothing has to be trusted, and nothing is read. */
  @Test
  void itReadsWhatJavaTrustsIfAnythingIsSaidOfTls() {
    for (String name :
        List.of(
            "zookeeper.client.secure",
            "zookeeper.ssl.trustStore.location",
            "javax.net.ssl.trustStoreType")) {
      assertThat(CompanionMain.namesTls(Stream.of("zookeeper.sasl.client", name))).isTrue();
    }
    assertThat(CompanionMain.namesTls(Stream.of("zookeeper.sasl.client", "java.version")))
        .isFalse();
  }
}
