package io.pacekeeper.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.Companion;
import io.pacekeeper.examples.EvidenceCluster.Shape;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real JVM whose operation threads do not run, while nothing is asked of them: no order, and no
 * monitor.
 */
@EnabledOnOs(OS.LINUX)
class WedgedExecutorTest {
  private static final Duration LEASE = Duration.ofSeconds(4);
  private static final Shape SHAPE =
      new Shape(2, LEASE, Duration.ofSeconds(40), Duration.ZERO, Companion.REQUIRED);

  /** What its end may take on a machine that does much else. */
  private static final Duration SOON = Duration.ofSeconds(4);

  @TempDir Path folder;
  private EvidenceCluster cluster;

  @BeforeEach
  void start() throws Exception {
    cluster = EvidenceCluster.startBy(Debugger.LISTENING, folder, SHAPE, "node1", "node2");
    cluster.awaitCompanions("node1", "node2");
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void aNodeThatIsAskedNothingIsEndedWhenItsThreadsDoNothing() throws Exception {
    String victim = cluster.busyNode(false);
    try (Debugger debugger = Debugger.attach(cluster.output(victim))) {
      long since = System.nanoTime();
      debugger.suspendAll("ha-" + EvidenceCluster.NAME + "-operation-");
      Duration within = LEASE.multipliedBy(5).dividedBy(4).plus(SOON);
      boolean ended = cluster.process(victim).waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
      long millis = (System.nanoTime() - since) / 1_000_000;
      assertThat(ended).as("%s has ended within %s", victim, within).isTrue();
      assertThat(cluster.output(victim))
          .contains("no operation thread has taken up what was handed to it");
      cluster.awaitEverythingActiveOnce();
      LongRun.result(
          "wedged executor: status=%d gone_ms=%d elsewhere_ms=%d",
          cluster.process(victim).exitValue(), millis, (System.nanoTime() - since) / 1_000_000);
    }
    assertThat(cluster.check().violations()).isEmpty();
  }
}
