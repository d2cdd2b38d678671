package io.pacekeeper.pacemaker.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.pacekeeper.core.policy.explain.CibExplainer;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.rule.RuleTime;
import io.pacekeeper.pacemaker.CibReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Small clusters and why their resources are where they are, one a file below {@code
 * src/test/resources/explanations}; a line {@code explain ID} asks about one. With {@code
 * -Dgolden.rewrite=true} the answers are written anew; commit only those you understand.
 */
class ExplanationsTest {
  private static final Path ROOT = Path.of("src/test/resources/explanations");
  private static final String SEPARATOR = "----\n";
  private static final String EXPLAIN = "explain ";
  private static final RuleTime NOW = new RuleTime(1_700_000_000, ZoneOffset.UTC);

  @TestFactory
  Stream<DynamicTest> explanations() {
    return files().stream()
        .map(file -> dynamicTest(ROOT.relativize(file).toString(), () -> check(file)));
  }

  @Test
  void thereAreExplanations() {
    assertThat(files()).hasSizeGreaterThan(15);
  }

  @Test
  void whatIsNotThereIsNamedWithWhatIs() throws Exception {
    PolicyInput input = read("node n1\nprimitive A\nprimitive B\n");
    assertThatThrownBy(() -> CibExplainer.explain(input, "C", NOW))
        .hasMessage("there is no resource C: there is A, B");
  }

  private static List<Path> files() {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void check(Path file) throws Exception {
    String[] parts = Files.readString(file).split(SEPARATOR, 2);
    PolicyInput input =
        read(
            parts[0]
                .lines()
                .filter(line -> !line.startsWith(EXPLAIN))
                .collect(Collectors.joining("\n")));
    StringBuilder text = new StringBuilder();
    for (String line : parts[0].lines().filter(line -> line.startsWith(EXPLAIN)).toList()) {
      text.append(text.isEmpty() ? "" : "\n");
      text.append(CibExplainer.explain(input, line.substring(EXPLAIN.length()), NOW).toText());
    }
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.writeString(file, parts[0] + SEPARATOR + text);
      return;
    }
    assertThat(parts).as("parts of %s", file).hasSize(2);
    assertThat(text.toString()).as("%s", ROOT.relativize(file)).isEqualTo(parts[1]);
  }

  private static PolicyInput read(String text) throws Exception {
    String cib = ClusterText.toCib(text);
    return new CibReader().read(new ByteArrayInputStream(cib.getBytes(StandardCharsets.UTF_8)));
  }
}
