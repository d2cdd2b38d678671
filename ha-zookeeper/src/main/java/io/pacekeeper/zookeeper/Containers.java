package io.pacekeeper.zookeeper;

import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;

/**
 * The persistent znodes that hold no document but have documents below them, and the access
 * document of a protected cluster. What is missing is created, for those for whom it is to be from
 * its first moment; nothing is written when all are there.
 */
final class Containers {
  private final ZooKeeperOptions options;
  private final Paths paths;
  private final KnownAccess access;

  /** One znode that is to be there. */
  private record Wanted(String path, List<ACL> access, String data) {}

  Containers(ZooKeeperOptions options, KnownAccess access) {
    this.options = options;
    this.paths = options.paths();
    this.access = access;
  }

  /**
   * Creates what is missing, without blocking, and learns who may do what.
   *
   * @param done told {@code OK}, or what went wrong first, once, on ZooKeeper's event thread
   */
  void ensure(ZooKeeper zooKeeper, Consumer<Code> done) {
    then(
        access::follow,
        zooKeeper,
        done,
        () ->
            ensure(
                zooKeeper,
                top(),
                created -> {
                  // What its access list was made into is known to the servers alone.
                  if (created && !access.lists().areKnown()) {
                    then(access::read, zooKeeper, done, () -> ensureBelow(zooKeeper, done));
                  } else {
                    ensureBelow(zooKeeper, done);
                  }
                },
                done));
  }

  /** One thing to do that may fail. */
  private interface Step {
    void begin(ZooKeeper zooKeeper, Consumer<Code> done);
  }

  private static void then(
      Step step, ZooKeeper zooKeeper, Consumer<Code> failed, Runnable succeeded) {
    step.begin(
        zooKeeper,
        code -> {
          if (code == Code.OK) {
            succeeded.run();
          } else {
            failed.accept(code);
          }
        });
  }

  private void ensureBelow(ZooKeeper zooKeeper, Consumer<Code> done) {
    if (access.lists().areForOthers()) {
      done.accept(Code.NOAUTH);
      return;
    }
    List<ACL> root = access.get().root();
    if (access.lists().areKnown() && root != null && !root.equals(access.lists().ofRoot())) {
      // It was created for whatever else its creator is, too.
      zooKeeper.setACL(paths.root(), access.lists().ofRoot(), -1, (rc, p, ctx, stat) -> {}, null);
    }
    ensure(zooKeeper, below(), created -> done.accept(Code.OK), done);
  }

  /** Returns the znodes above the cluster, and its root. */
  private List<Wanted> top() {
    boolean explicit = access.lists().areKnown();
    boolean open = options.credentials() == null && !explicit;
    List<ACL> creators = Ids.CREATOR_ALL_ACL;
    List<ACL> root = explicit ? access.lists().ofRoot() : open ? Ids.OPEN_ACL_UNSAFE : creators;
    List<ACL> above = new ArrayList<>(explicit ? access.lists().ofRoot() : creators);
    // Other clusters, with other credentials, may be created beside this one.
    above.add(new ACL(Perms.READ | Perms.CREATE, Ids.ANYONE_ID_UNSAFE));
    List<Wanted> wanted = new ArrayList<>();
    for (String path : paths.ancestors()) {
      wanted.add(new Wanted(path, open ? Ids.OPEN_ACL_UNSAFE : above, ""));
    }
    wanted.add(new Wanted(paths.root(), root, ""));
    return wanted;
  }

  /** Returns the znodes of the cluster below its root. */
  private List<Wanted> below() {
    AccessLists lists = access.lists();
    List<Wanted> wanted = new ArrayList<>();
    if (lists.areKnown()) {
      wanted.add(
          new Wanted(
              paths.of(DocumentKey.ACCESS),
              lists.of(DocumentKey.ACCESS),
              DocumentFormat.write(lists.document()).toString()));
    }
    for (String path : paths.containers()) {
      if (!path.equals(paths.root())) {
        wanted.add(new Wanted(path, List.of(), ""));
      }
    }
    return wanted;
  }

  private void ensure(
      ZooKeeper zooKeeper, List<Wanted> wanted, Consumer<Boolean> there, Consumer<Code> failed) {
    Queue<Wanted> missing = new ConcurrentLinkedQueue<>();
    Tally tally =
        new Tally(
            wanted.size(),
            trouble -> {
              if (trouble != Code.OK) {
                failed.accept(trouble);
              } else if (missing.isEmpty()) {
                there.accept(false);
              } else {
                create(
                    zooKeeper, wanted.stream().filter(missing::contains).toList(), there, failed);
              }
            });
    for (Wanted one : wanted) {
      zooKeeper.exists(
          one.path(),
          false,
          (rc, p, ctx, stat) -> {
            Code code = Code.get(rc);
            if (code == Code.NONODE) {
              missing.add(one);
            }
            tally.arrived(code);
          },
          null);
    }
  }

  private void create(
      ZooKeeper zooKeeper, List<Wanted> missing, Consumer<Boolean> there, Consumer<Code> failed) {
    Tally tally =
        new Tally(
            missing.size(),
            code -> {
              if (code == Code.OK) {
                there.accept(true);
              } else {
                failed.accept(code);
              }
            });
    try {
      for (Wanted one : missing) {
        zooKeeper.create(
            one.path(),
            one.data().getBytes(StandardCharsets.UTF_8),
            one.access().isEmpty() ? containerAccess(one.path()) : one.access(),
            CreateMode.PERSISTENT,
            (rc, p, ctx, name) -> {
              Code code = Code.get(rc);
              tally.arrived(code == Code.NODEEXISTS ? Code.OK : code);
            },
            null);
      }
    } catch (IllegalStateException e) {
      failed.accept(Code.NOAUTH);
    }
  }

  private List<ACL> containerAccess(String path) {
    List<ACL> list = access.lists().of(paths, path);
    return list == null ? access.lists().ofContainer(Kind.NODE) : list;
  }
}
