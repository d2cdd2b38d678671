package io.pacekeeper.zookeeper;

import io.pacekeeper.core.document.AccessDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may do what with the cluster, as it was read last. A cluster whose root everybody may write
 * is open, whatever else is in it. Of another the access document says it; where there is none, the
 * access list of the root does; and of a cluster that is not there yet, what this JVM was told. A
 * document that cannot be understood changes nothing.
 */
final class KnownAccess {
  private static final Logger log = LoggerFactory.getLogger(KnownAccess.class);

  private final ZooKeeperOptions options;
  private final Paths paths;
  private volatile Known known;
  private volatile @Nullable Follower follower;

  /**
   * What is known.
   *
   * @param lists the access lists
   * @param from what they follow from, or null if that cannot be compared
   * @param root the access list of the cluster's root, or null if it is not there or not seen
   */
  record Known(AccessLists lists, @Nullable Source from, @Nullable List<ACL> root) {
    /** What holds where nothing could be read yet. */
    static final Known NOTHING = new Known(AccessLists.STRANGER, null, null);

    /** What holds where everybody may do everything. */
    static final Known OPEN = new Known(AccessLists.OPEN, null, null);

    Known {
      root = root == null ? null : List.copyOf(root);
    }
  }

  /**
   * A znode whose version moves when who may do what changes: the access document, or the root of
   * an open cluster, which is written when the cluster is protected.
   */
  record Source(String path, int version) {}

  KnownAccess(ZooKeeperOptions options) {
    this.options = options;
    this.paths = options.paths();
    this.known = Known.NOTHING;
  }

  Known get() {
    return known;
  }

  AccessLists lists() {
    return known.lists();
  }

  /**
   * Reads it, and again whenever the document changes while the handle lives.
   *
   * @param done told {@code OK}, or why it could not be read, once, on ZooKeeper's event thread
   */
  void follow(ZooKeeper zooKeeper, Consumer<Code> done) {
    Follower current = follower;
    if (current == null || current.zooKeeper != zooKeeper) {
      // One for each handle, which then has it only once, however often it is set.
      current = new Follower(zooKeeper);
      follower = current;
    }
    zooKeeper.exists(
        paths.of(DocumentKey.ACCESS),
        current,
        (rc, path, ctx, stat) -> {
          Code code = Code.get(rc);
          if (code == Code.OK || code == Code.NONODE || code == Code.NOAUTH) {
            // Whoever may not know who may do what may have a role all the same.
            read(zooKeeper, done);
          } else {
            done.accept(code);
          }
        },
        null);
  }

  /** Reads it once. */
  void read(ZooKeeper zooKeeper, Consumer<Code> done) {
    zooKeeper.getACL(
        paths.root(),
        new Stat(),
        (rc, path, ctx, list, stat) -> {
          Code code = Code.get(rc);
          if (code == Code.OK && list != null && !isOpen(list)) {
            readDocument(zooKeeper, list, done);
            return;
          }
          switch (code) {
            case OK ->
                known =
                    new Known(AccessLists.OPEN, new Source(paths.root(), stat.getVersion()), list);
            case NOAUTH -> known = Known.NOTHING;
            case NONODE -> known = new Known(wanted(), null, null);
            default -> {
              done.accept(code);
              return;
            }
          }
          done.accept(Code.OK);
        },
        null);
  }

  private void readDocument(ZooKeeper zooKeeper, List<ACL> root, Consumer<Code> done) {
    zooKeeper.getData(
        paths.of(DocumentKey.ACCESS),
        false,
        (rc, path, ctx, data, stat) -> {
          Code code = Code.get(rc);
          switch (code) {
            case OK ->
                known =
                    new Known(understood(data, root), new Source(path, stat.getVersion()), root);
            case NOAUTH -> known = new Known(AccessLists.HIDDEN, null, root);
            case NONODE -> known = new Known(derived(root), null, root);
            default -> {
              done.accept(code);
              return;
            }
          }
          done.accept(Code.OK);
        },
        null);
  }

  private AccessLists understood(byte @Nullable [] data, List<ACL> root) {
    try {
      Fields fields = Fields.of(DocumentFormat.parse(data == null ? new byte[0] : data));
      return AccessLists.of((AccessDocument) DocumentFormat.read(Kind.ACCESS, fields));
    } catch (RuntimeException e) {
      log.warn(
          "access cannot be understood, so who may do what stays as it was: {}",
          DocumentFormat.problem(e));
      return lists().areKnown() ? lists() : derived(root);
    }
  }

  private static boolean isOpen(List<ACL> root) {
    return root.stream()
        .anyMatch(
            entry ->
                entry.getId().equals(Ids.ANYONE_ID_UNSAFE)
                    && (entry.getPerms() & Perms.WRITE) != 0);
  }

  /** Returns what follows from the root's access list: whoever may do everything is a node. */
  private AccessLists derived(List<ACL> root) {
    List<String> nodes = new ArrayList<>();
    for (ACL entry : root) {
      boolean byPassword = entry.getId().getScheme().equals(Identity.DIGEST);
      if (entry.getPerms() == Perms.ALL
          && (options.credentials() == null || byPassword)
          && isUnderstood(entry)) {
        // Of the others its creator was, such as by a certificate that all clients share.
        nodes.add(Identity.of(entry.getId()).text());
      }
    }
    return nodes.isEmpty() ? AccessLists.HIDDEN : AccessLists.ofNodes(nodes);
  }

  private static boolean isUnderstood(ACL entry) {
    try {
      Identity.of(entry.getId());
      return true;
    } catch (IllegalArgumentException notOurs) {
      return false;
    }
  }

  /** Returns those of a cluster that this JVM would create. */
  private AccessLists wanted() {
    return options.identities().isEmpty()
        ? AccessLists.OPEN
        : AccessLists.ofNodes(options.identities());
  }

  /** Reads the document again when it changes. */
  private final class Follower implements Watcher {
    private final ZooKeeper zooKeeper;

    Follower(ZooKeeper zooKeeper) {
      this.zooKeeper = zooKeeper;
    }

    @Override
    public void process(WatchedEvent event) {
      if (event.getType() != Event.EventType.None && zooKeeper.getState().isAlive()) {
        follow(zooKeeper, code -> {});
      }
    }
  }
}
