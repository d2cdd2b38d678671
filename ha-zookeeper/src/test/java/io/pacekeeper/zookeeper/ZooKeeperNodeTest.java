package io.pacekeeper.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.JoinException;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceAgent;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZooKeeperNodeTest {
  private static final Duration LEASE = Duration.ofSeconds(4);

  @TempDir Path directory;
  private EmbeddedZooKeeper server;
  private final List<String> active = new CopyOnWriteArrayList<>();

  @BeforeEach
  void startServer() {
    server = new EmbeddedZooKeeper(directory);
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void aServiceGoesOnElsewhereWhenItsNodeLeaves() {
    HaNode first = node("node1").join();
    await().until(() -> active.equals(List.of("ledger on node1")));
    try (HaNode second = node("node2").join()) {
      first.close();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(active).containsExactly("ledger on node2"));
      assertThat(second.name()).isEqualTo("node2");
    }
    assertThat(active).isEmpty();
  }

  @Test
  void aNodeGoesOnAfterTheServerWasAwayForAMoment() {
    List<ClusterEvent> events = new CopyOnWriteArrayList<>();
    try (HaNode node = node("node1").listener(events::add).join()) {
      assertThat(node.name()).isEqualTo("node1");
      await().until(() -> active.equals(List.of("ledger on node1")));
      server.stop();
      await().until(() -> events.stream().anyMatch(ClusterEvent.ConnectionLost.class::isInstance));
      server.start();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> events.stream().anyMatch(ClusterEvent.ConnectionRestored.class::isInstance));
      assertThat(active).as("nothing was stopped").containsExactly("ledger on node1");
    }
  }

  @Test
  void joiningWithTheWrongPasswordSaysSo() {
    try (HaNode node = node("node1").credentials("ann", "right".toCharArray()).join()) {
      assertThat(node.name()).isEqualTo("node1");
      assertThatThrownBy(
              () ->
                  node("node2")
                      .credentials("ann", "wrong".toCharArray())
                      .joinTimeout(Duration.ofSeconds(3))
                      .join())
          .isInstanceOf(JoinException.class)
          .hasMessageContaining("not authorized for cluster shop")
          .hasMessageContaining("other credentials");
      assertThatThrownBy(() -> node("node2").joinTimeout(Duration.ofSeconds(3)).join())
          .isInstanceOf(JoinException.class)
          .hasMessageContaining("no credentials were given");
    }
  }

  @Test
  void joiningWithoutAServerSaysSo() {
    server.stop();
    assertThatThrownBy(() -> node("node1").joinTimeout(Duration.ofSeconds(1)).join())
        .isInstanceOf(JoinException.class)
        .hasMessageContaining("no connection");
  }

  @Test
  void aConnectStringThatCannotBeUnderstoodIsOneSentence() {
    assertThatThrownBy(() -> ZooKeeperNode.builder("localhost:2181/app"))
        .hasMessage(
            "the ZooKeeper servers 'localhost:2181/app' have a path: give it as the chroot"
                + " instead");
    for (String wrong : List.of("", " ", ",", "localhost:port")) {
      assertThatThrownBy(() -> ZooKeeperNode.builder(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("the ZooKeeper servers are written as host:port,host:port");
    }
  }

  private ZooKeeperNode.Builder node(String name) {
    return ZooKeeperNode.builder(server.connectString())
        .cluster("shop")
        .node(name)
        .lease(LEASE)
        .sessionTimeout(Duration.ofSeconds(4))
        .shutdownHook(false)
        .resource(Resource.of("ledger", () -> new Service(name)).build());
  }

  /** Notes where it is active. */
  private final class Service implements ResourceAgent {
    private final String where;

    Service(String node) {
      this.where = "ledger on " + node;
    }

    @Override
    public void start(Activation activation) {
      active.add(where);
    }

    @Override
    public void stop() {
      active.remove(where);
    }
  }
}
