package io.pacekeeper.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.api.Companion;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.JoinException;
import io.pacekeeper.api.Resource;
import io.pacekeeper.core.document.AccessDocument.Role;
import io.pacekeeper.core.document.ChangeNote;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import javax.security.auth.login.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes and administrators who log in by SASL, at servers that serve nobody else. */
class LoginTest {
  private static final String CONFIGURATION = "java.security.auth.login.config";
  private static final String MODULE =
      "org.apache.zookeeper.server.auth.DigestLoginModule required";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ChangeNote NOTE =
      new ChangeNote("ann", "a test", Instant.parse("2026-11-30T00:00:00Z"));

  @TempDir static Path folder;
  private static ServerProcess server;

  private final Set<String> active = new ConcurrentSkipListSet<>();

  @BeforeAll
  static void startServer() throws Exception {
    Path servers =
        Files.writeString(
            folder.resolve("server.jaas"),
            "Server { " + MODULE + " user_shop=\"secret\" user_ann=\"sesame\"; };\n");
    server =
        ServerProcess.start(
            folder,
            List.of("authProvider.1=org.apache.zookeeper.server.auth.SASLAuthenticationProvider"),
            "-D" + CONFIGURATION + "=" + servers,
            "-Dzookeeper.sessionRequireClientSASLAuth=true");
    Path clients =
        Files.writeString(
            folder.resolve("clients.jaas"),
            login("Shop", "shop", "secret")
                + login("Ann", "ann", "sesame")
                + login("Wrong", "shop", "guess"));
    System.setProperty(CONFIGURATION, clients.toString());
    Configuration.setConfiguration(null);
  }

  private static String login(String name, String user, String password) {
    return "%s { %s username=\"%s\" password=\"%s\"; };\n".formatted(name, MODULE, user, password);
  }

  @AfterAll
  static void stopServer() throws Exception {
    System.clearProperty(CONFIGURATION);
    Configuration.setConfiguration(null);
    server.close();
  }

  private ZooKeeperNode.Builder node(String login) {
    return ZooKeeperNode.builder(server.connectString())
        .cluster("shop")
        .node("node1")
        .nodeIdentities("sasl:shop")
        .property("zookeeper.sasl.clientconfig", login)
        .property("zookeeper.fips-mode", "false")
        .startupDelay(Duration.ZERO)
        .joinTimeout(Duration.ofSeconds(10))
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

  private static ZooKeeperClusterClient.Builder client(String login) {
    return ZooKeeperClusterClient.builder(server.connectString())
        .cluster("shop")
        .timeout(Duration.ofSeconds(5))
        .property("zookeeper.sasl.clientconfig", login)
        .property("zookeeper.fips-mode", "false");
  }

  @Test
  void theClusterIsForTheLoginOfItsNodesAndForThoseWhoGetARole() throws Exception {
    try (HaNode node = node("Shop").join()) {
      await().atMost(PATIENCE).until(() -> active.contains("ledger"));
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(Files.readString(companionLog(node))).contains("ready to write"));
      assertThat(Files.readString(companionLog(node))).doesNotContain("not authorized", "refused");
      try (ZooKeeperClusterClient ann = client("Ann").connect()) {
        assertThatThrownBy(ann::status).hasMessageContaining("has no role in it");
        try (ZooKeeperClusterClient nodes = client("Shop").connect()) {
          nodes.access().grant(Role.OPERATOR, "sasl:ann", null, NOTE);
        }
        assertThat(ann.setStandby("node1", true, NOTE)).isTrue();
      }
    }
  }

  @Test
  void whoeverLogsInWronglyOrNotAtAllIsToldSo() {
    assertThatThrownBy(() -> client("Wrong").connect())
        .hasMessage(
            "ZooKeeper at "
                + server.connectString()
                + " refused the login: the name or its password or ticket is wrong, or cannot be"
                + " used here (see the log)");
    assertThatThrownBy(
            () -> client("Ann").property("zookeeper.sasl.client", "false").connect().status())
        .hasMessageContaining("serve nobody who has not proved who they are");
    assertThatThrownBy(() -> node("Wrong").join())
        .isInstanceOf(JoinException.class)
        .hasMessageContaining("refused the login");
  }

  private static Path companionLog(HaNode node) {
    return folder.resolve(
        "companion-shop-%s-%d.log".formatted(node.name(), ProcessHandle.current().pid()));
  }
}
