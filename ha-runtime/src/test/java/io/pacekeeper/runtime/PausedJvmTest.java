package io.pacekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceAgent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of a real JVM that is stopped by a signal and goes on. On Linux {@link
 * System#nanoTime} is one clock for all processes, so that what it did is placed by time.
 */
@EnabledOnOs(OS.LINUX)
class PausedJvmTest {
  private static final Duration LEASE = Duration.ofSeconds(3);

  @TempDir Path folder;
  private Process process;

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  @Test
  void aJvmThatWasPausedPastItsLeaseIsHaltedBeforeAnythingBegins() throws Exception {
    Path output = start();

    signal("STOP");
    await().pollDelay(LEASE.plusMillis(500)).until(() -> true);
    long went = System.nanoTime();
    signal("CONT");

    boolean ended = process.waitFor(30, TimeUnit.SECONDS);
    assertThat(ended).as(ended ? "" : threads(output)).isTrue();
    assertThat(process.exitValue()).isEqualTo(Guard.HALT_STATUS);
    assertThat(begun(output)).isNotEmpty().allMatch(nanos -> nanos - went < 0);
  }

  @Test
  void aJvmThatWasPausedForAThirdOfItsLeaseGoesOn() throws Exception {
    Path output = start();

    signal("STOP");
    await().pollDelay(LEASE.dividedBy(3)).until(() -> true);
    long went = System.nanoTime();
    signal("CONT");

    await().until(() -> begun(output).stream().filter(nanos -> nanos - went > 0).count() > 30);
    assertThat(process.isAlive()).isTrue();
    assertThat(lines(output, "start")).hasSize(1);
    assertThat(lines(output, "stop")).isEmpty();
  }

  private Path start() throws IOException {
    Path output = folder.resolve("output");
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Paused.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    await().atMost(Duration.ofSeconds(30)).until(() -> begun(output).size() > 10);
    return output;
  }

  private void signal(String name) throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  /** Returns what the JVM has said, with what its threads do now. */
  private String threads(Path output) throws IOException, InterruptedException {
    signal("QUIT");
    process.waitFor(2, TimeUnit.SECONDS);
    return Files.readString(output, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("monitor "))
        .collect(Collectors.joining("\n"));
  }

  private static List<Long> begun(Path output) throws IOException {
    return lines(output, "monitor").stream()
        .map(line -> Long.parseLong(line.substring("monitor ".length())))
        .toList();
  }

  private static List<String> lines(Path output, String word) throws IOException {
    String text = Files.readString(output, StandardCharsets.UTF_8);
    // The last line may be half written.
    return text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .filter(line -> line.startsWith(word + " "))
        .toList();
  }

  /** The JVM that is paused: many resources, so that something always is about to begin. */
  static final class Paused {
    public static void main(String[] args) throws InterruptedException {
      PlainStore store = new PlainStore();
      PlainNode builder = PlainNode.on(store::layer).node("node1").lease(LEASE);
      AtomicInteger started = new AtomicInteger();
      for (int i = 0; i < 50; i++) {
        builder.resource(
            Resource.of("r" + i, () -> new PrintingAgent(started))
                .monitor(Duration.ofMillis(1), Duration.ofSeconds(10))
                .build());
      }
      builder.join().whenClosed().toCompletableFuture().join();
    }
  }

  private record PrintingAgent(AtomicInteger started) implements ResourceAgent {
    @Override
    public void start(Activation activation) {
      if (started.incrementAndGet() == 1) {
        System.out.println("start 1");
      }
    }

    @Override
    public void stop() {
      System.out.println("stop " + System.nanoTime());
    }

    @Override
    public boolean monitor() {
      System.out.println("monitor " + System.nanoTime());
      return true;
    }
  }
}
