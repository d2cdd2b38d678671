package io.pacekeeper.benchmarks;

import io.pacekeeper.core.policy.PolicyDecision;
import io.pacekeeper.core.policy.PolicyEngine;
import io.pacekeeper.core.policy.model.Attribute;
import io.pacekeeper.core.policy.model.AttributeSet;
import io.pacekeeper.core.policy.model.ClusterHeader;
import io.pacekeeper.core.policy.model.NodeDefinition;
import io.pacekeeper.core.policy.model.NodeState;
import io.pacekeeper.core.policy.model.OperationDefinition;
import io.pacekeeper.core.policy.model.OperationRecord;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.model.PrimitiveDefinition;
import io.pacekeeper.core.policy.model.RecordedDigests;
import io.pacekeeper.core.policy.model.ResourceDefinition;
import io.pacekeeper.core.policy.model.ResourceHistory;
import io.pacekeeper.core.policy.rule.RuleTime;
import io.pacekeeper.core.policy.unpack.Unpacking;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * How long the policy engine takes to decide, from the cluster as it was read to the graph: of a
 * cluster in which nothing runs and everything has to be probed everywhere, and of one that has
 * lost a node and remembers what every node said of every resource.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
public class PolicyBenchmark {
  private static final RuleTime NOW = new RuleTime(1_700_000_000, ZoneOffset.UTC);
  private static final String NO_PARAMETERS = "f2317cad3d54cec5d7d7aa7d0bf35cf8";
  private static final String MONITOR_20S = "4811cef7f7f94e3a35a70be7916cb2fd";
  private static final int NOT_RUNNING = 7;

  /** What is going on. */
  public enum Situation {
    /** Every node is there, and nothing is known of any resource. */
    FROM_NOTHING,
    /** Everything runs, and the last node is gone. */
    NODE_LOST
  }

  /** How many resources and nodes, as {@code 1000x32}. */
  @Param({"1000x8", "1000x32", "2000x32", "5000x32"})
  public String size = "";

  /** What is going on. */
  @Param public Situation situation = Situation.FROM_NOTHING;

  private PolicyInput input = input(0, 0, Situation.FROM_NOTHING);

  /** Makes the cluster. */
  @Setup
  public void makeCluster() {
    int by = size.indexOf('x');
    input =
        input(
            Integer.parseInt(size.substring(0, by)),
            Integer.parseInt(size.substring(by + 1)),
            situation);
  }

  /** Decides. */
  @Benchmark
  public PolicyDecision decide() {
    return PolicyEngine.decide(Unpacking.unpack(input, NOW), false);
  }

  private static PolicyInput input(int resources, int nodes, Situation situation) {
    List<NodeDefinition> definitions = new ArrayList<>();
    List<NodeState> states = new ArrayList<>();
    for (int n = 0; n < nodes; n++) {
      String id = Integer.toString(n + 1);
      definitions.add(new NodeDefinition(id, "node" + n, null, null, List.of(), List.of()));
      boolean lost = situation == Situation.NODE_LOST && n == nodes - 1;
      List<ResourceHistory> history =
          situation == Situation.NODE_LOST && !lost ? history(resources, nodes, n) : List.of();
      states.add(
          new NodeState(
              id,
              "node" + n,
              lost ? "false" : "true",
              lost ? "offline" : "online",
              lost ? "down" : "member",
              lost ? "down" : "member",
              List.of(),
              history));
    }
    List<ResourceDefinition> primitives = new ArrayList<>();
    for (int r = 0; r < resources; r++) {
      primitives.add(primitive(r));
    }
    AttributeSet options =
        new AttributeSet(
            "options", 0, List.of(), List.of(new Attribute("stonith-enabled", "false")));
    return new PolicyInput(
        new ClusterHeader(true, "1", "3.16.1", null, false),
        List.of(options),
        definitions,
        primitives,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        states);
  }

  private static PrimitiveDefinition primitive(int number) {
    String id = "rsc" + number;
    OperationDefinition monitor =
        new OperationDefinition(
            id + "-monitor",
            Map.of("id", id + "-monitor", "name", "monitor", "interval", "10s"),
            List.of(),
            List.of());
    return new PrimitiveDefinition(
        id,
        "ocf",
        "pacemaker",
        "Dummy",
        Map.of("id", id, "class", "ocf", "provider", "pacemaker", "type", "Dummy"),
        List.of(),
        List.of(),
        List.of(),
        List.of(monitor));
  }

  private static List<ResourceHistory> history(int resources, int nodes, int node) {
    List<ResourceHistory> history = new ArrayList<>();
    for (int r = 0; r < resources; r++) {
      String id = "rsc" + r;
      List<OperationRecord> records =
          r % nodes == node
              ? List.of(
                  record(id, "start", 0, 0, 2 * r + 1, node),
                  record(id, "monitor", 10_000, 0, 2 * r + 2, node))
              : List.of(record(id, "monitor", 0, NOT_RUNNING, 2 * r + 1, node));
      history.add(new ResourceHistory(id, "ocf", "pacemaker", "Dummy", null, 0, records));
    }
    return history;
  }

  private static OperationRecord record(
      String resource, String task, long interval, int result, int call, int node) {
    String key = resource + '_' + task + '_' + interval;
    String transition = call + ":1:" + result + ":00000000-0000-0000-0000-000000000001";
    String digest = interval == 0 ? NO_PARAMETERS : MONITOR_20S;
    return new OperationRecord(
        key,
        key,
        task,
        interval,
        call,
        result,
        0,
        transition,
        "0:" + result + ';' + transition,
        1_690_000_000,
        null,
        null,
        "node" + node,
        null,
        "3.16.1",
        new RecordedDigests(digest, null, null, null, null));
  }
}
