package io.pacekeeper.architecture;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What every source file owes its reader. */
class SourcesTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  /** The modules that have code, in no order. */
  private static final Set<String> MODULES =
      Set.of(
          "ha-api",
          "ha-jdbc",
          "ha-core",
          "ha-runtime",
          "ha-zookeeper",
          "ha-testkit",
          "ha-cli",
          "ha-examples",
          "benchmarks");

  private static List<SourceFile> main;
  private static List<SourceFile> tests;

  @BeforeAll
  static void parse() throws IOException {
    main = SourceFile.parseAll(ROOT, MODULES, "src/main/java");
    tests = SourceFile.parseAll(ROOT, MODULES, "src/test/java");
  }

  @Test
  void everyModuleIsLookedAt() {
    assertThat(main).extracting(SourceFile::module).containsAll(MODULES);
    assertThat(tests).extracting(SourceFile::module).contains("ha-examples");
  }

  @Test
  void everyPublicTypeSaysWhatItIs() {
    assertThat(main).flatExtracting(SourceFile::publicTypesWithoutJavadoc).isEmpty();
  }

  @Test
  void everyPackageExplainsItselfAndMarksItsNulls() {
    Set<String> explained =
        main.stream()
            .filter(SourceFile::isPackageInfo)
            .filter(file -> file.hasPackageJavadoc() && file.isNullMarked())
            .map(SourceFile::packageName)
            .collect(toCollection(TreeSet::new));
    Set<String> all =
        main.stream().map(SourceFile::packageName).collect(toCollection(TreeSet::new));
    assertThat(explained).isEqualTo(all);
  }

  @Test
  void noModuleWithTestsIsExcusedFromRunningThem() throws IOException {
    for (SourceFile test : tests) {
      Path pom = ROOT.resolve(test.module()).resolve("pom.xml");
      assertThat(pom).content().doesNotContain("<module.tested>false");
    }
  }

  @Test
  void noTestSleeps() {
    assertThat(tests)
        .as("wait for what you expect, with a manual clock or Awaitility")
        .flatExtracting(SourceFile::sleeps)
        .isEmpty();
  }
}
