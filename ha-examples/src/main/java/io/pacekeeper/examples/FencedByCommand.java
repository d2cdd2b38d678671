package io.pacekeeper.examples;

import io.pacekeeper.api.Companion;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.fencing.CommandFencingDevice;
import io.pacekeeper.api.fencing.FencingDeviceDefinition;
import io.pacekeeper.zookeeper.ZooKeeperNode;
import java.time.Duration;

/**
 * A node whose host a command switches off when it is lost, so that nobody waits for its lease. The
 * session is shorter than the lease, or the lease would end before anybody misses the node.
 */
public final class FencedByCommand {
  private static final FencingDeviceDefinition SWITCH =
      FencingDeviceDefinition.builder("switch").timeout(Duration.ofSeconds(10)).build();

  private FencedByCommand() {}

  /**
   * Takes the ZooKeeper servers, the node's name and the path of a fence agent, or of any program
   * that does what its standard input says: {@code localhost:2181 node1 /usr/sbin/fence_ipmilan}.
   */
  public static void main(String[] args) {
    try (HaNode node =
        ZooKeeperNode.builder(args[0])
            .cluster("shop")
            .node(args[1])
            .sessionTimeout(Duration.ofSeconds(4))
            // A companion sees a JVM die before any device does. This is what hosts go through.
            .companion(Companion.OFF)
            .fencingDevice(SWITCH, CommandFencingDevice.command(args[2]).build())
            .resource(new Ledger())
            .join()) {
      node.whenClosed().toCompletableFuture().join();
    }
  }
}
