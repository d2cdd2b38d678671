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

/**
 * Histories at random. {@code -Dpacekeeper.histories=10000} runs so many instead of 500, {@code
 * -Dpacekeeper.from=501} begins at another seed, and {@code -Dpacekeeper.seed=123} runs one alone
 * and leaves it in {@code target/simulation-123.log}.
 */
class SimulationTest {
  private static final int USUAL_HISTORIES = 500;

  @Test
  void everyHistoryKeepsTheInvariantsAndHeals() throws IOException {
    Long seed = Long.getLong("pacekeeper.seed");
    if (seed != null) {
      replay(seed);
      return;
    }
    long from = Long.getLong("pacekeeper.from", 1);
    long histories = Long.getLong("pacekeeper.histories", USUAL_HISTORIES);
    AtomicReference<AssertionError> failure = new AtomicReference<>();
    long happened =
        LongStream.range(from, from + histories)
            .parallel()
            .map(each -> failure.get() == null ? run(each, failure) : 0)
            .sum();
    if (failure.get() != null) {
      throw failure.get();
    }
    assertThat(happened).isGreaterThan(histories * 100);
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
