package io.pacekeeper.examples.day;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The day that docs/operations.md shows is as it shows it. With {@code -Dday.rewrite=true} the page
 * shows afterwards what was printed: read the difference.
 */
class AdministratorsDayTest {
  private static final Path PAGE =
      Path.of("").toAbsolutePath().getParent().resolve("docs/operations.md");

  @TempDir Path folder;

  @Test
  void everyCommandOfTheDayPrintsWhatThePageShows() throws Exception {
    boolean rewrites = Boolean.getBoolean("day.rewrite");
    List<AdministratorsDay.Difference> differences =
        new AdministratorsDay(PAGE, System.out).run(folder, rewrites);
    if (!rewrites) {
      assertThat(differences).extracting(AdministratorsDay.Difference::text).isEmpty();
    }
  }

  @Test
  void aPageIsReadAndWrittenAnewStepByStep() {
    List<String> lines =
        List.of("Text", "```console", "$ one", "1", "$ two", "$ three", "a", "b", "```", "more");
    DayPage page = DayPage.of(lines);

    assertThat(page.steps())
        .containsExactly(
            new DayPage.Step(3, "one", List.of("1")),
            new DayPage.Step(5, "two", List.of()),
            new DayPage.Step(6, "three", List.of("a", "b")));
    assertThat(page.with(Map.of(5, List.of("2"), 6, List.of())))
        .containsExactly(
            "Text", "```console", "$ one", "1", "$ two", "2", "$ three", "```", "more");
  }

  @Test
  void onlyWhatVariesIsPassedOver() {
    assertThat(
            Varying.replaced(
                List.of(
                    "node1 joined at 2026-01-02T03:04:05.678Z,  incarnation"
                        + " e081f214-9b52-4d96-994b-f79849f7b47a",
                    "took 17 ms, transition 1.10, token 4294967306")))
        .containsExactly(
            "node1 joined at <time>, incarnation <id>",
            "took <n> ms, transition <number>, token <token>");
    assertThat(Varying.replaced(List.of("ledger Started node1")))
        .isNotEqualTo(Varying.replaced(List.of("ledger Started node2")));
  }
}
