package io.pacekeeper.benchmarks.failover;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.pacekeeper.examples.evidence.EvidenceFile;
import io.pacekeeper.examples.evidence.EvidenceLine.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;

/**
 * The least there is to do: the first JVM watches who is there and writes the whole plan, a
 * character for each service; each JVM watches the plan and does its part. It keeps no promise
 * whatever, and shows what ZooKeeper itself costs.
 */
final class FloorParticipant implements Participant {
  private static final String ROOT = "/floor";
  private static final String MEMBERS = ROOT + "/members";
  private static final String PLAN = ROOT + "/plan";
  private static final int CONNECT_SECONDS = 30;

  private final ParticipantOptions options;
  private final EvidenceFile evidence;
  private final ZooKeeper zooKeeper;
  private final CountDownLatch connected = new CountDownLatch(1);

  /** What runs here, by number. Used on the event thread alone, but for the end. */
  private final boolean[] active;

  /** The plan as the planner wrote it last. Used on the event thread alone, but for the start. */
  private volatile byte[] plan;

  FloorParticipant(ParticipantOptions options, EvidenceFile evidence) throws IOException {
    this.options = options;
    this.evidence = evidence;
    this.active = new boolean[options.resources()];
    this.plan = new byte[options.resources()];
    Arrays.fill(plan, (byte) '-');
    Watcher watcher =
        event -> {
          if (event.getState() == KeeperState.SyncConnected) {
            connected.countDown();
          }
        };
    this.zooKeeper =
        new ZooKeeper(
            options.zooKeeper(), Math.toIntExact(options.sessionTimeout().toMillis()), watcher);
  }

  @Override
  public void begin(int phase) throws Exception {
    if (!connected.await(CONNECT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("no connection to " + options.zooKeeper());
    }
    if (phase == 0 && isPlanner()) {
      create(ROOT, CreateMode.PERSISTENT, new byte[0]);
      create(MEMBERS, CreateMode.PERSISTENT, new byte[0]);
      create(PLAN, CreateMode.PERSISTENT, plan);
    } else if (phase == 1) {
      zooKeeper.addWatch(PLAN, event -> follow(), AddWatchMode.PERSISTENT);
      create(MEMBERS + "/" + options.name(), CreateMode.EPHEMERAL, new byte[0]);
    } else if (phase == 2 && isPlanner()) {
      for (int i = 0; i < plan.length; i++) {
        plan[i] = (byte) ('0' + options.owner(i));
      }
      zooKeeper.addWatch(MEMBERS, this::gone, AddWatchMode.PERSISTENT_RECURSIVE);
      zooKeeper.setData(PLAN, plan, -1);
    }
  }

  private void create(String path, CreateMode mode, byte[] data) throws Exception {
    zooKeeper.create(path, data, Ids.OPEN_ACL_UNSAFE, mode);
  }

  private boolean isPlanner() {
    return options.index() == 0;
  }

  private void gone(WatchedEvent event) {
    if (event.getType() != EventType.NodeDeleted) {
      return;
    }
    for (int left = 0; left < options.count(); left++) {
      if (event.getPath().equals(MEMBERS + "/" + ParticipantOptions.nameOf(left))) {
        byte[] next = plan.clone();
        for (int i = 0; i < next.length; i++) {
          if (next[i] == '0' + left) {
            next[i] = (byte) ('0' + successor(i, left));
          }
        }
        plan = next;
        zooKeeper.setData(PLAN, next, -1, (rc, path, context, stat) -> {}, null);
      }
    }
  }

  private int successor(int resource, int left) {
    for (int jvm = 0; jvm < options.count(); jvm++) {
      if (jvm != left && options.turn(resource, jvm) == 1) {
        return jvm;
      }
    }
    return 0;
  }

  private void follow() {
    zooKeeper.getData(
        PLAN,
        false,
        (rc, path, context, data, stat) -> {
          if (data != null) {
            act(data);
          }
        },
        null);
  }

  private void act(byte[] newest) {
    for (int i = 0; i < newest.length; i++) {
      boolean mine = newest[i] == '0' + options.index();
      if (mine != active[i]) {
        active[i] = mine;
        write(i, mine ? Event.START : Event.STOP);
      }
    }
  }

  private void write(int resource, Event event) {
    try {
      evidence.write(options.name(), ParticipantOptions.resource(resource), event, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void leave() throws Exception {
    act("-".repeat(active.length).getBytes(US_ASCII));
    zooKeeper.delete(MEMBERS + "/" + options.name(), -1);
    zooKeeper.close();
  }
}
