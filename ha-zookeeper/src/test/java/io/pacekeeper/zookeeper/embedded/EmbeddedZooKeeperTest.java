package io.pacekeeper.zookeeper.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pacekeeper.api.HaException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedZooKeeperTest {
  @TempDir Path directory;

  @Test
  void theServerKeepsItsDataAndItsPortFromOneStartToTheNext() throws Exception {
    try (EmbeddedZooKeeper server = new EmbeddedZooKeeper(directory.resolve("new"))) {
      assertThatThrownBy(server::connectString).isInstanceOf(IllegalStateException.class);
      server.start();
      server.start();
      String connectString = server.connectString();
      connected(connectString)
          .create("/kept", new byte[] {42}, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      server.stop();
      server.stop();
      server.start();
      assertThat(server.connectString()).isEqualTo(connectString);
      ZooKeeper client = connected(connectString);
      assertThat(client.getData("/kept", false, null)).containsExactly(42);
      client.close();
    }
    assertThat(directory.resolve("new")).isDirectoryContaining("glob:**/data");
    assertThat(directory.resolve("new").toFile().list()).as("nothing else").hasSize(1);
  }

  @Test
  void aPortThatIsTakenIsSaidSo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        EmbeddedZooKeeper server = new EmbeddedZooKeeper(directory, taken.getLocalPort())) {
      assertThatThrownBy(server::start)
          .isInstanceOf(HaException.class)
          .hasMessage("the port " + taken.getLocalPort() + " for the ZooKeeper server is taken");
    }
  }

  private static ZooKeeper connected(String connectString) throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    ZooKeeper client =
        new ZooKeeper(
            connectString,
            10_000,
            event -> {
              if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
              }
            });
    assertThat(connected.await(20, TimeUnit.SECONDS)).isTrue();
    return client;
  }
}
