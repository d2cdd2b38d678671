package io.pacekeeper.benchmarks.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.core.policy.PolicyDecision;
import io.pacekeeper.core.policy.PolicyEngine;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.unpack.Unpacking;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a decision takes is about proportional to the size of the cluster, whatever its shape.
 *
 * <p>Times of compiled code are not proportional to anything on a busy machine: it depends on when
 * the compiler got to run and on who else uses the caches. So it is an interpreter that decides.
 */
class GrowthTest {
  private static final int SMALL = 200;
  private static final int LARGE = 4 * SMALL;

  /** Four times as much takes four times as long, or sixteen times if it grows with the square. */
  private static final double LIMIT = 6;

  private static final int ATTEMPTS = 3;
  private static final int DEEP = 10_000;
  private static final int STACK_BYTES = 512 * 1024;

  private static final Map<Shape, Times> TIMES = new EnumMap<>(Shape.class);
  @TempDir private static Path folder;

  @BeforeAll
  static void everyShapeIsDecidedAboutOnce() throws Exception {
    measure(List.of());
  }

  /** Each of many that go with a clone adds up all its instances: that many times many counts. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CLONE_UNIQUE")
  void aClusterFourTimesAsLargeTakesAboutFourTimesTheProcessorTime(Shape shape) throws Exception {
    // On a busy machine, some measurement or other is disturbed.
    for (int attempt = 1; attempt < ATTEMPTS && TIMES.get(shape).ratio() >= LIMIT; attempt++) {
      measure(List.of(shape.name()));
    }
    assertThat(TIMES.get(shape).ratio())
        .as("how many times as long %d take as %d: %s", LARGE, SMALL, TIMES.get(shape))
        .isLessThan(LIMIT);
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

  /** Has a JVM that only interprets decide about some shapes; about all, if none is named. */
  private static void measure(List<String> shapes) throws IOException, InterruptedException {
    Path output = folder.resolve("growth.out");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xint",
                "-cp",
                System.getProperty("java.class.path"),
                Growth.class.getName(),
                SMALL + "," + LARGE));
    command.addAll(shapes);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(10, TimeUnit.MINUTES);
    process.destroyForcibly();
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(ended && process.exitValue() == 0).as(text).isTrue();
    text.lines()
        .map(line -> line.trim().split(" +", -1))
        .forEach(
            words ->
                TIMES.merge(
                    Shape.valueOf(words[0]),
                    new Times(Double.parseDouble(words[1]), Double.parseDouble(words[2])),
                    Times::best));
  }

  /** The least milliseconds that were seen for a cluster of either size. */
  private record Times(double small, double large) {
    double ratio() {
      return large / small;
    }

    Times best(Times other) {
      return new Times(Math.min(small, other.small), Math.min(large, other.large));
    }
  }
}
