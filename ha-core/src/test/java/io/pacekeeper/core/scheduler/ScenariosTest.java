package io.pacekeeper.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Small clusters and what is decided about them, one a file below {@code
 * src/test/resources/scenarios}. With {@code -Dgolden.rewrite=true} the decisions are written anew;
 * commit only those you understand.
 */
class ScenariosTest {
  private static final Path ROOT = Path.of("src/test/resources/scenarios");
  private static final String SEPARATOR = "----\n";

  @TestFactory
  Stream<DynamicTest> scenarios() {
    return files().stream()
        .map(file -> dynamicTest(ROOT.relativize(file).toString(), () -> check(file)));
  }

  @Test
  void thereAreScenarios() {
    assertThat(files()).hasSizeGreaterThan(40);
  }

  private static List<Path> files() {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void check(Path file) throws IOException {
    String text = Files.readString(file);
    List<String> parts = Splitter.on(SEPARATOR).splitToList(text);
    Scenario scenario = Scenario.parse(parts.get(0));
    String decision = scenario.decide(Comparator.naturalOrder());
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.writeString(file, parts.get(0) + SEPARATOR + decision);
      return;
    }
    assertThat(parts).as("parts of %s", file).hasSize(2);
    assertThat(decision).as("%s", ROOT.relativize(file)).isEqualTo(parts.get(1));
    assertThat(scenario.decide(Comparator.reverseOrder()))
        .as("the same, with every collection in the reverse order")
        .isEqualTo(decision);
  }
}
