package io.pacekeeper.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.Companion;
import io.pacekeeper.examples.EvidenceCluster.Shape;
import io.pacekeeper.examples.evidence.EvidenceLine;
import io.pacekeeper.examples.evidence.EvidenceLine.Event;
import io.pacekeeper.runtime.Guard;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** SIGSTOP and SIGCONT of real JVMs, whose resources always have a monitor that is due. */
@EnabledOnOs(OS.LINUX)
class PausedNodeTest {
  private static final Duration MONITOR = Duration.ofMillis(50);

  @TempDir Path folder;

  @Test
  void aJvmThatWasPausedPastItsLeaseIsGoneBeforeItBeginsAnything() throws Exception {
    Shape shape =
        new Shape(8, Duration.ofSeconds(2), Duration.ofSeconds(2), MONITOR, Companion.OFF);
    List<Long> micros = new ArrayList<>();
    int begun = 0;
    try (EvidenceCluster cluster =
        EvidenceCluster.start(folder, shape, "node1", "node2", "node3")) {
      for (int run = 0; run < LongRun.times(2, 20); run++) {
        String victim = cluster.busyNode(run % 2 == 0);
        Resumed resumed = pausePastLease(cluster, victim);
        micros.add(resumed.goneMicros());
        begun += resumed.begun();
        cluster.join(victim);
        cluster.awaitEverythingActiveOnce();
      }
      assertThat(cluster.check().violations()).isEmpty();
    }
    micros.sort(Long::compare);
    LongRun.result(
        "sigcont n=%d halted=%d begun=%d twice=0 median_us=%d max_us=%d all_us=%s",
        micros.size(),
        micros.size(),
        begun,
        micros.get(micros.size() / 2),
        micros.get(micros.size() - 1),
        micros);
  }

  /** How long after SIGCONT a JVM was gone, and how much it had begun by then. */
  private record Resumed(long goneMicros, int begun) {}

  private static Resumed pausePastLease(EvidenceCluster cluster, String victim) throws Exception {
    Set<String> held = cluster.active().get(victim);
    assertThat(held).isNotEmpty();
    cluster.signal(victim, "STOP");
    cluster.awaitStopped(victim);
    cluster.note(victim, System.nanoTime());
    EvidenceCluster.patiently()
        .untilAsserted(() -> assertThat(startedElsewhere(cluster, victim)).containsAll(held));
    Process process = cluster.process(victim);
    List<EvidenceLine> before = of(cluster, victim);

    long continued = System.nanoTime();
    cluster.signal(victim, "CONT");
    boolean ended = process.waitFor(10, TimeUnit.SECONDS);
    long gone = System.nanoTime();

    // A thread that was stopped on the way from its permission to the call goes on with the call.
    // Whoever does not ask begins everything that is overdue, and all of it is.
    assertThat(held).hasSizeGreaterThan(1);
    List<EvidenceLine> begun = begunAfter(cluster, victim, before, continued);
    assertThat(begun)
        .as("what %s began after SIGCONT; it has ended by itself: %s", victim, ended)
        .hasSizeLessThan(2);
    assertThat(ended).as("%s has ended by itself", victim).isTrue();
    assertThat(process.exitValue()).as(cluster.output(victim)).isEqualTo(Guard.HALT_STATUS);
    return new Resumed((gone - continued) / 1000, begun.size());
  }

  /** Returns the first few lines of what a node has begun since some time. */
  private static List<EvidenceLine> begunAfter(
      EvidenceCluster cluster, String node, List<EvidenceLine> before, long nanos)
      throws Exception {
    return of(cluster, node).stream()
        .skip(before.size())
        .filter(line -> line.nanos() - nanos >= 0)
        .limit(5)
        .toList();
  }

  private static List<EvidenceLine> of(EvidenceCluster cluster, String node) throws Exception {
    return cluster.evidence().stream().filter(line -> line.node().equals(node)).toList();
  }

  /** Returns what was started elsewhere after the node wrote its last line. */
  private static List<String> startedElsewhere(EvidenceCluster cluster, String node)
      throws Exception {
    long last = of(cluster, node).stream().mapToLong(EvidenceLine::nanos).max().orElseThrow();
    return cluster.evidence().stream()
        .filter(line -> line.event() == Event.START && line.nanos() - last > 0)
        .map(EvidenceLine::resource)
        .toList();
  }

  @Test
  void aJvmThatWasPausedForAThirdOfItsLeaseKeepsWhatItHas() throws Exception {
    Duration lease = Duration.ofSeconds(6);
    Shape shape = new Shape(8, lease, Duration.ofSeconds(10), MONITOR, Companion.PREFERRED);
    Random random = new Random(17);
    try (EvidenceCluster cluster =
        EvidenceCluster.start(folder, shape, "node1", "node2", "node3")) {
      Map<String, Set<String>> before = cluster.active();
      int events = changes(cluster);
      int runs = LongRun.times(4, 20);
      for (int run = 0; run < runs; run++) {
        String victim = cluster.busyNode(run % 2 == 0);
        // Any phase between two renewals.
        EvidenceCluster.pass(Duration.ofMillis(random.nextInt((int) lease.toMillis() / 8)));
        cluster.signal(victim, "STOP");
        EvidenceCluster.pass(lease.dividedBy(3));
        cluster.signal(victim, "CONT");
      }
      // Whatever would come of it has come by then.
      EvidenceCluster.pass(shape.leaseAndMargin());
      cluster.assertAllAlive();
      assertThat(cluster.active()).isEqualTo(before);
      assertThat(changes(cluster)).as("starts and stops").isEqualTo(events);
      assertThat(cluster.check().violations()).isEmpty();
      LongRun.result(
          "pause n=%d pause_ms=%d lease_ms=%d moved=0",
          runs, lease.dividedBy(3).toMillis(), lease.toMillis());
    }
  }

  private static int changes(EvidenceCluster cluster) throws Exception {
    return (int) cluster.evidence().stream().filter(line -> line.event() != Event.MONITOR).count();
  }
}
