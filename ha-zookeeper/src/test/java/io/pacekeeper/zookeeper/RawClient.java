package io.pacekeeper.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;

/** Somebody with a ZooKeeper client of their own, as an administrator with {@code zkCli} is. */
final class RawClient implements AutoCloseable {
  private static final int SESSION_TIMEOUT_MILLIS = 10_000;

  private final ZooKeeper zooKeeper;

  RawClient(String connectString) throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    zooKeeper =
        new ZooKeeper(
            connectString,
            SESSION_TIMEOUT_MILLIS,
            event -> {
              if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
              }
            });
    assertThat(connected.await(20, TimeUnit.SECONDS)).isTrue();
  }

  /** Ends the session of another client, as the server does when it has not heard of it. */
  static void endSession(String connectString, ZooKeeper of) throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    ZooKeeper same =
        new ZooKeeper(
            connectString,
            SESSION_TIMEOUT_MILLIS,
            event -> {
              if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
              }
            },
            of.getSessionId(),
            of.getSessionPasswd());
    assertThat(connected.await(20, TimeUnit.SECONDS)).isTrue();
    same.close();
  }

  ZooKeeper zooKeeper() {
    return zooKeeper;
  }

  @Override
  public void close() throws Exception {
    zooKeeper.close();
  }
}
