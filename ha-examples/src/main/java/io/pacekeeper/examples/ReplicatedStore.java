package io.pacekeeper.examples;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Role;
import io.pacekeeper.api.annotation.Demote;
import io.pacekeeper.api.annotation.HaResource;
import io.pacekeeper.api.annotation.Monitor;
import io.pacekeeper.api.annotation.Promotable;
import io.pacekeeper.api.annotation.Promote;
import io.pacekeeper.api.annotation.Start;
import io.pacekeeper.api.annotation.Stop;
import io.pacekeeper.zookeeper.ZooKeeperNode;

/**
 * A primary and its replicas: a replica on every node, of which one is promoted to take the writes.
 * The one that is most up to date says so with the highest score.
 */
@HaResource("store")
@Promotable
public class ReplicatedStore {
  private final int upToDate;

  /** Makes one that is so much up to date. */
  public ReplicatedStore(int upToDate) {
    this.upToDate = upToDate;
  }

  @Start
  public void follow(Activation activation) {
    activation.promotionScore(upToDate);
    System.out.println("store follows");
  }

  @Stop
  public void close() {
    System.out.println("store is closed");
  }

  /** Takes writes from now on; each of them carries the fencing token. */
  @Promote
  public void lead(Activation activation) {
    System.out.println("store leads with token " + activation.fencingToken());
  }

  @Demote
  public void followAgain() {
    System.out.println("store leads no more");
  }

  @Monitor(interval = "2s")
  @Monitor(interval = "1s", role = Role.PROMOTED)
  public boolean healthy() {
    return true;
  }

  /** Takes servers, name, and how much it is up to date: {@code localhost:2181 node1 10}. */
  public static void main(String[] args) {
    try (HaNode node =
        ZooKeeperNode.builder(args[0])
            .cluster("shop")
            .node(args[1])
            .resource(new ReplicatedStore(Integer.parseInt(args[2])))
            .join()) {
      node.whenClosed().toCompletableFuture().join();
    }
  }
}
