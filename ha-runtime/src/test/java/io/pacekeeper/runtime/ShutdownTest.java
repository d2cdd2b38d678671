package io.pacekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceAgent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
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

  /** The JVM that shuts down while a resource is active. */
  static final class Exiting {
    public static void main(String[] args) throws InterruptedException {
      PlainStore store = new PlainStore();
      CountDownLatch active = new CountDownLatch(1);
      HaNode node =
          PlainNode.on(store::layer)
              .node("node1")
              .shutdownHook(!args[0].equals("none"))
              .resource(
                  Resource.of("ledger", () -> new PrintingAgent(active, args[0].equals("hang")))
                      .stop(Duration.ofMillis(500), OnFail.FENCE)
                      .build())
              .join();
      active.await();
      if (!node.name().isEmpty()) {
        System.exit(3);
      }
    }
  }

  private record PrintingAgent(CountDownLatch active, boolean hangs) implements ResourceAgent {
    @Override
    public void start(Activation activation) {
      System.out.println("it starts");
      active.countDown();
    }

    @Override
    public void stop() {
      System.out.println("it stops");
      while (hangs) {
        Thread.onSpinWait();
      }
    }
  }
}
