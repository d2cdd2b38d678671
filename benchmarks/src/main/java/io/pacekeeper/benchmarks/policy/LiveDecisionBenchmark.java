package io.pacekeeper.benchmarks.policy;

import io.pacekeeper.api.LocationConstraint;
import io.pacekeeper.api.OperationDefinition;
import io.pacekeeper.api.Requires;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.Rule;
import io.pacekeeper.api.TargetRole;
import io.pacekeeper.core.cib.Cib;
import io.pacekeeper.core.cib.NodeState;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.ResourceState.Phase;
import io.pacekeeper.core.scheduler.Scheduler;
import io.pacekeeper.core.scheduler.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long a decision of the live cluster takes, from what its documents say to the transition: the
 * policy engine, and what is settled around it. Each resource prefers a zone by a rule and, one in
 * eight, a node.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 1)
public class LiveDecisionBenchmark {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /** What is going on. */
  public enum Situation {
    /** Every node is there, and nothing runs. */
    FROM_NOTHING,
    /** Everything runs, and one node is unclean. */
    NODE_LOST,
    /** Everything runs where it should. */
    AT_REST
  }

  /** How many resources and nodes, as {@code 1000x32}. */
  @Param({"1000x4", "5000x32"})
  public String size = "";

  /** What is going on. */
  @Param public Situation situation = Situation.FROM_NOTHING;

  private Cib cib = cib(0, 0, Situation.FROM_NOTHING);

  /** Makes the cluster. */
  @Setup
  public void makeCluster() {
    int by = size.indexOf('x');
    cib =
        cib(
            Integer.parseInt(size.substring(0, by)),
            Integer.parseInt(size.substring(by + 1)),
            situation);
  }

  /** Decides. */
  @Benchmark
  public Transition schedule() {
    return Scheduler.schedule(cib, NOW);
  }

  private static Cib cib(int resources, int nodes, Situation situation) {
    SortedMap<String, ResourceDefinition> definitions = new TreeMap<>();
    for (int r = 0; r < resources; r++) {
      ResourceDefinition definition = definition(r, nodes);
      definitions.put(definition.id(), definition);
    }
    SortedMap<String, NodeState> states = new TreeMap<>();
    for (int n = 0; n < nodes; n++) {
      states.put(node(n), state(n, Membership.ONLINE, definitions, new TreeMap<>()));
    }
    Cib nothing = new Cib(ClusterOptions.DEFAULTS, definitions, states);
    if (situation == Situation.FROM_NOTHING) {
      return nothing;
    }
    SortedMap<String, SortedMap<String, ResourceState>> started = new TreeMap<>();
    Scheduler.schedule(nothing, NOW)
        .assignment()
        .forEach(
            (id, node) ->
                started
                    .computeIfAbsent(node, name -> new TreeMap<>())
                    .put(id, new ResourceState(Phase.STARTED, 1, 0, null)));
    for (int n = 0; n < nodes; n++) {
      boolean lost = n == 0 && situation == Situation.NODE_LOST;
      states.put(
          node(n),
          state(
              n,
              lost ? Membership.UNCLEAN : Membership.ONLINE,
              definitions,
              started.getOrDefault(node(n), new TreeMap<>())));
    }
    return new Cib(ClusterOptions.DEFAULTS, definitions, states);
  }

  private static ResourceDefinition definition(int r, int nodes) {
    LocationConstraint zone =
        LocationConstraint.byRule(Rule.parse("zone eq z" + r % 4 + " and disk gt 10"), 10);
    LocationConstraint node = LocationConstraint.onNode(node(r % Math.max(1, nodes)), 20);
    return new ResourceDefinition(
        "resource-%05d".formatted(r),
        r % 3,
        1,
        TargetRole.STARTED,
        true,
        false,
        Requires.FENCING,
        3,
        Duration.ofMinutes(10),
        OperationDefinition.DEFAULT_START,
        OperationDefinition.DEFAULT_STOP,
        List.of(),
        r % 8 == 0 ? List.of(zone, node) : List.of(zone));
  }

  private static String node(int n) {
    return "node%02d".formatted(n);
  }

  private static NodeState state(
      int n,
      Membership membership,
      SortedMap<String, ResourceDefinition> definitions,
      SortedMap<String, ResourceState> resources) {
    SortedMap<String, String> attributes = new TreeMap<>();
    attributes.put("zone", "z" + n % 4);
    attributes.put("disk", String.valueOf(n));
    return new NodeState(
        node(n), membership, false, false, false, attributes, copies(definitions), resources);
  }

  /** Returns the ids as a node says them: equal to those of the definitions, and not the same. */
  private static SortedSet<String> copies(SortedMap<String, ResourceDefinition> definitions) {
    SortedSet<String> copies = new TreeSet<>();
    definitions.keySet().forEach(id -> copies.add(String.valueOf(id.toCharArray())));
    return copies;
  }
}
