package io.pacekeeper.benchmarks.failover;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooKeeper;

/**
 * What is kept in ZooKeeper, as a client sees it.
 *
 * @param connectString where the servers are
 */
record Store(String connectString) {
  private static final int SESSION_MILLIS = 10_000;
  private static final int CONNECT_SECONDS = 30;
  private static final int DELETED_AT_ONCE = 500;
  private static final Pattern NODE = Pattern.compile("\"node\"\\s*:\\s*\"([^\"]+)\"");

  /** Something to be done by a ZooKeeper client. */
  interface Question<T> {
    T ask(ZooKeeper zooKeeper) throws Exception;
  }

  /** Does something by a ZooKeeper client. */
  <T> T ask(Question<T> question) throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    try (ZooKeeper zooKeeper =
        new ZooKeeper(
            connectString,
            SESSION_MILLIS,
            event -> {
              if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
              }
            })) {
      if (!connected.await(CONNECT_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("no connection to " + connectString);
      }
      return question.ask(zooKeeper);
    }
  }

  /** Returns the name of the node that is DC. */
  String dc() throws Exception {
    return ask(
        zooKeeper -> {
          String path = "/pacekeeper/" + ParticipantOptions.CLUSTER + "/dc/term";
          String term = new String(zooKeeper.getData(path, false, null), UTF_8);
          Matcher matcher = NODE.matcher(term);
          if (!matcher.find()) {
            throw new IllegalStateException("there is no node in the term " + term);
          }
          return matcher.group(1);
        });
  }

  /** Deletes everything. */
  void clear() throws Exception {
    ask(
        zooKeeper -> {
          for (String child : zooKeeper.getChildren("/", false)) {
            if (!child.equals("zookeeper")) {
              delete(zooKeeper, "/" + child);
            }
          }
          return true;
        });
  }

  private static void delete(ZooKeeper zooKeeper, String path)
      throws InterruptedException, KeeperException {
    ZKUtil.deleteRecursive(zooKeeper, path, DELETED_AT_ONCE);
  }
}
