package io.pacekeeper.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction.Create;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that takes TLS with a client's certificate and nothing else. */
class TlsTest {
  @TempDir static Path directory;
  private static TlsServer server;

  @BeforeAll
  static void startServer() throws Exception {
    server = TlsServer.start(directory);
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.close();
  }

  @Test
  void aClusterIsReachedByTlsWithTheClientsOwnSettings() {
    ZooKeeperOptions options =
        ZooKeeperOptions.of(server.connectString(), "shop")
            .withCredentials(Credentials.of("ann", "secret".toCharArray()));
    for (var property : server.clientProperties().entrySet()) {
      options = options.withProperty(property.getKey(), property.getValue());
    }
    try (LayerUser user = new LayerUser(options).connect()) {
      user.committed(new Create(DocumentKey.node("node1"), NodeDocument.EMPTY));
      assertThat(user.readAll()).extracting(Stored::document).contains(NodeDocument.EMPTY);
    }
  }

  @Test
  void withoutTlsOrWithoutACertificateTheServerIsNotReached() {
    ZooKeeperClusterClient.Builder plain = client();
    assertThatThrownBy(plain::connect)
        .isInstanceOf(HaException.class)
        .hasMessage("ZooKeeper at " + server.connectString() + " cannot be reached within 3000 ms");
    ZooKeeperClusterClient.Builder nobody = client();
    server
        .clientProperties()
        .forEach(
            (name, value) -> {
              if (!name.contains("keyStore")) {
                nobody.property(name, value);
              }
            });
    assertThatThrownBy(nobody::connect).isInstanceOf(HaException.class);
  }

  private static ZooKeeperClusterClient.Builder client() {
    return ZooKeeperClusterClient.builder(server.connectString())
        .cluster("shop")
        .timeout(Duration.ofSeconds(3));
  }
}
