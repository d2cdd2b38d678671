package io.pacekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceAgent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a node when its JVM shuts down. */
class ShutdownTest {
  @TempDir Path folder;

  @Test
  void aJvmThatShutsDownStopsItsResourcesFirstAndKeepsItsExitStatus() throws Exception {
    ChildJvm.Ended ended = ChildJvm.run(folder, Exiting.class, "hook");

    assertThat(ended.status()).isEqualTo(3);
    assertThat(ended.output()).contains("it starts", "it stops", "node1 left");
  }

  @Test
  void theShutdownHookCanBeTurnedOff() throws Exception {
    ChildJvm.Ended ended = ChildJvm.run(folder, Exiting.class, "none");

    assertThat(ended.status()).isEqualTo(3);
    assertThat(ended.output()).contains("it starts").doesNotContain("it stops");
  }

  @Test
  void aResourceThatCannotBeStoppedHaltsTheJvmThatShutsDown() throws Exception {
    ChildJvm.Ended ended = ChildJvm.run(folder, Exiting.class, "hang");

    assertThat(ended.status()).isEqualTo(Guard.HALT_STATUS);
    assertThat(ended.output()).contains("this JVM is halted: the stop of ledger failed: timed out");
  }

  /** What cannot be stopped and what cannot be written down at the same time. */
  @Test
  void aHookThatHangsWithTheLocksOfTheOutputDoesNotHoldUpTheHalt() throws Exception {
    ChildJvm.Ended ended = ChildJvm.run(folder, Exiting.class, "hang", "with a hook that hangs");

    assertThat(ended.status()).isEqualTo(Guard.HALT_STATUS);
    assertThat(ended.output()).contains("a hook hangs");
  }

  /** The hook waits for the stop, and the stop for the hook. */
  @Test
  void aStopThatExitsHasItsJvmHalted() throws Exception {
    ChildJvm.Ended ended = ChildJvm.run(folder, Exiting.class, "exit in stop");

    assertThat(ended.status()).isEqualTo(Guard.HALT_STATUS);
    assertThat(ended.output()).contains("it exits in stop");
  }

  @Test
  void aStartThatExitsHasItsJvmHalted() throws Exception {
    ChildJvm.Ended ended = ChildJvm.run(folder, Exiting.class, "exit in start");

    assertThat(ended.status()).isEqualTo(Guard.HALT_STATUS);
    assertThat(ended.output()).contains("it exits in start");
  }

  /** What runs on no thread of an operation may exit, and everything is stopped first. */
  @Test
  void aListenerThatExitsHasItsJvmEndInOrder() throws Exception {
    ChildJvm.Ended ended = ChildJvm.run(folder, Exiting.class, "exit in listener");

    assertThat(ended.status()).isEqualTo(3);
    assertThat(ended.output()).contains("it starts", "it stops");
  }

  /** The JVM that shuts down while a resource is active. */
  static final class Exiting {
    public static void main(String[] args) throws InterruptedException {
      String how = args[0];
      PlainStore store = new PlainStore();
      CountDownLatch active = new CountDownLatch(1);
      if (args.length > 1) {
        Runtime.getRuntime().addShutdownHook(new Thread(Exiting::hangWithLocks));
      }
      HaNode node =
          PlainNode.on(store::layer)
              .node("node1")
              .shutdownHook(!how.equals("none"))
              .listener(event -> exitIf(how.equals("exit in listener"), event))
              .resource(
                  Resource.of("ledger", () -> new PrintingAgent(active, how))
                      .stop(Duration.ofMillis(500), OnFail.FENCE)
                      .build())
              .join();
      active.await();
      if (how.startsWith("exit in")) {
        if (how.equals("exit in stop")) {
          node.close();
        }
        new CountDownLatch(1).await();
      }
      if (!node.name().isEmpty()) {
        System.exit(3);
      }
    }

    private static void exitIf(boolean wanted, ClusterEvent event) {
      if (wanted && event instanceof ClusterEvent.ResourceStarted) {
        System.exit(3);
      }
    }

    private static void hangWithLocks() {
      System.out.println("a hook hangs");
      synchronized (System.out) {
        synchronized (System.err) {
          LockSupport.park();
        }
      }
    }
  }

  private record PrintingAgent(CountDownLatch active, String how) implements ResourceAgent {
    @Override
    public void start(Activation activation) {
      System.out.println("it starts");
      active.countDown();
      exitIf("exit in start");
    }

    @Override
    public void stop() {
      System.out.println("it stops");
      exitIf("exit in stop");
      while (how.equals("hang")) {
        Thread.onSpinWait();
      }
    }

    private void exitIf(String when) {
      if (how.equals(when)) {
        System.out.println("it " + when.replace("exit", "exits"));
        System.exit(3);
      }
    }
  }
}
