package io.pacekeeper.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * Somebody who looks at a node's lease all the time, and so knows since when at the earliest it has
 * had its version.
 */
final class LeaseWatch implements AutoCloseable {
  private static final int EVERY_MILLIS = 10;

  private final RawZooKeeper zooKeeper;
  private final String path;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final List<Sight> sights = new ArrayList<>();
  private final Future<?> watching;
  private volatile boolean closed;

  /** The version that a look showed that was begun at this time. */
  private record Sight(long begunNanos, int version) {}

  LeaseWatch(EvidenceCluster cluster, String node) throws Exception {
    this.zooKeeper = new RawZooKeeper(cluster.zooKeeper().connectString());
    this.path = EvidenceCluster.ROOT + "/leases/" + node;
    watching = thread.submit(this::watch);
  }

  private Void watch() throws KeeperException, InterruptedException {
    ZooKeeper client = zooKeeper.client();
    while (!closed) {
      long begun = System.nanoTime();
      Stat stat = client.exists(path, false);
      synchronized (sights) {
        sights.add(new Sight(begun, stat == null ? -1 : stat.getVersion()));
        sights.wait(EVERY_MILLIS);
      }
    }
    return null;
  }

  /**
   * Returns a time before which the last renewal cannot have been committed: when the last look was
   * begun that showed an earlier version. Nobody renews it any more.
   */
  long renewedNotBefore() {
    EvidenceCluster.pass(Duration.ofMillis(200));
    synchronized (sights) {
      assertThat(sights).isNotEmpty();
      int last = sights.get(sights.size() - 1).version();
      long time = sights.get(0).begunNanos();
      for (Sight sight : sights) {
        if (sight.version() < last) {
          time = sight.begunNanos();
        }
      }
      return time;
    }
  }

  @Override
  public void close() throws Exception {
    closed = true;
    thread.shutdown();
    watching.get(30, TimeUnit.SECONDS);
    zooKeeper.close();
  }
}
