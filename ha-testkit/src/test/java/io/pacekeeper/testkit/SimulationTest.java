package io.pacekeeper.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final int DEFAULT_SEEDS = 500;

  @Test
  void everyHistoryKeepsTheInvariantsAndHeals() throws IOException {
    Long seed = Long.getLong("sim.seed");
    if (seed != null) {
      replay(seed);
      return;
    }
    long from = Long.getLong("sim.from", 1);
    long seeds = Long.getLong("sim.seeds", DEFAULT_SEEDS);
    AtomicReference<AssertionError> failure = new AtomicReference<>();
    long happened =
        LongStream.range(from, from + seeds)
            .parallel()
            .map(each -> failure.get() == null ? run(each, failure) : 0)
            .sum();
    if (failure.get() != null) {
      throw failure.get();
    }
    assertThat(happened).isGreaterThan(seeds * 100);
  }

  @Test
  void theSameSeedMakesTheSameHistory() {
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();
    new Simulation(7).listen(first::add).run();
    new Simulation(7).listen(second::add).run();
    assertThat(second).isEqualTo(first).hasSizeGreaterThan(100);
  }

  private static long run(long seed, AtomicReference<AssertionError> failure) {
    try {
      return new Simulation(seed).run();
    } catch (AssertionError e) {
      failure.compareAndSet(null, e);
      return 0;
    }
  }

  /** Runs one history again, and leaves it in a file. */
  private static void replay(long seed) throws IOException {
    Path file = Path.of("target", "simulation-" + seed + ".log");
    try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(file))) {
      new Simulation(seed).listen(writer::println).run();
    }
  }
}
