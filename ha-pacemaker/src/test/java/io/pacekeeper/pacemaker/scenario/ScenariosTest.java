package io.pacekeeper.pacemaker.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.pacekeeper.pacemaker.conformance.Comparison;
import io.pacekeeper.pacemaker.conformance.Comparison.Aspect;
import io.pacekeeper.pacemaker.conformance.CrmSimulate;
import io.pacekeeper.pacemaker.conformance.Decision;
import io.pacekeeper.pacemaker.conformance.OurEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Small clusters and what is decided about them, one a file below {@code
 * src/test/resources/scenarios}. With {@code -Dgolden.rewrite=true} the decisions are written anew;
 * commit only those you understand. Where {@code crm_simulate} is installed, it has to agree.
 */
class ScenariosTest {
  private static final Path ROOT = Path.of("src/test/resources/scenarios");
  private static final String SEPARATOR = "----\n";

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> scenarios() {
    return files().stream()
        .map(file -> dynamicTest(ROOT.relativize(file).toString(), () -> check(file)));
  }

  @Test
  void thereAreScenarios() {
    assertThat(files()).hasSizeGreaterThan(25);
  }

  @TestFactory
  Stream<DynamicTest> pacemakerAgrees() {
    assumeTrue(CrmSimulate.installed(), "crm_simulate is not installed");
    return files().stream()
        .map(file -> dynamicTest(ROOT.relativize(file).toString(), () -> compare(file)));
  }

  private static List<Path> files() {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void check(Path file) throws IOException {
    String[] parts = Files.readString(file).split(SEPARATOR, 2);
    Decision decision = new OurEngine().decide(ClusterText.toCib(parts[0]), List.of());
    boolean status = parts[0].lines().anyMatch(line -> line.equals("show status"));
    String summary = status ? statuses(decision.summary()) : section(decision.summary());
    String text = summary + SEPARATOR + sorted(decision.dot());
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.writeString(file, parts[0] + SEPARATOR + text);
      return;
    }
    assertThat(parts).as("parts of %s", file).hasSize(2);
    assertThat(text).as("%s", ROOT.relativize(file)).isEqualTo(parts[1]);
  }

  private void compare(Path file) throws IOException {
    String cib = ClusterText.toCib(Files.readString(file).split(SEPARATOR, 2)[0]);
    Decision expected = new CrmSimulate(folder).decide(cib, List.of());
    assertThat(expected.summary()).contains("Revised Cluster Status:");
    Comparison comparison = Comparison.of(expected, new OurEngine().decide(cib, List.of()));
    for (Aspect aspect : Aspect.values()) {
      assertThat(comparison.difference(aspect, 40)).as("%s of %s", aspect, file).isEmpty();
    }
  }

  /** What is to happen and how it is carried out: between the two statuses. */
  private static String section(String summary) {
    int begin = summary.indexOf("Transition Summary:");
    int end = summary.indexOf("Revised Cluster Status:");
    return lines(summary.substring(begin, end));
  }

  /** All of it. */
  private static String statuses(String summary) {
    return lines(summary).stripLeading();
  }

  private static String lines(String text) {
    return text.lines()
            .filter(line -> !line.startsWith("Using the original"))
            .map(line -> line + "\n")
            .reduce("", String::concat)
            .stripTrailing()
        + "\n";
  }

  private static String sorted(String dot) {
    return dot.lines()
        .filter(line -> line.startsWith("\""))
        .sorted()
        .distinct()
        .map(line -> line + "\n")
        .reduce("", String::concat);
  }
}
