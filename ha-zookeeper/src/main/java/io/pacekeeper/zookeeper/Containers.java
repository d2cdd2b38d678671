package io.pacekeeper.zookeeper;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;

/**
 * The persistent znodes that hold no document but have documents below them. What is missing is
 * created; nothing is written when all are there.
 */
final class Containers {
  private final Paths paths;
  private final List<ACL> ancestorAccess;
  private final List<ACL> access;

  Containers(ZooKeeperOptions options) {
    this.paths = options.paths();
    this.access = options.accessList();
    // Other clusters, with other credentials, may be created beside this one.
    this.ancestorAccess =
        options.credentials() == null
            ? access
            : List.of(
                new ACL(Perms.ALL, Ids.AUTH_IDS),
                new ACL(Perms.READ | Perms.CREATE, Ids.ANYONE_ID_UNSAFE));
  }

  /**
   * Creates what is missing, without blocking.
   *
   * @param done told {@code OK}, or what went wrong first, once, on ZooKeeper's event thread
   */
  void ensure(ZooKeeper zooKeeper, Consumer<Code> done) {
    List<String> wanted =
        Stream.concat(paths.ancestors().stream(), paths.containers().stream()).toList();
    Queue<String> missing = new ConcurrentLinkedQueue<>();
    Tally tally =
        new Tally(
            wanted.size(),
            trouble -> {
              if (trouble != Code.OK || missing.isEmpty()) {
                done.accept(trouble);
              } else {
                create(zooKeeper, List.copyOf(missing), done);
              }
            });
    for (String path : wanted) {
      zooKeeper.exists(
          path,
          false,
          (rc, p, ctx, stat) -> {
            Code code = Code.get(rc);
            if (code == Code.NONODE) {
              missing.add(path);
            }
            tally.arrived(code);
          },
          null);
    }
  }

  private void create(ZooKeeper zooKeeper, List<String> missing, Consumer<Code> done) {
    Tally tally = new Tally(missing.size(), done);
    for (String path : missing) {
      zooKeeper.create(
          path,
          new byte[0],
          paths.ancestors().contains(path) ? ancestorAccess : access,
          CreateMode.PERSISTENT,
          (rc, p, ctx, name) -> {
            Code code = Code.get(rc);
            tally.arrived(code == Code.NODEEXISTS ? Code.OK : code);
          },
          null);
    }
  }
}
