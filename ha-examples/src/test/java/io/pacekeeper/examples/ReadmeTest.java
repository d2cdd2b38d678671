package io.pacekeeper.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documentation promises of files: that they are there, and say what it says. */
class ReadmeTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path LEDGER =
      ROOT.resolve("ha-examples/src/main/java/io/pacekeeper/examples/Ledger.java");

  private static final Pattern QUICK_START =
      Pattern.compile(
          "<!-- quick start: begin[^\n]*-->\n```java\n(.*?)```\n<!-- quick start: end -->",
          Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]*)(#[^)\\s]*)?\\)");

  @Test
  void theQuickStartIsTheExampleThatIsCompiled() throws IOException {
    Matcher quickStart = QUICK_START.matcher(Files.readString(ROOT.resolve("README.md")));
    assertThat(quickStart.find()).as("README.md marks its quick start").isTrue();
    String example = Files.readString(LEDGER);
    String withoutPackage = example.substring(example.indexOf(";\n\n") + 3);
    assertThat(quickStart.group(1)).isEqualTo(withoutPackage);
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> dead = new ArrayList<>();
    for (Path page : pages()) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        String file = link.group(1);
        if (!file.contains("://") && !leadsSomewhere(page, file, link.group(2))) {
          dead.add(ROOT.relativize(page) + " -> " + link.group());
        }
      }
    }
    assertThat(dead).isEmpty();
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(top, docs).filter(page -> page.toString().endsWith(".md")).toList();
    }
  }

  private static boolean leadsSomewhere(Path page, String file, String anchor) throws IOException {
    Path target = file.isEmpty() ? page : page.resolveSibling(file);
    if (!Files.exists(target)) {
      return false;
    }
    return anchor == null
        || Files.readString(target)
            .lines()
            .filter(line -> line.startsWith("#"))
            .anyMatch(line -> anchor(line).equals(anchor));
  }

  /** Returns the anchor that a heading gets: small letters, dashes, no other signs. */
  private static String anchor(String heading) {
    return "#"
        + heading
            .replaceFirst("^#+ ", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9 _-]", "")
            .replace(' ', '-');
  }
}
