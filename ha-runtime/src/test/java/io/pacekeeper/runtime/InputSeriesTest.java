package io.pacekeeper.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.core.cib.SchedulerInput;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DirectivesDocument;
import io.pacekeeper.core.scheduler.SchedulerRun;
import io.pacekeeper.core.scheduler.Transition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputSeriesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Function<SavedInput, byte[]> ORDER =
      saved -> String.valueOf(saved.run().order()).getBytes(UTF_8);

  @TempDir private Path parent;

  private Path folder() {
    return parent.resolve("inputs");
  }

  private InputSeries series(int max) {
    return new InputSeries("shop", "node1", folder(), max, ORDER);
  }

  private static SchedulerRun run(String order) {
    return run(order, NOW);
  }

  private static SchedulerRun run(String order, Instant now) {
    SchedulerInput input =
        new SchedulerInput(ConfigDocument.EMPTY, DirectivesDocument.EMPTY, new TreeMap<>(), now);
    return new SchedulerRun(
        "node1", input, new Transition(List.of(), new TreeMap<>(), null), order);
  }

  private void save(int max, String... orders) {
    try (InputSeries series = series(max)) {
      for (String order : orders) {
        series.accept(run(order));
      }
    }
  }

  /** Returns each file with what is in it. */
  private TreeSet<String> files() throws IOException {
    TreeSet<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder())) {
      for (Path file : files.toList()) {
        found.add(file.getFileName() + "=" + Files.readString(file));
      }
    }
    return found;
  }

  @Test
  void numberFollowsNumberAlsoAfterARestart() throws IOException {
    save(100, "1.1", "1.2");
    save(100, "2.1");

    assertThat(files())
        .containsExactly(
            "shop-node1-input-0.json=1.1",
            "shop-node1-input-1.json=1.2",
            "shop-node1-input-2.json=2.1",
            "shop-node1-input.last=3");
  }

  @Test
  void afterTheLastTheFirstIsWrittenOver() throws IOException {
    save(3, "1.1", "1.2", "1.3", "1.4");
    save(3, "1.5");

    assertThat(files())
        .containsExactly(
            "shop-node1-input-0.json=1.4",
            "shop-node1-input-1.json=1.5",
            "shop-node1-input-2.json=1.3",
            "shop-node1-input.last=2");
  }

  @Test
  void aLimitThatWasLoweredHoldsForWhatIsThereAlready() throws IOException {
    save(10, "1.1", "1.2", "1.3", "1.4");
    save(2, "1.5");

    assertThat(files())
        .containsExactly(
            "shop-node1-input-0.json=1.5",
            "shop-node1-input-1.json=1.2",
            "shop-node1-input.last=1");
  }

  @Test
  void withoutTheNoteOfTheNextNumberItGoesOnBehindTheHighest() throws IOException {
    save(10, "1.1", "1.2");
    Files.writeString(folder().resolve("shop-node1-input.last"), "garbage");
    Files.writeString(folder().resolve("shop-node1-input-x.json"), "not ours");
    save(10, "1.3");

    assertThat(files()).contains("shop-node1-input-2.json=1.3", "shop-node1-input-x.json=not ours");
  }

  @Test
  void whatSaysNothingNewIsNotSavedAgain() throws IOException {
    try (InputSeries series = series(10)) {
      series.accept(run(null, NOW));
      series.accept(run(null, NOW.plusSeconds(60)));
      series.accept(run("1.1", NOW.plusSeconds(61)));
      series.accept(run(null, NOW.plusSeconds(62)));
    }

    assertThat(files())
        .containsExactly(
            "shop-node1-input-0.json=null",
            "shop-node1-input-1.json=1.1",
            "shop-node1-input.last=2");
  }

  @Test
  void theFilesAreForTheApplicationsUserAlone() throws IOException {
    save(10, "1.1");

    Path file = folder().resolve("shop-node1-input-0.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aFolderThatCannotBeWrittenToStopsNobodyAndIsUsedOnceItCan() throws IOException {
    Files.writeString(folder(), "a file is in its place");
    try (InputSeries series = series(10)) {
      series.accept(run("1.1"));
      series.accept(run("1.2"));
      await().until(() -> Files.deleteIfExists(folder()));
      await()
          .until(
              () -> {
                series.accept(run("1.3"));
                return Files.exists(folder().resolve("shop-node1-input-0.json"));
              });
    }
    assertThat(files()).contains("shop-node1-input-0.json=1.3");
  }

  @Test
  void whoIsTooSlowGetsTheNewestAndHoldsUpNobody() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    Function<SavedInput, byte[]> format =
        saved -> {
          begun.countDown();
          try {
            slow.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return ORDER.apply(saved);
        };
    int runs = 3 * InputSeries.CAPACITY;
    try (InputSeries series = new InputSeries("shop", "node1", folder(), 100, format)) {
      series.accept(run("1.0"));
      begun.await();
      for (int i = 1; i <= runs; i++) {
        series.accept(run("1." + i));
      }
      slow.countDown();
    }
    assertThat(files())
        .hasSize(InputSeries.CAPACITY + 2)
        .contains(
            "shop-node1-input-0.json=1.0",
            "shop-node1-input-1.json=1." + (runs - InputSeries.CAPACITY + 1),
            "shop-node1-input-" + InputSeries.CAPACITY + ".json=1." + runs);
  }

  @Test
  void aStoreWithoutAFormatForThemSaysSo() {
    assertThatThrownBy(
            () ->
                PlainNode.on(
                        () -> {
                          throw new IllegalStateException("no node is started");
                        })
                    .node("node1")
                    .schedulerInputs(folder())
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("schedulerInputs is not possible: this kind of store has no format for them");
    assertThatThrownBy(() -> PlainNode.on(() -> null).schedulerInputSeriesMax(0))
        .hasMessage("schedulerInputSeriesMax must be 1 or more, but it is 0");
  }
}
