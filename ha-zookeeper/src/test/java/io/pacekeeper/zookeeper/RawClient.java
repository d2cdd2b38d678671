package io.pacekeeper.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;

/** Somebody with a ZooKeeper client of their own, as an administrator with {@code zkCli} is. */
final class RawClient implements AutoCloseable {
  private static final int SESSION_TIMEOUT_MILLIS = 10_000;

  private final ZooKeeper zooKeeper;

  RawClient(String connectString) throws Exception {
    this(connectString, 0, new byte[16]);
  }

  private RawClient(String connectString, long session, byte[] password) throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    zooKeeper =
        new ZooKeeper(
            connectString,
            SESSION_TIMEOUT_MILLIS,
            event -> {
              if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
              }
            },
            session,
            password);
    assertThat(connected.await(20, TimeUnit.SECONDS)).isTrue();
  }

  /**
   * Takes over a session of which only the id is known, as anybody could: its password follows. It
   * goes on until this is closed, unless its client comes back.
   */
  static RawClient takeOver(String connectString, long session) throws Exception {
    byte[] password = new byte[16];
    new Random(session ^ 0xB3415C00L).nextBytes(password);
    return new RawClient(connectString, session, password);
  }

  /** Ends the session of another client, as the server does when it has not heard of it. */
  static void endSession(String connectString, ZooKeeper of) throws Exception {
    new RawClient(connectString, of.getSessionId(), of.getSessionPasswd()).close();
  }

  ZooKeeper zooKeeper() {
    return zooKeeper;
  }

  @Override
  public void close() throws Exception {
    zooKeeper.close();
  }
}
