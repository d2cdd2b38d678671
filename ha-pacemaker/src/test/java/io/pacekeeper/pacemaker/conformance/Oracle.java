package io.pacekeeper.pacemaker.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The folder of recorded scenarios: {@code manifest.tsv} and {@code cases.tsv}, the clusters in
 * {@code xml}, the decisions in {@code summary}, {@code dot} and {@code scores}.
 *
 * @param folder where it is
 */
record Oracle(Path folder) {
  /** The folder that the system property {@code pacemaker.oracle} names, or the customary place. */
  static Oracle customary() {
    String named = System.getProperty("pacemaker.oracle");
    if (named != null) {
      return new Oracle(Path.of(named));
    }
    // The module's own folder under Maven, anything above it for a program started by hand.
    Path here = Path.of("").toAbsolutePath();
    for (Path at = here; at != null; at = at.getParent()) {
      Path candidate = at.resolve("shared/pacemaker-oracle");
      if (Files.isDirectory(candidate)) {
        return new Oracle(candidate);
      }
    }
    return new Oracle(here.resolve("../shared/pacemaker-oracle").normalize());
  }

  boolean present() {
    return Files.isRegularFile(folder.resolve("manifest.tsv"));
  }

  /** All scenarios, in the order of the manifest. */
  List<Scenario> scenarios() {
    Map<String, List<String>> arguments = new HashMap<>();
    for (String line : lines("cases.tsv")) {
      String[] fields = line.split("\t", -1);
      arguments.put(
          fields[0],
          fields.length < 3 || fields[2].isEmpty()
              ? List.of()
              : List.of(fields[2].split("\\|", -1)));
    }
    List<Scenario> scenarios = new ArrayList<>();
    for (String line : lines("manifest.tsv")) {
      String[] fields = line.split("\t", -1);
      if (!fields[0].equals("case")) {
        scenarios.add(
            new Scenario(
                fields[0],
                fields[1],
                List.of(fields[4].split(",", -1)),
                arguments.getOrDefault(fields[0], List.of())));
      }
    }
    return scenarios;
  }

  String cib(Scenario scenario) {
    return text("xml/" + scenario.name() + ".xml");
  }

  Decision decision(Scenario scenario) {
    String name = scenario.name();
    return new Decision(
        text("summary/" + name + ".summary"),
        text("dot/" + name + ".dot"),
        text("scores/" + name + ".scores"));
  }

  private List<String> lines(String file) {
    return text(file).lines().filter(line -> !line.isBlank()).toList();
  }

  private String text(String file) {
    try {
      return new String(Files.readAllBytes(folder.resolve(file)), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
