package io.pacekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.core.controller.Effect;
import java.nio.file.Path;
import java.time.Duration;
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
    ChildJvm.Ended ended = run("wait");

    assertThat(ended.status()).isEqualTo(Guard.HALT_STATUS);
    assertThat(ended.output()).contains("cluster=shop this JVM is halted: its lease is about to");
  }

  @Test
  void noShutdownHookRuns() throws Exception {
    ChildJvm.Ended ended = run("hook");

    assertThat(ended.status()).isEqualTo(Guard.HALT_STATUS);
    assertThat(ended.output()).doesNotContain("the hook ran");
  }

  @Test
  void aShutdownHookThatHangsDoesNotHoldUpTheHalt() throws Exception {
    ChildJvm.Ended ended = run("exit");

    assertThat(ended.status()).isEqualTo(Guard.HALT_STATUS);
    assertThat(ended.output()).contains("the hook ran");
  }

  @Test
  void aFullPipeDoesNotHoldUpTheHalt() throws Exception {
    assertThat(ChildJvm.runUnread(Halted.class, "flood")).isEqualTo(Guard.HALT_STATUS);
  }

  private ChildJvm.Ended run(String how) throws Exception {
    return ChildJvm.run(folder, Halted.class, how);
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
      guard.set(new Effect.Guard(end, end, true, "i1"));
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
