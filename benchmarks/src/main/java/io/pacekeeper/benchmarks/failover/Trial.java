package io.pacekeeper.benchmarks.failover;

import io.pacekeeper.api.Companion;
import io.pacekeeper.benchmarks.failover.Contender.Step;
import io.pacekeeper.benchmarks.failover.ServerNote.Kind;
import io.pacekeeper.examples.evidence.EvidenceCheck;
import io.pacekeeper.examples.evidence.EvidenceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One cluster of fresh JVMs: is started, comes to rest with even shares, and then one step is done
 * to it. Nothing may have been written for half a second before, renewals aside.
 */
final class Trial implements AutoCloseable {
  /** Lease and margin are in this proportion. */
  private static final double LEASE_AND_MARGIN = 1.1;

  private static final Duration REST = Duration.ofMillis(500);

  /** Longer than a report waits for what else returns. */
  private static final Duration AFTERMATH = Duration.ofMillis(1500);

  /**
   * What is tried.
   *
   * @param idle how long the cluster at rest is watched; zero for not at all
   */
  record Plan(
      Contender contender,
      int resources,
      Step step,
      Duration lease,
      Duration sessionTimeout,
      Duration idle,
      Companion companion) {

    int victim() {
      return step == Step.CRASH_DC ? 0 : Participants.COUNT - 1;
    }
  }

  /**
   * What came out.
   *
   * @param transactions what was written, with the time from the step's beginning
   */
  record Result(Map<Metric, Double> figures, List<String> transactions) {}

  private final Plan plan;
  private final ServerJvm server;
  private final Path evidence;
  private final Participants jvms;
  private final Map<Metric, Double> figures = new EnumMap<>(Metric.class);
  private final List<EvidenceCheck.Death> deaths = new ArrayList<>();

  Trial(Plan plan, ServerJvm server, Path folder) throws IOException {
    this.plan = plan;
    this.server = server;
    this.evidence = Files.createDirectories(folder).resolve("evidence");
    this.jvms = new Participants(this::optionsOf, folder);
  }

  /** Runs it, and returns what came out. */
  Result run() throws Exception {
    server.forget();
    Map<String, String> empty = server.figures();
    start();
    awaitRest();
    if (!plan.idle().isZero()) {
      watchIdle();
      // Only now are the threads gone that were needed for the beginning.
      measureParticipants();
    }
    measureStore(empty);
    awaitRest();
    long begun = System.nanoTime();
    if (plan.step() == Step.LEAVE) {
      leave(begun);
    } else {
      crash(begun);
    }
    checkEvidence();
    // On a busy machine a companion may get ready only now, which it tries by a lone check.
    List<ServerNote> transactions =
        count(Kind.TRANSACTION, begun).stream()
            .filter(note -> !note.detail().equals("check"))
            .toList();
    figures.put(Metric.ZXIDS, (double) transactions.size());
    figures.put(Metric.CLOSINGS, (double) count(Kind.CLOSING, begun).size());
    return new Result(
        figures,
        transactions.stream()
            .map(note -> Summary.text(millis(note.nanos() - begun)) + " ms " + note.detail())
            .toList());
  }

  private void start() throws Exception {
    Files.writeString(evidence, "");
    jvms.start();
    if (plan.contender() == Contender.PACEKEEPER && !server.store().dc().equals(nameOf(0))) {
      throw new IllegalStateException(
          "the DC is " + server.store().dc() + ", and not the first that joined");
    }
  }

  private ParticipantOptions optionsOf(int index) {
    return new ParticipantOptions(
        plan.contender(),
        server.store().connectString(),
        index,
        Participants.COUNT,
        plan.resources(),
        plan.victim(),
        plan.lease(),
        plan.sessionTimeout(),
        plan.companion(),
        0,
        evidence);
  }

  private void awaitRest() throws Exception {
    Patience.await(
        "each service to be active once, and even shares",
        () -> activity().isSettled(plan.resources(), Participants.COUNT) && isQuiet(REST));
  }

  private boolean isQuiet(Duration length) throws InterruptedException {
    long since = System.nanoTime() - length.toNanos();
    return server.notes().stream()
        .filter(note -> note.kind() == Kind.TRANSACTION || note.kind() == Kind.CLOSING)
        .noneMatch(note -> note.nanos() - since > 0);
  }

  /** Measures what the cluster costs the store. */
  private void measureStore(Map<String, String> empty) throws IOException {
    Map<String, String> full = server.figures();
    figures.put(Metric.ZNODES, difference("zk_znode_count", full, empty));
    figures.put(Metric.WATCHES, difference("zk_watch_count", full, empty));
    figures.put(Metric.BYTES, difference("zk_approximate_data_size", full, empty));
  }

  /** Measures what it costs those who take part: the most of any of them. */
  private void measureParticipants() throws Exception {
    double threads = 0;
    double heap = 0;
    for (int i = 0; i < Participants.COUNT; i++) {
      threads = Math.max(threads, jvms.growth(i, 1));
      heap = Math.max(heap, jvms.growth(i, 2) / 1024);
    }
    figures.put(Metric.THREADS, threads);
    figures.put(Metric.HEAP, heap);
  }

  private static double difference(
      String name, Map<String, String> after, Map<String, String> before) {
    return number(after, name) - number(before, name);
  }

  private static double number(Map<String, String> figures, String name) {
    String text = figures.get(name);
    if (text == null) {
      throw new IllegalStateException("the server does not tell its " + name);
    }
    return Double.parseDouble(text);
  }

  private void watchIdle() throws Exception {
    long begun = System.nanoTime();
    long end = begun + plan.idle().toNanos();
    Patience.await("the time at rest", () -> System.nanoTime() - end >= 0);
    double seconds = plan.idle().toMillis() / 1000.0;
    figures.put(Metric.IDLE_RENEWALS, count(Kind.RENEWAL, begun).size() / seconds);
    figures.put(Metric.IDLE_WRITES, count(Kind.TRANSACTION, begun).size() / seconds);
  }

  private void crash(long killed) throws Exception {
    String victim = nameOf(plan.victim());
    Set<String> held = activity().on(victim);
    jvms.get(plan.victim()).close();
    deaths.add(new EvidenceCheck.Death(victim, System.nanoTime()));
    long active = awaitActive(held, victim, killed);
    List<ServerNote> notes = aftermath();
    double confirmed = confirmation(notes, victim, killed).nanos();
    figures.put(Metric.TOTAL, millis(active - killed));
    figures.put(Metric.DETECTION, (confirmed - killed) / 1e6);
    figures.put(Metric.REACTION, (active - confirmed) / 1e6);
    if (plan.contender() == Contender.PACEKEEPER && plan.companion() == Companion.OFF) {
      long renewed =
          notes.stream()
              .filter(note -> note.kind() == Kind.LEASE && note.detail().equals(victim))
              .mapToLong(ServerNote::nanos)
              .max()
              .orElseThrow();
      double over = renewed + plan.lease().toNanos() * LEASE_AND_MARGIN;
      figures.put(Metric.AFTER_LEASE, (active - over) / 1e6);
    }
  }

  private ServerNote confirmation(List<ServerNote> notes, String victim, long since) {
    Kind kind = plan.contender() == Contender.PACEKEEPER ? Kind.REVOCATION : Kind.EXPIRY;
    return notes.stream()
        .filter(note -> note.kind() == kind && note.nanos() - since > 0)
        .filter(note -> kind == Kind.EXPIRY || note.detail().equals(victim))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + kind + " among " + notes));
  }

  private void leave(long told) throws Exception {
    String victim = nameOf(plan.victim());
    Set<String> held = activity().on(victim);
    ChildJvm leaver = jvms.get(plan.victim());
    leaver.say(ParticipantJvm.LEAVE);
    long active = awaitActive(held, victim, told);
    leaver.hear(ParticipantJvm.DONE);
    aftermath();
    Activity after = activity();
    Map<String, Long> stopped = after.stopped(victim, told);
    Map<String, Long> started = after.startedElsewhere(victim, told);
    List<Double> gaps = new ArrayList<>();
    stopped.forEach(
        (resource, at) -> {
          Long next = started.get(resource);
          if (next != null) {
            gaps.add(millis(next - at));
          }
        });
    Summary summary = Summary.of(gaps);
    figures.put(Metric.TOTAL, millis(active - told));
    figures.put(Metric.GAP_MEDIAN, summary.median());
    figures.put(Metric.GAP_LONGEST, summary.highest());
  }

  /** Returns when the last of these services was started elsewhere. */
  private long awaitActive(Set<String> held, String victim, long since) throws Exception {
    if (held.isEmpty()) {
      throw new IllegalStateException(victim + " runs nothing");
    }
    Patience.await(
        "everything to be active elsewhere",
        () -> activity().startedElsewhere(victim, since).keySet().containsAll(held));
    Map<String, Long> started = activity().startedElsewhere(victim, since);
    return held.stream().mapToLong(started::get).max().orElseThrow();
  }

  private List<ServerNote> aftermath() throws Exception {
    Patience.await("the end of all writing", () -> isQuiet(AFTERMATH));
    return server.notes();
  }

  private void checkEvidence() throws IOException {
    if (plan.contender() == Contender.PACEKEEPER) {
      List<String> violations = EvidenceCheck.of(EvidenceFile.read(evidence), deaths).violations();
      if (!violations.isEmpty()) {
        throw new IllegalStateException("what must never be: " + violations);
      }
    }
  }

  private List<ServerNote> count(Kind kind, long since) throws InterruptedException {
    return server.notes().stream()
        .filter(note -> note.kind() == kind && note.nanos() - since > 0)
        .toList();
  }

  private Activity activity() throws IOException {
    return new Activity(EvidenceFile.read(evidence));
  }

  private static String nameOf(int index) {
    return ParticipantOptions.nameOf(index);
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }

  /** Ends the JVMs, and leaves the server as it was before. */
  @Override
  public void close() throws Exception {
    jvms.close();
    Patience.await(
        "the sessions to end", () -> number(server.figures(), "zk_ephemerals_count") == 0);
    server.store().clear();
  }
}
