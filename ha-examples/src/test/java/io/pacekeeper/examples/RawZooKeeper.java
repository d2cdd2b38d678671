package io.pacekeeper.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/** Somebody with a ZooKeeper client of their own, as an administrator with {@code zkCli} is. */
final class RawZooKeeper implements AutoCloseable {
  private static final int SESSION_TIMEOUT_MILLIS = 10_000;

  private final ZooKeeper client;

  RawZooKeeper(String connectString) throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    client =
        new ZooKeeper(
            connectString,
            SESSION_TIMEOUT_MILLIS,
            event -> {
              if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
              }
            });
    assertThat(connected.await(30, TimeUnit.SECONDS)).isTrue();
  }

  ZooKeeper client() {
    return client;
  }

  /** Returns every znode from this one down, and what ZooKeeper knows of it. */
  SortedMap<String, Stat> tree(String path) throws KeeperException, InterruptedException {
    SortedMap<String, Stat> tree = new TreeMap<>();
    Stat stat = client.exists(path, false);
    if (stat != null) {
      tree.put(path, stat);
      for (String child : client.getChildren(path, false)) {
        tree.putAll(tree(path + "/" + child));
      }
    }
    return tree;
  }

  @Override
  public void close() throws InterruptedException {
    client.close();
  }
}
