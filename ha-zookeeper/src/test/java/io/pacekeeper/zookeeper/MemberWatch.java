package io.pacekeeper.zookeeper;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.ZooKeeper;

/** Sees whether a znode vanishes: is deleted, and not made anew by the same transaction. */
final class MemberWatch {
  private final ZooKeeper zooKeeper;
  private final String path;
  private final List<WatchedEvent> events = new CopyOnWriteArrayList<>();

  MemberWatch(RawClient client, String path) throws Exception {
    this.zooKeeper = client.zooKeeper();
    this.path = path;
    zooKeeper.addWatch(path, events::add, AddWatchMode.PERSISTENT);
  }

  /** Returns the transactions by which it vanished. */
  List<Long> vanished() throws Exception {
    // Whatever happened before this is answered was heard of before.
    zooKeeper.exists(path, false);
    List<Long> gone = new ArrayList<>();
    for (WatchedEvent event : events) {
      if (event.getType() == EventType.NodeDeleted) {
        gone.add(event.getZxid());
      } else if (event.getType() == EventType.NodeCreated) {
        gone.remove(event.getZxid());
      }
    }
    return gone;
  }
}
