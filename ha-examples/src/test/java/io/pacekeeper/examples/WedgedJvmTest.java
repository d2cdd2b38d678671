package io.pacekeeper.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.Companion;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.examples.EvidenceCluster.Shape;
import io.pacekeeper.examples.evidence.EvidenceCheck.Activation;
import io.pacekeeper.examples.evidence.EvidenceLine;
import io.pacekeeper.examples.evidence.EvidenceLine.Event;
import io.pacekeeper.runtime.Guard;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real JVMs that live on and do nothing of use any more: threads of Pacekeeper's that do not run,
 * and services that deadlock. Each JVM is ended, and what it ran is active elsewhere, within a time
 * that follows from the lease and the timeouts; see "How soon" in docs/guarantees.md.
 */
@EnabledOnOs(OS.LINUX)
class WedgedJvmTest {
  private static final Duration LEASE = Duration.ofSeconds(4);
  private static final Duration MONITOR = Duration.ofMillis(200);
  private static final Duration TIMEOUT = Duration.ofMillis(1500);

  /** Sessions live on, so that it is not their end that helps. */
  private static final Shape SHAPE =
      new Shape(6, LEASE, Duration.ofSeconds(40), MONITOR, Companion.REQUIRED, TIMEOUT);

  /** What confirming, ordering and starting may take on a machine that does much else. */
  private static final Duration SOON = Duration.ofSeconds(4);

  /** How much later the end of a JVM may be seen here than by its companion. */
  private static final Duration SEEN_LATE = Duration.ofMillis(500);

  private static final String[] NODES = {"node1", "node2", "node3"};
  private static final String CONTROLLER = "ha-" + EvidenceCluster.NAME + "-controller";
  private static final String GUARD = "ha-" + EvidenceCluster.NAME + "-guard";
  private static final String OPERATIONS = "ha-" + EvidenceCluster.NAME + "-operation-";
  private static final int KILLED = 137;

  @TempDir static Path folder;
  private static EvidenceCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = EvidenceCluster.startBy(Debugger.LISTENING, folder, SHAPE, NODES);
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  @BeforeEach
  void joinWhoeverWasEnded() throws Exception {
    cluster.join(
        Stream.of(NODES).filter(n -> !cluster.process(n).isAlive()).toArray(String[]::new));
    for (String node : NODES) {
      standby(node, false);
    }
    cluster.awaitCompanions(NODES);
    EvidenceCluster.patiently().until(() -> cluster.active().keySet().containsAll(List.of(NODES)));
    cluster.awaitEverythingActiveOnce();
  }

  private static void standby(String node, boolean standby) {
    try (ZooKeeperClusterClient client = cluster.client()) {
      client.setStandby(node, standby, new ChangeNote("a test", "its client", Instant.now()));
    }
  }

  private static Debugger debug(String node) throws Exception {
    return Debugger.attach(cluster.output(node));
  }

  @Test
  void aDcWhoseControllerDoesNotRunIsHaltedAndReplaced() throws Exception {
    String victim = cluster.busyNode(true);
    try (Debugger debugger = debug(victim)) {
      long since = System.nanoTime();
      debugger.suspend(CONTROLLER);
      awaitElsewhere("controller of the DC", victim, since, LEASE);
      assertThat(cluster.dc()).isNotEqualTo(victim);
    }
  }

  @Test
  void aNodeWithoutACompanionWhoseControllerDoesNotRunIsHaltedByItsGuard() throws Exception {
    String victim = "node4";
    cluster.joinWith(victim, "--companion", "off");
    EvidenceCluster.patiently().until(() -> cluster.active().containsKey(victim));
    cluster.awaitEverythingActiveOnce();
    try (Debugger debugger = debug(victim)) {
      long since = System.nanoTime();
      debugger.suspend(CONTROLLER);
      awaitElsewhere("controller, lease only", victim, since, SHAPE.leaseAndMargin());
      assertThat(cluster.process(victim).exitValue()).isEqualTo(Guard.HALT_STATUS);
    }
  }

  @Test
  void aNodeWhoseControllerAndGuardDoNotRunIsKilledByItsCompanion() throws Exception {
    String victim = cluster.busyNode(false);
    try (Debugger debugger = debug(victim)) {
      long since = System.nanoTime();
      debugger.suspend(GUARD);
      debugger.suspend(CONTROLLER);
      awaitElsewhere("controller and guard", victim, since, LEASE);
      assertThat(cluster.process(victim).exitValue()).isEqualTo(KILLED);
    }
  }

  @Test
  void aNodeWhoseOperationThreadsDoNotRunIsHaltedWhenItDoesNotStopWhatItShould() throws Exception {
    String victim = cluster.busyNode(false);
    try (Debugger debugger = debug(victim)) {
      debugger.suspendAll(OPERATIONS);
      long since = System.nanoTime();
      standby(victim, true);
      awaitElsewhere("operation threads", victim, since, TIMEOUT);
    }
  }

  @Test
  void aServiceThatDeadlocksInItsStopHasItsJvmHalted() throws Exception {
    String victim = "node5";
    cluster.joinWith(victim, "--deadlock", "stop");
    EvidenceCluster.patiently().until(() -> cluster.active().containsKey(victim));
    cluster.awaitCompanions(victim);
    long since = System.nanoTime();
    standby(victim, true);
    awaitElsewhere("deadlock in stop", victim, since, TIMEOUT);
  }

  @Test
  void aServiceThatDeadlocksInItsMonitorHasItsJvmHalted() throws Exception {
    String victim = "node6";
    cluster.joinWith(victim, "--deadlock", "monitor");
    EvidenceCluster.patiently().until(() -> first(victim, Event.MONITOR).isPresent());
    long since = first(victim, Event.MONITOR).orElseThrow().nanos();
    awaitElsewhere("deadlock in monitor", victim, since, TIMEOUT.multipliedBy(2));
  }

  /**
   * Waits until a JVM has ended and what it ran is active elsewhere, and asserts that both happened
   * within a bound, and nothing twice. Which of them ends it first, its guard or its companion,
   * depends on what else the machine does.
   */
  private static void awaitElsewhere(String what, String victim, long since, Duration bound)
      throws Exception {
    Duration within = bound.plus(SOON);
    Process process = cluster.process(victim);
    boolean ended = process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
    long gone = System.nanoTime();
    assertThat(ended).as("%s has ended within %s", victim, within).isTrue();
    assertThat(process.exitValue()).as(cluster.output(victim)).isIn(Guard.HALT_STATUS, KILLED);
    long last = lines(victim).stream().mapToLong(EvidenceLine::nanos).max().orElseThrow();
    long death = Math.max(last, gone - SEEN_LATE.toNanos());
    cluster.note(victim, death);

    List<Activation> held = held(victim, death);
    assertThat(held).as("what %s ran to its end", victim).isNotEmpty();
    EvidenceCluster.patiently().until(() -> elsewhere(held).size() == held.size());
    List<Long> millis = elsewhere(held).stream().map(at -> (at - since) / 1_000_000).toList();
    LongRun.result(
        "wedged %s: status=%d gone_ms=%d elsewhere_ms=%s bound_ms=%d",
        what, process.exitValue(), (gone - since) / 1_000_000, millis, bound.toMillis());
    assertThat(millis)
        .as("after how many ms what %s ran was active elsewhere", victim)
        .allMatch(each -> each <= within.toMillis());
    cluster.awaitEverythingActiveOnce();
    assertThat(cluster.check().violations()).isEmpty();
  }

  private static List<EvidenceLine> lines(String node) throws Exception {
    return cluster.evidence().stream().filter(line -> line.node().equals(node)).toList();
  }

  private static Optional<EvidenceLine> first(String node, Event event) throws Exception {
    return lines(node).stream().filter(line -> line.event() == event).findFirst();
  }

  /** Returns what was active on a node until it died. */
  private static List<Activation> held(String node, long death) throws Exception {
    return cluster.check().activations().stream()
        .filter(active -> active.node().equals(node) && active.to() == death)
        .toList();
  }

  /** Returns when those of these began that were active on another node next. */
  private static List<Long> elsewhere(List<Activation> held) throws Exception {
    List<Long> times = new ArrayList<>();
    for (Activation before : held) {
      cluster.evidence().stream()
          .filter(line -> line.event() == Event.START && line.token() > before.token())
          .filter(line -> line.resource().equals(before.resource()))
          .filter(line -> !line.node().equals(before.node()))
          .mapToLong(EvidenceLine::nanos)
          .min()
          .ifPresent(times::add);
    }
    return times;
  }
}
