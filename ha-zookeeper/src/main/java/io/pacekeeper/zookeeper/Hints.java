package io.pacekeeper.zookeeper;

import io.pacekeeper.core.controller.Effect.Interest;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.Stored;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hints of changes: persistent recursive watches on what is of interest, and the reading of
 * what they name. Of one document at most one reading is under way; what happens to it meanwhile
 * causes one more, however much it is.
 */
final class Hints {
  private static final Logger log = LoggerFactory.getLogger(Hints.class);

  private final Paths paths;
  private final DocumentReader reader;
  private final Supplier<@Nullable ZooKeeper> connected;
  private final Predicate<DocumentKey> isToBeRead;
  private final Consumer<? super Input.FromLayer> mailbox;
  private final Watcher watcher = this::happened;

  /** The documents that are being read, and whether each has to be read once more. */
  private final ConcurrentMap<DocumentKey, Boolean> underWay = new ConcurrentHashMap<>();

  private volatile @Nullable Interest interest;

  /** The handle whose watches are set, and what it watches. */
  private @Nullable ZooKeeper handle;

  private Set<String> watched = Set.of();

  /**
   * Makes the hints.
   *
   * @param connected gives the handle if it is connected, else null
   * @param isToBeRead says of a document that has changed whether it is to be read
   */
  Hints(
      Paths paths,
      DocumentReader reader,
      Supplier<@Nullable ZooKeeper> connected,
      Predicate<DocumentKey> isToBeRead,
      Consumer<? super Input.FromLayer> mailbox) {
    this.isToBeRead = isToBeRead;
    this.paths = paths;
    this.reader = reader;
    this.connected = connected;
    this.mailbox = mailbox;
  }

  /** Changes what is watched, now or on connecting. */
  void watch(Interest next) {
    interest = next;
    ZooKeeper zooKeeper = connected.get();
    if (zooKeeper != null) {
      apply(zooKeeper);
    }
  }

  /**
   * Makes the watches of a handle those of the interest; new ones are set before old ones are
   * removed. Watches outlive interruptions of a handle, but not the handle. Never blocks; the lock
   * is for the controller's thread and the handle's event thread, which may come here at once.
   */
  synchronized void apply(ZooKeeper zooKeeper) {
    if (zooKeeper != handle) {
      handle = zooKeeper;
      watched = Set.of();
    }
    Set<String> before = watched;
    watched = wanted();
    watched.stream().filter(path -> !before.contains(path)).forEach(path -> add(zooKeeper, path));
    before.stream()
        .filter(path -> !watched.contains(path))
        .forEach(path -> remove(zooKeeper, path));
  }

  /** Reads a document and tells how it is. */
  void refresh(DocumentKey key) {
    boolean[] begins = new boolean[1];
    underWay.compute(
        key,
        (k, again) -> {
          begins[0] = again == null;
          return again != null;
        });
    if (begins[0]) {
      read(key);
    }
  }

  private Set<String> wanted() {
    Interest current = interest;
    Set<String> result = new TreeSet<>();
    if (current == null) {
      return result;
    }
    if (current.everything()) {
      result.add(paths.root());
      return result;
    }
    for (DocumentKey key : Paths.SINGLE) {
      if (current.includes(key)) {
        result.add(paths.of(key));
      }
    }
    for (Kind kind : Paths.KINDS_BY_NODE) {
      result.add(
          current.includes(kind)
              ? paths.container(kind)
              : paths.of(new DocumentKey(kind, current.node())));
    }
    return result;
  }

  private void add(ZooKeeper zooKeeper, String path) {
    zooKeeper.addWatch(
        path,
        watcher,
        AddWatchMode.PERSISTENT_RECURSIVE,
        (rc, p, ctx) -> {
          Code code = Code.get(rc);
          if (code != Code.OK && !Trouble.isLossOfConnection(code)) {
            log.warn("{} cannot be watched ({}), changes are seen late", path, code);
          }
        },
        null);
  }

  private static void remove(ZooKeeper zooKeeper, String path) {
    // What still comes of it is not of interest any more, so the result does not matter.
    zooKeeper.removeAllWatches(path, Watcher.WatcherType.Any, true, (rc, p, ctx) -> {}, null);
  }

  private void happened(WatchedEvent event) {
    String path = event.getPath();
    Interest current = interest;
    if (event.getType() == Watcher.Event.EventType.None || path == null || current == null) {
      return;
    }
    DocumentKey key = paths.keyOf(path);
    if (key != null && current.includes(key) && isToBeRead.test(key)) {
      refresh(key);
    }
  }

  private void read(DocumentKey key) {
    ZooKeeper zooKeeper = connected.get();
    if (zooKeeper == null) {
      // Whoever reconnects reads everything again.
      underWay.remove(key);
      return;
    }
    reader.read(
        zooKeeper,
        key,
        new DocumentReader.Answer() {
          @Override
          public void found(Stored stored) {
            mailbox.accept(new Input.Changed(stored));
            finished(key);
          }

          @Override
          public void absent() {
            mailbox.accept(new Input.Removed(key));
            finished(key);
          }

          @Override
          public void failed(Code code) {
            if (!Trouble.isLossOfConnection(code)) {
              log.warn("{} could not be read: {}", key, code);
            }
            finished(key);
          }
        });
  }

  private void finished(DocumentKey key) {
    Boolean again = underWay.computeIfPresent(key, (k, more) -> more ? Boolean.FALSE : null);
    if (again != null) {
      read(key);
    }
  }
}
