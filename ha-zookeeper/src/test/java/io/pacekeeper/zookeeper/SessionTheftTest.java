package io.pacekeeper.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.HostDocument;
import io.pacekeeper.core.document.Transaction.Create;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.security.auth.login.Configuration;
import org.apache.zookeeper.KeeperException.NoAuthException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ConnectStringParser;
import org.apache.zookeeper.client.StaticHostProvider;
import org.apache.zookeeper.client.ZKClientConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What somebody with access to the network can do to the sessions of a cluster that is protected,
 * at each level of protection: the password of a session follows from its id, and ids are counted.
 * This is what docs/security.md says of it.
 */
class SessionTheftTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration REFUSED_WITHIN = Duration.ofSeconds(4);
  private static final Map<String, String> NOTHING = Map.of();
  private static final DocumentKey EPHEMERAL = DocumentKey.host("node1");

  @TempDir Path folder;

  /** Somebody who takes over a session of which the id is known, and ends it. */
  private record Thief(String servers, Map<String, String> properties, @Nullable String password) {
    Thief(String servers, Map<String, String> properties) {
      this(servers, properties, null);
    }

    /** Returns whether the servers let him connect to a session, which he then asks to end. */
    boolean end(long session) throws Exception {
      byte[] key = new byte[16];
      new Random(session ^ 0xB3415C00L).nextBytes(key);
      ZKClientConfig config = new ZKClientConfig();
      properties.forEach(config::setProperty);
      CountDownLatch connected = new CountDownLatch(1);
      ZooKeeper zooKeeper =
          new ZooKeeper(
              servers,
              10_000,
              event -> {
                if (event.getState() == KeeperState.SyncConnected) {
                  connected.countDown();
                }
              },
              session,
              key,
              false,
              new StaticHostProvider(new ConnectStringParser(servers).getServerAddresses()),
              config);
      if (password != null) {
        zooKeeper.addAuthInfo("digest", password.getBytes(UTF_8));
      }
      boolean let = connected.await(REFUSED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      Thread closing =
          new Thread(
              () -> {
                try {
                  zooKeeper.close(1_000);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      closing.start();
      closing.join(REFUSED_WITHIN.toMillis());
      return let;
    }
  }

  private static LayerUser victim(ZooKeeperOptions options) {
    LayerUser victim = new LayerUser(options).connect();
    victim.committed(
        new Create(
            EPHEMERAL,
            new HostDocument("p1", "host1", 1, "1", 1, Instant.EPOCH, "waits to be told")));
    return victim;
  }

  private static ZooKeeperOptions with(ZooKeeperOptions options, Map<String, String> properties) {
    ZooKeeperOptions result = options;
    for (var property : properties.entrySet()) {
      result = result.withProperty(property.getKey(), property.getValue());
    }
    return result;
  }

  private static boolean isThere(LayerUser user) {
    return user.readAll().stream().anyMatch(stored -> stored.key().equals(EPHEMERAL));
  }

  /** Passwords and access lists: nothing can be read, and sessions can be ended all the same. */
  @Test
  void withAccessListsAloneAnybodyEndsSessionsWhoseIdsHeCounts() throws Exception {
    try (EmbeddedZooKeeper server = new EmbeddedZooKeeper(folder)) {
      server.start();
      ZooKeeperOptions options =
          ZooKeeperOptions.of(server.connectString(), "shop")
              .withCredentials(Credentials.of("shop", "secret".toCharArray()));
      try (LayerUser victim = victim(options);
          RawClient stranger = new RawClient(server.connectString())) {
        long session = victim.session();
        assertThatThrownBy(() -> stranger.zooKeeper().exists(options.paths().of(EPHEMERAL), false))
            .as("its owner cannot be seen")
            .isInstanceOf(NoAuthException.class);
        long own = stranger.zooKeeper().getSessionId();
        assertThat(own - session).as("it can be counted").isBetween(1L, 5L);

        assertThat(new Thief(server.connectString(), NOTHING).end(session)).isTrue();

        await().atMost(PATIENCE).until(() -> victim.session() != 0 && victim.session() != session);
        assertThat(isThere(victim)).isFalse();
      }
    }
  }

  /** To be made to authenticate stops nobody, as every password is somebody's. */
  @Test
  void whereADigestIsRequiredAnyPasswordWillDo() throws Exception {
    try (ServerProcess server =
        ServerProcess.start(
            folder,
            List.of(),
            "-Dzookeeper.enforce.auth.enabled=true",
            "-Dzookeeper.enforce.auth.schemes=digest")) {
      ZooKeeperOptions options =
          ZooKeeperOptions.of(server.connectString(), "shop")
              .withCredentials(Credentials.of("shop", "secret".toCharArray()));
      try (LayerUser victim = victim(options)) {
        long session = victim.session();
        new Thief(server.connectString(), NOTHING).end(session);
        victim.awaitConnected();
        assertThat(victim.session()).as("without any it is not ended").isEqualTo(session);

        new Thief(server.connectString(), NOTHING, "any:body").end(session);

        await().atMost(PATIENCE).until(() -> victim.session() != 0 && victim.session() != session);
        assertThat(isThere(victim)).isFalse();
      }
    }
  }

  /** Whoever asks to end a session must have logged in; whoever takes its connection need not. */
  @Test
  void whereOnlyLoginsAreServedSessionsAreNotEndedButCutOff() throws Exception {
    String configuration = "java.security.auth.login.config";
    String module = "org.apache.zookeeper.server.auth.DigestLoginModule required";
    Path servers =
        Files.writeString(
            folder.resolve("server.jaas"), "Server { " + module + " user_shop=\"secret\"; };\n");
    Path clients =
        Files.writeString(
            folder.resolve("client.jaas"),
            "Shop { " + module + " username=\"shop\" password=\"secret\"; };\n");
    try (ServerProcess server =
        ServerProcess.start(
            folder,
            List.of("authProvider.1=org.apache.zookeeper.server.auth.SASLAuthenticationProvider"),
            "-D" + configuration + "=" + servers,
            "-Dzookeeper.sessionRequireClientSASLAuth=true")) {
      System.setProperty(configuration, clients.toString());
      Configuration.setConfiguration(null);
      ZooKeeperOptions options =
          with(
              ZooKeeperOptions.of(server.connectString(), "shop")
                  .withIdentities(List.of("sasl:shop")),
              Map.of("zookeeper.sasl.clientconfig", "Shop", "zookeeper.fips-mode", "false"));
      try (LayerUser victim = victim(options);
          LayerUser other = new LayerUser(options).connect()) {
        long session = victim.session();

        Thief thief = new Thief(server.connectString(), Map.of("zookeeper.sasl.client", "false"));
        assertThat(thief.end(session)).as("he is let in").isTrue();

        await().atMost(PATIENCE).until(victim::wasDisconnected);
        victim.awaitConnected();
        assertThat(victim.session()).isEqualTo(session);
        assertThat(isThere(other)).isTrue();
      } finally {
        System.clearProperty(configuration);
        Configuration.setConfiguration(null);
      }
    }
  }

  /** The level that is recommended: whoever has no certificate that is trusted gets nowhere. */
  @Test
  void whereClientsNeedACertificateNobodyElseComesNearASession() throws Exception {
    try (TlsServer server =
        TlsServer.start(folder, List.of("node1", "trusted"), List.of("stranger"))) {
      ZooKeeperOptions options =
          with(
              ZooKeeperOptions.of(server.connectString(), "shop")
                  .withIdentities(List.of("x509:CN=node1")),
              server.clientProperties("node1"));
      try (LayerUser victim = victim(options)) {
        long session = victim.session();

        assertThat(new Thief(server.connectString(), NOTHING).end(session)).isFalse();
        assertThat(
                new Thief(server.connectString(), server.clientProperties("stranger")).end(session))
            .isFalse();

        assertThat(victim.wasDisconnected()).isFalse();
        assertThat(victim.session()).isEqualTo(session);
        assertThat(isThere(victim)).isTrue();

        // And this is why the servers should trust nobody but who belongs to the cluster.
        assertThat(
                new Thief(server.connectString(), server.clientProperties("trusted")).end(session))
            .isTrue();
        await().atMost(PATIENCE).until(() -> victim.session() != 0 && victim.session() != session);
        assertThat(isThere(victim)).isFalse();
      }
    }
  }
}
