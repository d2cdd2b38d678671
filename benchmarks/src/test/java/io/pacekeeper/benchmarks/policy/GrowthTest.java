package io.pacekeeper.benchmarks.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.core.policy.PolicyDecision;
import io.pacekeeper.core.policy.PolicyEngine;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.unpack.Unpacking;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a decision takes is about proportional to the size of the cluster, whatever its shape. */
class GrowthTest {
  private static final int SMALL = 800;
  private static final int LARGE = 4 * SMALL;

  /** Four times as much takes four times as long, or sixteen times if it grows with the square. */
  private static final double LIMIT = 9;

  private static final int ATTEMPTS = 4;
  private static final int DEEP = 10_000;
  private static final int STACK_BYTES = 512 * 1024;

  /** Each of many that go with a clone adds up all its instances: that many times many counts. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CLONE_UNIQUE")
  void aClusterFourTimesAsLargeTakesAboutFourTimesTheProcessorTime(Shape shape) {
    PolicyInput small = shape.of(SMALL);
    PolicyInput large = shape.of(LARGE);
    double ratio = Double.MAX_VALUE;
    // On a busy machine, some measurement or other is disturbed.
    for (int attempt = 0; attempt < ATTEMPTS && ratio >= LIMIT; attempt++) {
      ratio = Growth.millis(large) / Growth.millis(small);
    }
    assertThat(ratio).as("how many times as long %d take as %d", LARGE, SMALL).isLessThan(LIMIT);
  }

  @ParameterizedTest
  @EnumSource
  void tenThousandResourcesAreDecidedAboutOnASmallStack(Shape shape) throws Exception {
    PolicyInput input = shape.of(DEEP);
    FutureTask<PolicyDecision> decision =
        new FutureTask<>(() -> PolicyEngine.decide(Unpacking.unpack(input, History.NOW), false));
    Thread thread = new Thread(null, decision, "decision", STACK_BYTES);
    thread.start();
    assertThat(decision.get(2, TimeUnit.MINUTES).graph().actions()).isNotNull();
  }
}
