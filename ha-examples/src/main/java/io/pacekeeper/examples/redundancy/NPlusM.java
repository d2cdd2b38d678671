package io.pacekeeper.examples.redundancy;

import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Resource;
import io.pacekeeper.zookeeper.ZooKeeperNode;
import java.util.List;

/**
 * N+M: three services have nodes of their own, and several more nodes stand by, told by an
 * attribute and not by their names. Of two services that lose their nodes each takes a spare node
 * of its own, as long as there are as many.
 */
public final class NPlusM {
  private NPlusM() {}

  static List<Resource> resources() {
    return List.of(
        onItsOwn("orders", "node1").build(),
        onItsOwn("stock", "node2").colocate("orders", -50).build(),
        onItsOwn("bills", "node3").colocate("orders", -50).colocate("stock", -50).build());
  }

  private static Resource.Builder onItsOwn(String service, String home) {
    return Named.service(service)
        .prefers(home, 200)
        .prefersWhere("spare eq true", 100)
        .stickiness(150);
  }

  /**
   * Takes the ZooKeeper servers, the node's name, and {@code spare} where it is one: {@code
   * localhost:2181 node4 spare}.
   */
  public static void main(String[] args) {
    ZooKeeperNode.Builder builder = ZooKeeperNode.builder(args[0]).cluster("shop").node(args[1]);
    builder.attribute("spare", Boolean.toString(args.length > 2 && args[2].equals("spare")));
    resources().forEach(builder::resource);
    try (HaNode node = builder.join()) {
      node.whenClosed().toCompletableFuture().join();
    }
  }
}
