package io.pacekeeper.examples.redundancy;

import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Resource;
import io.pacekeeper.zookeeper.ZooKeeperNode;
import java.util.List;

/**
 * Active/active for services that belong together: a cloned group is whole on each of its nodes, a
 * service after the other, and where one of them cannot run the others do not either.
 */
public final class ActiveStack {
  private ActiveStack() {}

  static List<Resource> resources() {
    return List.of(member("cache", 1), member("index", 2), member("search", 3));
  }

  /** Every member says how the group is cloned, and all say the same. */
  private static Resource member(String name, int position) {
    return Named.service(name).group("shelf", position).cloned(clone -> clone.max(2)).build();
  }

  /** Takes the ZooKeeper servers and the node's name: {@code localhost:2181 node1}. */
  public static void main(String[] args) {
    ZooKeeperNode.Builder builder = ZooKeeperNode.builder(args[0]).cluster("shop").node(args[1]);
    resources().forEach(builder::resource);
    try (HaNode node = builder.join()) {
      node.whenClosed().toCompletableFuture().join();
    }
  }
}
