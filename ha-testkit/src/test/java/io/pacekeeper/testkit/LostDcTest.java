package io.pacekeeper.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.Companion;
import io.pacekeeper.api.fencing.FencingDefinition;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.FencingOptions;
import io.pacekeeper.core.document.NoQuorumPolicy;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.TermDocument;
import io.pacekeeper.core.document.TransitionOptions;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The DC is lost after every prefix of what it does in a transition: each transition is run once to
 * count its steps (what it hears, thinks, sends and runs), and then again for each of them. The
 * cluster checks every invariant meanwhile, and everything has to be active once in the end.
 */
class LostDcTest {
  private static final SimulationOptions OPTIONS =
      new SimulationOptions(
          3,
          SimulatedResources.plain(3),
          SimulationOptions.USUAL.lease(),
          Duration.ofSeconds(10),
          Duration.ofSeconds(3),
          3,
          0.01,
          Duration.ofSeconds(10),
          Duration.ZERO,
          Companion.PREFERRED,
          NoQuorumPolicy.STOP,
          ClusterOptions.DEFAULT_CLUSTER_DELAY,
          FencingDefinition.NONE,
          FencingOptions.DEFAULTS,
          TransitionOptions.DEFAULTS,
          SimulatedPlacement.NONE);

  private static final long LEASE = OPTIONS.lease().length().toNanos();

  /** The lease, a supervisor's pause of 20 s, the lease of the next process, and the moves. */
  private static final Duration WHOLE_WITHIN = Duration.ofSeconds(45);

  /** What makes the DC do something. */
  private enum Scenario {
    A_NODE_IS_LOST,
    A_NODE_LEAVES,
    A_NODE_IS_IN_STANDBY,
    SERVICES_FAIL,
    RESOURCES_ARE_DISABLED_AND_ENABLED;

    void trigger(SimulatedCluster cluster, String node) {
      switch (this) {
        case A_NODE_IS_LOST -> cluster.node(node).kill();
        case A_NODE_LEAVES -> cluster.node(node).leave();
        case A_NODE_IS_IN_STANDBY ->
            cluster
                .store()
                .write(
                    DocumentKey.node(node), new NodeDocument(true, false, new TreeMap<>(), null));
        case SERVICES_FAIL -> {
          SimulatedProcess process = cluster.node(node).process();
          process
              .operations()
              .active()
              .forEach((id, token) -> process.post(new Input.ServiceFailed(id, token, "it broke")));
        }
        case RESOURCES_ARE_DISABLED_AND_ENABLED -> disableForAWhile(cluster);
      }
    }
  }

  private static void disableForAWhile(SimulatedCluster cluster) {
    ConfigDocument config = cluster.stored(DocumentKey.CONFIG).as(ConfigDocument.class);
    SortedMap<String, SortedMap<String, String>> stopped = new TreeMap<>();
    cluster
        .options()
        .resourceNames()
        .forEach(id -> stopped.put(id, new TreeMap<>(Map.of("target-role", "Stopped"))));
    cluster
        .store()
        .write(
            DocumentKey.CONFIG,
            new ConfigDocument(config.options(), config.applications(), stopped, null));
    cluster.queue().after(300_000_000, () -> cluster.store().write(DocumentKey.CONFIG, config));
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void theDcMayBeKilledAfterEveryStepOfATransition(Scenario scenario) {
    forEachStep(scenario, (cluster, dc) -> dc.end("killed"));
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void theDcMayBePausedPastItsLeaseAfterEveryStepOfATransition(Scenario scenario) {
    forEachStep(
        scenario,
        (cluster, dc) -> {
          dc.pause();
          cluster.queue().after(2 * LEASE, () -> dc.resume(false));
        });
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void theDcMayBeCutOffAfterEveryStepOfATransition(Scenario scenario) {
    forEachStep(scenario, (cluster, dc) -> dc.layer().breakConnection(0, 0, 0, 2 * LEASE));
  }

  private static void forEachStep(
      Scenario scenario, BiConsumer<SimulatedCluster, SimulatedProcess> loss) {
    long steps = steps(scenario);
    assertThat(steps).as("steps of the DC").isBetween(20L, 1_000L);
    LongStream.rangeClosed(1, steps).parallel().forEach(step -> lose(scenario, step, loss));
  }

  /** Returns how many steps the DC takes from the trigger until everything is whole again. */
  private static long steps(Scenario scenario) {
    SimulatedCluster cluster = cluster();
    SimulatedProcess dc = dc(cluster);
    long before = dc.steps();
    scenario.trigger(cluster, otherThan(cluster, dc));
    cluster.runFor(Duration.ofMillis(500));
    awaitWhole(cluster, scenario + " without a loss");
    return dc.steps() - before;
  }

  private static void lose(
      Scenario scenario, long step, BiConsumer<SimulatedCluster, SimulatedProcess> loss) {
    SimulatedCluster cluster = cluster();
    SimulatedProcess dc = dc(cluster);
    dc.strikeAfter(step, () -> loss.accept(cluster, dc));
    scenario.trigger(cluster, otherThan(cluster, dc));
    cluster.runFor(Duration.ofMillis(500));
    awaitWhole(cluster, scenario + " with the DC lost after step " + step);
  }

  private static SimulatedCluster cluster() {
    SimulatedCluster cluster = new SimulatedCluster(OPTIONS, new Dice(1));
    cluster.configure();
    cluster.startAll();
    awaitWhole(cluster, "the beginning");
    cluster.runFor(Duration.ofSeconds(2));
    return cluster;
  }

  private static void awaitWhole(SimulatedCluster cluster, String what) {
    boolean whole = cluster.runUntil(WHOLE_WITHIN, () -> cluster.unrest(Duration.ZERO) == null);
    assertThat(whole).as("%s: %s", what, cluster.unrest(Duration.ZERO)).isTrue();
  }

  private static SimulatedProcess dc(SimulatedCluster cluster) {
    TermDocument term = cluster.stored(DocumentKey.TERM).as(TermDocument.class);
    return cluster.node(term.node()).process();
  }

  private static String otherThan(SimulatedCluster cluster, SimulatedProcess dc) {
    return cluster.nodes().stream()
        .filter(node -> node.process() != dc)
        .findFirst()
        .orElseThrow()
        .name();
  }
}
