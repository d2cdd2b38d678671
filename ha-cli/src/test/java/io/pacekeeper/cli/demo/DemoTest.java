package io.pacekeeper.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.cli.Pk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration as a user runs it: in a process of its own. */
class DemoTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration AT_ONCE = Duration.ofSeconds(8);
  private static final Pattern RESULT =
      Pattern.compile(
          "^RESULT (\\w+) resource=(\\w+) from=(node[1-4]) to=(node[1-4]) gap_ms=(\\d+)$",
          Pattern.MULTILINE);

  @TempDir Path folder;
  private Process demo;
  private List<ProcessHandle> nodes = List.of();
  private List<ProcessHandle> companions = List.of();

  @AfterEach
  void endDemo() {
    if (demo != null) {
      demo.destroyForcibly();
    }
    nodes.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void itShowsEachStepAndLeavesNothingBehind() throws Exception {
    start();
    awaitNodes();

    assertThat(demo.waitFor(LIMIT.toSeconds(), SECONDS)).as("ended by itself").isTrue();

    String output = output();
    assertThat(demo.exitValue()).as(output).isZero();
    List<MatchResult> results = RESULT.matcher(output).results().toList();
    assertThat(results)
        .extracting(result -> result.group(1))
        .containsExactly("kill9", "leave", "standby", "unstandby");
    Map<String, String> homes =
        DemoService.ALL.stream().collect(Collectors.toMap(DemoService::id, DemoService::home));
    for (MatchResult result : results) {
      boolean comesHome = result.group(1).equals("unstandby");
      assertThat(result.group(comesHome ? 4 : 3)).isEqualTo(homes.get(result.group(2)));
      assertThat(result.group(3)).isNotEqualTo(result.group(4));
    }
    assertThat(Long.parseLong(results.get(0).group(5)))
        .as("a crash is not waited out: its companion saw it")
        .isLessThan(DemoOptions.DEFAULT_LEASE.toMillis() / 2);
    assertThat(output.split("Cluster Summary:", -1))
        .as("a table at each step")
        .hasSizeGreaterThan(5);
    assertThat(nodes).noneMatch(ProcessHandle::isAlive);
    await()
        .atMost(AT_ONCE)
        .untilAsserted(() -> assertThat(companions).noneMatch(ProcessHandle::isAlive));
    assertNothingIsLeft();
  }

  @Test
  void itCleansUpWhenItIsInterrupted() throws Exception {
    start();
    awaitNodes();

    demo.toHandle().destroy();

    assertThat(demo.waitFor(LIMIT.toSeconds(), SECONDS)).isTrue();
    assertThat(demo.exitValue()).isNotZero();
    assertThat(nodes).noneMatch(ProcessHandle::isAlive);
    await()
        .atMost(AT_ONCE)
        .untilAsserted(() -> assertThat(companions).noneMatch(ProcessHandle::isAlive));
    assertNothingIsLeft();
    assertThat(output()).doesNotContain("Exception");
  }

  @Test
  void itsNodesDoNotOutliveIt() throws Exception {
    start();
    awaitNodes();

    demo.destroyForcibly();

    // Without ZooKeeper they would give up by themselves, but not so soon.
    await()
        .atMost(AT_ONCE)
        .untilAsserted(() -> assertThat(nodes).noneMatch(ProcessHandle::isAlive));
    // They try to write down that their JVMs are dead, and give up after two leases.
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(companions).noneMatch(ProcessHandle::isAlive));
  }

  private void start() throws IOException {
    Files.createDirectories(folder.resolve("tmp"));
    demo =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + folder.resolve("tmp"),
                "-cp",
                System.getProperty("java.class.path"),
                Pk.class.getName(),
                "demo")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("output"), UTF_8);
  }

  /** Waits until there are four nodes, and notes their processes. */
  private void awaitNodes() {
    await().atMost(LIMIT).until(() -> demo.children().count() == DemoService.NODES.size());
    nodes = demo.children().toList();
    await().atMost(LIMIT).until(() -> demo.descendants().count() == 2L * DemoService.NODES.size());
    companions = demo.descendants().filter(process -> !nodes.contains(process)).toList();
  }

  private void assertNothingIsLeft() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("tmp"))) {
      assertThat(files).isEmpty();
    }
  }
}
