package io.pacekeeper.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.pacekeeper.api.Companion;
import io.pacekeeper.examples.EvidenceCluster.Shape;
import io.pacekeeper.examples.evidence.EvidenceCheck.Gap;
import io.pacekeeper.examples.evidence.EvidenceLine;
import io.pacekeeper.examples.evidence.EvidenceLine.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real JVMs with companions, broken in every way that a companion is there for. */
@EnabledOnOs(OS.LINUX)
class CompanionTest {
  private static final String[] NODES = {"node1", "node2", "node3"};

  /** So long that nothing here can wait for it to end. */
  private static final Shape PATIENT =
      new Shape(
          6, Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ZERO, Companion.REQUIRED);

  /** Long enough for a machine that does much else, and far from the lease. */
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path folder;

  private static String document(EvidenceCluster cluster, String path) throws Exception {
    try (RawZooKeeper client = new RawZooKeeper(cluster.zooKeeper().connectString())) {
      byte[] data = client.client().getData(EvidenceCluster.ROOT + "/" + path, false, null);
      return new String(data, StandardCharsets.UTF_8);
    }
  }

  private static void assertConfirmed(EvidenceCluster cluster, String node) throws Exception {
    assertThat(document(cluster, "leases/" + node)).contains("\"state\":\"dead\"");
    assertThat(document(cluster, "fencing/" + node)).contains("\"means\":\"companion\"");
  }

  /** Kills a node's JVM, and returns how long each of its resources was active nowhere. */
  private static List<Long> killAndAwait(EvidenceCluster cluster, String victim) throws Exception {
    Set<String> held = cluster.active().get(victim);
    assertThat(held).isNotEmpty();
    long killed = System.nanoTime();
    cluster.kill(victim);
    cluster.awaitEverythingActiveOnce();
    assertThat(cluster.check().violations()).isEmpty();
    assertConfirmed(cluster, victim);
    List<Long> millis = new ArrayList<>();
    for (Gap gap : cluster.check().gaps()) {
      if (gap.since() - killed >= 0 && gap.from().equals(victim)) {
        millis.add(gap.nanos() / 1_000_000);
      }
    }
    assertThat(millis).hasSize(held.size()).allMatch(one -> one < SOON.toMillis());
    return millis;
  }

  @Test
  void whatAKilledJvmRanStartsElsewhereWithoutWaitingForItsLease() throws Exception {
    try (EvidenceCluster cluster = EvidenceCluster.start(folder, PATIENT, NODES)) {
      cluster.awaitCompanions(NODES);
      List<Long> millis = new ArrayList<>();
      for (int run = 0; run < LongRun.times(2, 20); run++) {
        String victim = cluster.busyNode(run % 2 == 0);
        millis.addAll(killAndAwait(cluster, victim));
        cluster.join(victim);
        cluster.awaitEverythingActiveOnce();
        cluster.awaitCompanions(victim);
      }
      millis.sort(Long::compare);
      LongRun.result(
          "kill9 with companion, ms: median=%d max=%d n=%d of %s",
          millis.get(millis.size() / 2), millis.get(millis.size() - 1), millis.size(), millis);
    }
  }

  static Stream<Duration> leases() {
    return LongRun.times(1, 2) == 1
        ? Stream.of(Duration.ofSeconds(4))
        : Stream.of(Duration.ofSeconds(4), Duration.ofSeconds(20));
  }

  @ParameterizedTest
  @MethodSource("leases")
  void aJvmThatIsPausedPastItsLeaseIsKilledBeforeThatEnds(Duration lease) throws Exception {
    Shape shape =
        new Shape(6, lease, Duration.ofSeconds(30), Duration.ofMillis(100), Companion.REQUIRED);
    List<Long> early = new ArrayList<>();
    List<Long> elsewhere = new ArrayList<>();
    try (EvidenceCluster cluster = EvidenceCluster.start(folder, shape, NODES)) {
      cluster.awaitCompanions(NODES);
      for (int run = 0; run < LongRun.times(1, 20); run++) {
        String victim = cluster.busyNode(run % 2 == 0);
        long stopped = System.nanoTime();
        long gone = pauseUntilKilled(cluster, victim);
        early.add((lease.toNanos() - (gone - stopped)) / 1_000_000);
        cluster.awaitEverythingActiveOnce();
        assertConfirmed(cluster, victim);
        elsewhere.add(firstStartAfterPause(cluster, stopped, gone));
        cluster.join(victim);
        cluster.awaitEverythingActiveOnce();
        cluster.awaitCompanions(victim);
      }
      assertThat(cluster.check().violations()).isEmpty();
    }
    LongRun.result(
        "paused with companion lease_ms=%d n=%d killed=%d twice=0"
            + " gone_before_the_lease_ends_ms=%s started_elsewhere_after_ms=%s",
        lease.toMillis(), early.size(), early.size(), early, elsewhere);
  }

  /** Returns when a JVM was seen to be gone that was stopped by a signal and never continued. */
  private static long pauseUntilKilled(EvidenceCluster cluster, String victim) throws Exception {
    Duration lease = cluster.shape().lease();
    Process process = cluster.process(victim);
    long stopped = System.nanoTime();
    cluster.signal(victim, "STOP");
    cluster.awaitStopped(victim);
    // Nothing of it runs from now on, whenever its end is seen here.
    cluster.note(victim, System.nanoTime());
    assertThat(process.waitFor(lease.toMillis() + 30_000, TimeUnit.MILLISECONDS)).isTrue();
    long gone = System.nanoTime();
    assertThat(process.exitValue()).as("SIGKILL").isEqualTo(137);
    assertThat(gone - stopped).as("at the lease's end").isLessThan(lease.toNanos());
    return gone;
  }

  /**
   * Returns how many milliseconds after the JVM was seen to be gone the first of its resources was
   * started elsewhere. The JVM's end is seen here some time after it was.
   */
  private static long firstStartAfterPause(EvidenceCluster cluster, long stopped, long gone)
      throws Exception {
    long first =
        cluster.evidence().stream()
            .filter(line -> line.event() == Event.START && line.nanos() - stopped > 0)
            .mapToLong(line -> (line.nanos() - gone) / 1_000_000)
            .min()
            .orElseThrow();
    assertThat(first).as("when it was gone for good").isGreaterThan(-500);
    return first;
  }

  @Test
  void aCompanionThatIsKilledHasASuccessorThatGuardsAsWell() throws Exception {
    try (EvidenceCluster cluster = EvidenceCluster.start(folder, PATIENT, NODES)) {
      cluster.awaitCompanions(NODES);
      String victim = cluster.busyNode(false);
      ProcessHandle first = cluster.companion(victim).orElseThrow();
      first.destroyForcibly();
      EvidenceCluster.patiently()
          .until(() -> count(cluster.output(victim), "companion: ready to write") == 2);
      assertThat(cluster.companion(victim).orElseThrow()).isNotEqualTo(first);
      killAndAwait(cluster, victim);
    }
  }

  private static long count(String text, String part) {
    return text.lines().filter(line -> line.contains(part)).count();
  }

  @Test
  void signalsToTheWholeGroupDoNotEndACompanion() throws Exception {
    try (EvidenceCluster cluster = EvidenceCluster.start(folder, PATIENT, NODES)) {
      cluster.awaitCompanions(NODES);
      String victim = cluster.busyNode(true);
      String pid = Long.toString(cluster.companion(victim).orElseThrow().pid());
      for (String signal : List.of("-TERM", "-INT", "-HUP", "-TSTP")) {
        assertThat(new ProcessBuilder("kill", signal, pid).start().waitFor()).isZero();
      }
      EvidenceCluster.pass(Duration.ofMillis(500));
      killAndAwait(cluster, victim);
      assertThat(count(cluster.output(victim), "companion: ready to write")).isEqualTo(1);
    }
  }

  @Test
  void aNodeThatLeavesHasItsCompanionLeaveAndIsNotConfirmedDead() throws Exception {
    try (EvidenceCluster cluster = EvidenceCluster.start(folder, PATIENT, NODES)) {
      cluster.awaitCompanions(NODES);
      ProcessHandle companion = cluster.companion("node2").orElseThrow();
      cluster.leave("node2", SOON);
      EvidenceCluster.patiently().until(() -> !companion.isAlive());
      assertThat(document(cluster, "leases/node2")).contains("\"state\":\"released\"");
      try (RawZooKeeper client = new RawZooKeeper(cluster.zooKeeper().connectString())) {
        assertThat(client.client().exists(EvidenceCluster.ROOT + "/fencing/node2", false)).isNull();
      }
    }
  }

  @Test
  void aJvmWhoseParentDoesNotReapItIsSeenToBeGone() throws Exception {
    try (EvidenceCluster cluster = EvidenceCluster.start(folder, PATIENT, "node1", "node2")) {
      cluster.joinUnreaped("node3");
      cluster.awaitEverythingActiveOnce();
      EvidenceCluster.patiently().until(() -> cluster.active().containsKey("node3"));
      cluster.awaitEverythingActiveOnce();
      EvidenceCluster.patiently()
          .until(() -> cluster.output("node3").contains("companion: ready to write"));
      ProcessHandle jvm = cluster.process("node3").toHandle().children().findFirst().orElseThrow();
      Set<String> held = cluster.active().get("node3");
      jvm.destroyForcibly();
      cluster.note("node3", System.nanoTime());
      long killed = System.nanoTime();
      EvidenceCluster.patiently()
          .untilAsserted(
              () ->
                  assertThat(cluster.evidence())
                      .filteredOn(line -> line.event() == Event.START && line.nanos() - killed > 0)
                      .extracting(EvidenceLine::resource)
                      .containsAll(held));
      assertThat(System.nanoTime() - killed).isLessThan(SOON.toNanos());
      assertThat(jvm.isAlive()).as("a zombie").isTrue();
      assertThat(cluster.check().violations()).isEmpty();
      assertConfirmed(cluster, "node3");
    }
  }

  /** A JVM that were process 1 itself would take its companion along. */
  @Test
  void inAContainerTheGuardThatGoesFirstLetsTheCompanionFinish() throws Exception {
    List<String> container = List.of("unshare", "--pid", "--fork", "--mount-proc");
    assumeThat(succeeds(container)).as("a pid namespace can be made here").isTrue();
    List<String> guarded = new ArrayList<>(container);
    guarded.add(Path.of("..", "pk-guard").toAbsolutePath().normalize().toString());
    guarded.add("--");
    try (EvidenceCluster cluster = EvidenceCluster.start(folder, PATIENT, "node1", "node2")) {
      cluster.joinBy(guarded, "node3");
      EvidenceCluster.patiently().until(() -> cluster.active().containsKey("node3"));
      cluster.awaitEverythingActiveOnce();
      EvidenceCluster.patiently()
          .until(() -> cluster.output("node3").contains("companion: ready to write"));
      Process first = cluster.process("node3");
      // The companion is a java, too, but the child of one.
      ProcessHandle jvm =
          first
              .descendants()
              .filter(CompanionTest::isJava)
              .filter(process -> !isJava(process.parent().orElseThrow()))
              .findFirst()
              .orElseThrow();
      Set<String> held = cluster.active().get("node3");
      long killed = System.nanoTime();
      jvm.destroyForcibly();
      cluster.note("node3", System.nanoTime());

      assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(first.exitValue()).as("that of the JVM").isEqualTo(137);
      cluster.awaitEverythingActiveOnce();
      assertThat(System.nanoTime() - killed).isLessThan(SOON.toNanos());
      assertThat(cluster.evidence())
          .filteredOn(line -> line.event() == Event.START && line.nanos() - killed > 0)
          .extracting(EvidenceLine::resource)
          .containsAll(held);
      assertThat(cluster.check().violations()).isEmpty();
      assertConfirmed(cluster, "node3");
    }
  }

  private static boolean isJava(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("/java");
  }

  private static boolean succeeds(List<String> container) throws Exception {
    List<String> command = new ArrayList<>(container);
    command.add("true");
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
