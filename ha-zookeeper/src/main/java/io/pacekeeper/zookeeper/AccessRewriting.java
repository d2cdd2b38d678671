package io.pacekeeper.zookeeper;

import io.pacekeeper.api.HaException;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rewriting of the access lists of all that a cluster has in ZooKeeper. Can be interrupted and
 * begun again at any time; what is as it should be is left alone.
 */
final class AccessRewriting {
  private static final Logger log = LoggerFactory.getLogger(AccessRewriting.class);

  /** A znode that is there for a moment, to see whether the servers take an access list. */
  private static final String TRIAL = "/access-trial-";

  private final ZooKeeperOptions options;
  private final Paths paths;
  private final BlockingLayer layer;

  AccessRewriting(ZooKeeperOptions options, BlockingLayer layer) {
    this.options = options;
    this.paths = options.paths();
    this.layer = layer;
  }

  /** What is done to one znode whose access list is not as it should be. */
  private interface Visit {
    void differs(ZooKeeper zooKeeper, String path, List<ACL> wanted)
        throws KeeperException, InterruptedException;
  }

  /** Rewrites what has to be; returns how many access lists that were. */
  int rewrite(AccessLists lists) {
    int[] count = {0};
    visit(
        lists,
        (zooKeeper, path, wanted) -> {
          zooKeeper.setACL(path, wanted, -1);
          count[0]++;
        });
    return count[0];
  }

  /** Returns the znodes whose access list would be rewritten. */
  List<String> differing(AccessLists lists) {
    List<String> found = new ArrayList<>();
    visit(lists, (zooKeeper, path, wanted) -> found.add(path));
    return found;
  }

  /**
   * Makes an open cluster's root one of these credentials, as the servers know them; and writes it,
   * so that nobody creates anything for everybody any more who has not heard of it.
   */
  void takeRoot() {
    run(
        zooKeeper -> {
          zooKeeper.setACL(paths.root(), Ids.CREATOR_ALL_ACL, -1);
          zooKeeper.setData(paths.root(), new byte[0], -1);
        });
  }

  /**
   * Has the servers take an access list with somebody in it, before it is written down: with one
   * that they do not take, nothing could be created any more.
   */
  void requireUnderstood(Identity who) {
    List<ACL> list = new ArrayList<>(Ids.CREATOR_ALL_ACL);
    list.add(new ACL(Perms.READ, who.toId()));
    run(
        zooKeeper -> {
          try {
            zooKeeper.delete(
                zooKeeper.create(
                    paths.root() + TRIAL, new byte[0], list, CreateMode.EPHEMERAL_SEQUENTIAL),
                -1);
          } catch (KeeperException.InvalidACLException e) {
            throw new HaException(
                "the ZooKeeper servers know nobody by "
                    + who.scheme()
                    + ", so that "
                    + who.name()
                    + " cannot be given a role: their authProvider settings say whom they know",
                e);
          }
        });
  }

  private void visit(AccessLists lists, Visit visit) {
    run(
        zooKeeper -> {
          for (String path : ZKUtil.listSubTreeBFS(zooKeeper, paths.root())) {
            List<ACL> wanted = lists.of(paths, path);
            if (wanted != null) {
              try {
                if (!ClusterAccess.areSame(zooKeeper.getACL(path, new Stat()), wanted)) {
                  visit.differs(zooKeeper, path, wanted);
                }
              } catch (KeeperException.NoNodeException gone) {
                log.debug("{} went meanwhile, so that there is nothing left to protect", path);
              }
            }
          }
        });
  }

  private interface Work {
    void with(ZooKeeper zooKeeper) throws KeeperException, InterruptedException;
  }

  private void run(Work work) {
    ZooKeeper zooKeeper = layer.connected();
    try {
      work.with(zooKeeper);
    } catch (KeeperException e) {
      throw new HaException(
          e.code() == Code.NOAUTH
              ? "the access lists of "
                  + options.describe()
                  + " can be changed by its admins alone: that takes the role admin"
              : "the access lists were not all looked at, run it again: "
                  + layer.trouble().describe(e.code()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HaException("interrupted: the access lists were not all looked at, run it again");
    }
  }
}
