package io.pacekeeper.testkit;

import io.pacekeeper.api.Companion;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.fencing.FencingAction;
import io.pacekeeper.api.fencing.FencingDefinition;
import io.pacekeeper.api.fencing.FencingDeviceDefinition;
import io.pacekeeper.api.fencing.FencingTopology;
import io.pacekeeper.core.controller.ControllerOptions;
import io.pacekeeper.core.controller.JoinOptions;
import io.pacekeeper.core.controller.LeaseOptions;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.FencingOptions;
import io.pacekeeper.core.document.NoQuorumPolicy;
import io.pacekeeper.core.document.TransitionOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * How large a simulated cluster is, and how its nodes are set.
 *
 * @param nodes how many nodes it has
 * @param resources what it runs
 * @param lease the lease of every node
 * @param maxLease the cluster's max-lease
 * @param sessionTimeout the store's session timeout
 * @param servers how many servers the store has
 * @param drift by how much the rate of a node's clock may differ from the true one
 * @param resync how often a node reads everything again
 * @param startupDelay how long a DC waits for other nodes when the cluster starts
 * @param companion whether each process has a companion
 * @param noQuorumPolicy what a node does that is cut off
 * @param clusterDelay how long a node may owe an answer
 * @param fencing the fencing devices
 * @param fencingOptions how they are used
 * @param transition how a transition is carried out
 * @param placement what capacity and health mean
 */
record SimulationOptions(
    int nodes,
    SimulatedResources resources,
    LeaseOptions lease,
    Duration maxLease,
    Duration sessionTimeout,
    int servers,
    double drift,
    Duration resync,
    Duration startupDelay,
    Companion companion,
    NoQuorumPolicy noQuorumPolicy,
    Duration clusterDelay,
    FencingDefinition fencing,
    FencingOptions fencingOptions,
    TransitionOptions transition,
    SimulatedPlacement placement) {

  /** Three nodes, three resources and nothing unusual. */
  static final SimulationOptions USUAL =
      new SimulationOptions(
          3,
          SimulatedResources.plain(3),
          LeaseOptions.ofLength(Duration.ofSeconds(4)),
          Duration.ofSeconds(10),
          Duration.ofSeconds(3),
          3,
          0.01,
          Duration.ofSeconds(10),
          Duration.ZERO,
          Companion.OFF,
          NoQuorumPolicy.STOP,
          ClusterOptions.DEFAULT_CLUSTER_DELAY,
          FencingDefinition.NONE,
          FencingOptions.DEFAULTS,
          TransitionOptions.DEFAULTS,
          SimulatedPlacement.NONE);

  static SimulationOptions draw(Dice dice) {
    SimulatedPlacement placement = SimulatedPlacement.draw(dice.fork());
    Duration length = Duration.ofMillis(dice.pick(List.of(1_500, 3_000, 5_000, 8_000)));
    return new SimulationOptions(
        dice.pick(List.of(2, 3, 3, 3, 4, 4, 5)),
        placement.counts()
            ? SimulatedResources.draw(dice).taking(dice.fork())
            : SimulatedResources.draw(dice),
        LeaseOptions.ofLength(length),
        length.plusMillis(dice.between(0, 4_000)),
        Duration.ofMillis(dice.between(800, 6_000)),
        dice.pick(List.of(1, 3, 3, 5)),
        dice.pick(List.of(0.0, 0.005, 0.02, 0.045)),
        Duration.ofSeconds(dice.pick(List.of(5, 10, 20))),
        Duration.ofMillis(dice.pick(List.of(0, 0, 1_000))),
        dice.pick(
            List.of(
                Companion.OFF,
                Companion.OFF,
                Companion.PREFERRED,
                Companion.PREFERRED,
                Companion.REQUIRED)),
        dice.pick(
            List.of(
                NoQuorumPolicy.STOP,
                NoQuorumPolicy.STOP,
                NoQuorumPolicy.DEMOTE,
                NoQuorumPolicy.FREEZE,
                NoQuorumPolicy.SUICIDE)),
        Duration.ofSeconds(dice.pick(List.of(2, 5, 60))),
        drawFencing(dice),
        new FencingOptions(
            dice.pick(List.of(FencingAction.OFF, FencingAction.REBOOT)),
            Duration.ofSeconds(5),
            4,
            dice.chance(0.5),
            Duration.ZERO),
        new TransitionOptions(
            dice.pick(List.of(0, 0, 0, 1, 3)),
            dice.pick(List.of(0, 0, 0, 2)),
            dice.chance(0.3),
            Duration.ofSeconds(dice.pick(List.of(0, 5)))),
        placement);
  }

  /** Returns no device, one for all nodes, one for one node, or two levels of two devices. */
  private static FencingDefinition drawFencing(Dice dice) {
    FencingDeviceDefinition all = FencingDeviceDefinition.builder("ipmi").build();
    FencingDeviceDefinition one = FencingDeviceDefinition.builder("ilo").hosts("node1").build();
    FencingDeviceDefinition power =
        FencingDeviceDefinition.builder("pdu").timeout(Duration.ofSeconds(2)).attempts(1).build();
    FencingTopology levels =
        FencingTopology.forNodesLike("node.*").level("ipmi").level("pdu", "ipmi");
    return switch (dice.below(6)) {
      case 0, 1 -> FencingDefinition.of(List.of(all), List.of());
      case 2 -> FencingDefinition.of(List.of(one), List.of());
      case 3 -> FencingDefinition.of(List.of(all, power), List.of(levels));
      default -> FencingDefinition.NONE;
    };
  }

  List<String> nodeNames() {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= nodes; i++) {
      names.add("node" + i);
    }
    return names;
  }

  /** Returns the resources that may run once and are no instances or members. */
  List<String> resourceNames() {
    return resources.plainNames();
  }

  /** Returns those of which administrators change something. */
  List<String> configurableNames() {
    List<String> names = new ArrayList<>(resourceNames());
    resources.definitions().stream()
        .map(ResourceDefinition::id)
        .filter(resources::isPromotable)
        .forEach(names::add);
    return names;
  }

  ClusterOptions cluster() {
    return new ClusterOptions(
            true, false, false, true, maxLease, fencingOptions, noQuorumPolicy, clusterDelay)
        .withTransition(transition)
        .withPlacement(placement.options());
  }

  ControllerOptions controller(String node, int process, Supplier<String> incarnations) {
    return new ControllerOptions(
        node,
        "host-of-" + node,
        process,
        "0.1.0",
        incarnations,
        lease,
        ControllerOptions.DEFAULT_APPLICATION,
        1,
        resources.definitions(),
        new TreeMap<>(),
        Duration.ofSeconds(8),
        4,
        resync,
        startupDelay,
        fencing,
        JoinOptions.DEFAULTS,
        placement.capacity());
  }
}
