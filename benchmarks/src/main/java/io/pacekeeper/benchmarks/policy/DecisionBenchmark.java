package io.pacekeeper.benchmarks.policy;

import io.pacekeeper.core.policy.PolicyDecision;
import io.pacekeeper.core.policy.PolicyEngine;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.unpack.Unpacking;
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

/** How long the policy engine takes to decide, from the cluster as it was read to the graph. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 1)
public class DecisionBenchmark {
  /** The cluster; see {@link Case}. */
  @Param({"1000x32", "5000x32-lost", "5000x32+2000"})
  public String cluster = "";

  private PolicyInput input = new Cluster(0).input();

  /** Makes the cluster. */
  @Setup
  public void makeCluster() {
    input = Case.parse(cluster).input();
  }

  /** Decides. */
  @Benchmark
  public PolicyDecision decide() {
    return PolicyEngine.decide(Unpacking.unpack(input, History.NOW), false);
  }
}
