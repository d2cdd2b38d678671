package io.pacekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.core.controller.Effect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a real JVM when its guard halts it. */
class HaltedJvmTest {
  private static final long LEASE_MILLIS = 300;

  @TempDir Path folder;

  @Test
  void aLeaseThatEndsHaltsTheJvmAndSaysWhy() throws Exception {
    Ended ended = run("wait");

    assertThat(ended.status()).isEqualTo(Guard.HALT_STATUS);
    assertThat(ended.output()).contains("cluster=shop this JVM is halted: its lease is about to");
  }

  @Test
  void noShutdownHookRuns() throws Exception {
    Ended ended = run("hook");

    assertThat(ended.status()).isEqualTo(Guard.HALT_STATUS);
    assertThat(ended.output()).doesNotContain("the hook ran");
  }

  @Test
  void aShutdownHookThatHangsDoesNotHoldUpTheHalt() throws Exception {
    Ended ended = run("exit");

    assertThat(ended.status()).isEqualTo(Guard.HALT_STATUS);
    assertThat(ended.output()).contains("the hook ran");
  }

  @Test
  void aFullPipeDoesNotHoldUpTheHalt() throws Exception {
    Process process = start("flood", ProcessBuilder.Redirect.PIPE);

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(Guard.HALT_STATUS);
  }

  private record Ended(int status, String output) {}

  private Ended run(String how) throws IOException, InterruptedException {
    Path output = folder.resolve(how);
    Process process = start(how, ProcessBuilder.Redirect.to(output.toFile()));
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).as("the JVM ended by itself").isTrue();
    return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }

  private static Process start(String how, ProcessBuilder.Redirect output) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Halted.class.getName(),
            how);
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
  }

  /** The JVM that is to be halted: it holds a lease that nobody renews. */
  static final class Halted {
    public static void main(String[] args) throws InterruptedException {
      CountDownLatch never = new CountDownLatch(1);
      Clock clock = Clock.system();
      LeaseGuard guard = new LeaseGuard("shop", clock, Halter.jvm(), Duration.ofMillis(200));
      if (!args[0].equals("wait") && !args[0].equals("flood")) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> hang(never)));
      }
      long end = clock.now().nanos() + TimeUnit.MILLISECONDS.toNanos(LEASE_MILLIS);
      guard.set(new Effect.Guard(end, end, true));
      if (args[0].equals("exit")) {
        System.exit(0);
      }
      while (args[0].equals("flood")) {
        System.err.println("a line that nobody reads");
      }
      never.await();
    }

    private static void hang(CountDownLatch never) {
      System.out.println("the hook ran");
      try {
        never.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
