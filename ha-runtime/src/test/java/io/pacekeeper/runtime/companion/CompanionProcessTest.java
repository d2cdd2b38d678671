package io.pacekeeper.runtime.companion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real companions of this JVM, never armed for a time that could come. */
@EnabledOnOs(OS.LINUX)
class CompanionProcessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final AtomicInteger guards = new AtomicInteger();
  private final AtomicInteger missing = new AtomicInteger();
  private final OuterGuard.Listener listener =
      new OuterGuard.Listener() {
        @Override
        public void guards() {
          guards.incrementAndGet();
          whenItGuards.run();
        }

        @Override
        public void doesNotGuard() {
          missing.incrementAndGet();
        }
      };
  private volatile Runnable whenItGuards = () -> {};
  private Path log;
  private CompanionProcess companion;

  @BeforeEach
  void makeCompanion() {
    log = folder.resolve("log");
    companion = companion(SmallCompanion.class.getName());
  }

  @AfterEach
  void endCompanion() {
    companion.close();
    assertThat(process()).isEmpty();
  }

  private CompanionProcess companion(String main) {
    SortedMap<String, String> settings = new TreeMap<>();
    settings.put("told", "a secret: \u00e9 + %");
    settings.put("empty", "");
    settings.put(CompanionLaunch.LOG, log.toString());
    CompanionLaunch launch =
        new CompanionLaunch(
            List.of(System.getProperty("java.class.path").split(File.pathSeparator)),
            main,
            settings);
    Duration soon = Duration.ofSeconds(2);
    return new CompanionProcess(
        "shop", "node1", launch, new CompanionProcess.Terms(soon, soon, soon), listener);
  }

  private static Optional<ProcessHandle> process() {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.isAlive() && child.info().command().orElse("").contains("java"))
        .findFirst();
  }

  private static void signal(ProcessHandle process, String signal) throws Exception {
    String pid = Long.toString(process.pid());
    assertThat(new ProcessBuilder("kill", signal, pid).start().waitFor()).isZero();
  }

  private static OuterGuard.Watched watched(boolean armed) {
    return new OuterGuard.Watched("i1", System.nanoTime() + Duration.ofDays(1).toNanos(), armed);
  }

  @Test
  void itGuardsWhenItHasAnsweredAndIsToldEverythingThroughThePipe() throws Exception {
    assertThat(companion.awaitArmed(Duration.ZERO)).isFalse();
    companion.start();
    await().atMost(PATIENCE).until(() -> guards.get() == 1);
    assertThat(companion.awaitArmed(Duration.ofMillis(50))).as("it is not armed").isFalse();
    companion.watch(watched(true));
    assertThat(companion.awaitArmed(PATIENCE)).isTrue();
    companion.watch(watched(false));
    assertThat(companion.awaitArmed(Duration.ofMillis(50))).isFalse();
    assertThat(Files.readString(log, StandardCharsets.UTF_8)).contains("a secret: \u00e9 + %");
    String arguments =
        Files.readString(Path.of("/proc/" + process().orElseThrow().pid() + "/cmdline"));
    String environment =
        Files.readString(Path.of("/proc/" + process().orElseThrow().pid() + "/environ"));
    assertThat(arguments + environment).doesNotContain("secret");
    assertThat(missing).hasValue(0);
  }

  @Test
  void anotherOneTakesThePlaceOfOneThatWasKilledAndKnowsWhatToGuard() throws Exception {
    companion.watch(watched(true));
    companion.start();
    assertThat(companion.awaitArmed(PATIENCE)).isTrue();
    process().orElseThrow().destroyForcibly();
    await().atMost(PATIENCE).until(() -> guards.get() == 2);
    assertThat(companion.awaitArmed(PATIENCE)).isTrue();
    assertThat(missing).hasValue(0);
  }

  @Test
  void oneThatDoesNotAnswerIsReplaced() throws Exception {
    companion.start();
    companion.watch(watched(true));
    assertThat(companion.awaitArmed(PATIENCE)).isTrue();
    ProcessHandle first = process().orElseThrow();
    signal(first, "-STOP");
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              // Its threads stop a while after the signal: it may answer once more.
              companion.watch(watched(true));
              return !first.isAlive();
            });
    assertThat(companion.awaitArmed(PATIENCE)).isTrue();
  }

  @Test
  void whatIsToldWhileItsThreadIsBusyIsToldAtOnceAfterwards() throws Exception {
    whenItGuards =
        () -> {
          companion.watch(watched(true));
          LockSupport.parkNanos(this, Duration.ofSeconds(1).toNanos());
        };
    companion.start();
    await().atMost(PATIENCE).until(() -> guards.get() == 1);
    assertThat(companion.awaitArmed(Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void sayingSomethingNeverBlocksThoughNobodyReads() throws Exception {
    companion.start();
    companion.watch(watched(true));
    assertThat(companion.awaitArmed(PATIENCE)).isTrue();
    signal(process().orElseThrow(), "-STOP");
    long begun = System.nanoTime();
    for (int i = 0; i < 100_000; i++) {
      companion.watch(watched(true));
    }
    assertThat(System.nanoTime() - begun).isLessThan(Duration.ofSeconds(20).toNanos());
  }

  @Test
  void whatCannotBeStartedIsToldAfterAWhile() {
    companion.close();
    companion = companion("no.such.Main");
    companion.start();
    await().atMost(PATIENCE).until(() -> missing.get() == 1);
    assertThat(guards).hasValue(0);
  }
}
