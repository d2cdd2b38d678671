package io.pacekeeper.zookeeper;

import static org.awaitility.Awaitility.await;

import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.runtime.ClusterLayer;
import io.pacekeeper.testkit.ClusterLayerContract;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The ZooKeeper layer keeps every promise of a cluster layer, against a real server. */
class ZooKeeperLayerContractTest extends ClusterLayerContract {
  private static EmbeddedZooKeeper server;
  private final Map<ClusterLayer, TcpProxy> proxies = new HashMap<>();
  private final String cluster = UUID.randomUUID().toString();
  private final Paths paths = new Paths(ZooKeeperOptions.DEFAULT_CHROOT, cluster);

  @BeforeAll
  static void startServer(@TempDir Path directory) {
    server = new EmbeddedZooKeeper(directory);
    server.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  protected ClusterLayer newLayer() {
    TcpProxy proxy = new TcpProxy(server.connectString());
    ClusterLayer layer = new ZooKeeperLayer(ZooKeeperOptions.of(proxy.connectString(), cluster));
    proxies.put(layer, proxy);
    return layer;
  }

  @Override
  protected void breakConnection(ClusterLayer layer) {
    proxies.get(layer).cut();
  }

  @Override
  protected void expireSession(ClusterLayer layer) throws Exception {
    RawClient.endSession(server.connectString(), handle(layer));
  }

  @Override
  protected void closeStore() {
    proxies.values().forEach(TcpProxy::close);
  }

  @Override
  protected void stopStore() {
    server.stop();
  }

  @Override
  protected void startStore() {
    server.start();
  }

  @Override
  protected void corrupt(DocumentKey key) throws Exception {
    try (RawClient client = new RawClient(server.connectString())) {
      client.zooKeeper().setData(paths.of(key), "{\"type\":".getBytes(StandardCharsets.UTF_8), -1);
    }
  }

  @Override
  protected void delete(DocumentKey key) throws Exception {
    try (RawClient client = new RawClient(server.connectString())) {
      client.zooKeeper().delete(paths.of(key), -1);
    }
  }

  private static ZooKeeper handle(ClusterLayer layer) {
    return await().until(((ZooKeeperLayer) layer)::connected, handle -> handle != null);
  }
}
