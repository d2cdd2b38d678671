package io.pacekeeper.benchmarks.failover;

import io.pacekeeper.examples.evidence.EvidenceCheck;
import io.pacekeeper.examples.evidence.EvidenceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One JVM after the other is killed, of a cluster that goes on: how long until everything that it
 * ran is active elsewhere.
 *
 * <p>ZooKeeper is an ensemble of {@code --servers} as they are. A killed JVM is started again, and
 * the next is killed when the shares are even again and nothing has been done for four seconds;
 * every other time it is the DC's. Before the first round that counts each JVM is killed once. A
 * {@link Contender#LATCH LeaderLatch} does not give even shares back, so its JVMs are all fresh in
 * each round; it makes as many rounds as {@code --repetitions}, because each lasts a session
 * timeout. Each participant has {@code --ballast} megabytes of its heap in use, which the system
 * has to free when it is killed. With {@code --kill host} its companion is killed with it.
 */
final class CrashSeries {
  private static final Duration REST = Duration.ofSeconds(4);

  private final Options options;
  private final Machine machine = new Machine();
  private final List<String> lines = new ArrayList<>();

  CrashSeries(Options options) {
    this.options = options;
  }

  /** Runs it, and returns what came out, for the reader. */
  List<String> run(String... args) throws Exception {
    lines.add("| contender | services | killed | median, ms | 99 of 100 within | longest | n |");
    lines.add("|---|---|---|---|---|---|---|");
    machine.sample();
    try (Ensemble ensemble = Ensemble.start(options.servers(), options.folder())) {
      for (int resources : options.resources()) {
        for (Contender contender : options.contenders()) {
          Path folder = options.folder().resolve(contender + "-" + resources);
          Series series = new Series(ensemble, contender, resources, folder);
          if (contender == Contender.PACEKEEPER) {
            series.kill();
          } else {
            series.killFresh();
          }
          machine.sample();
        }
      }
    }
    List<String> all = new ArrayList<>(machine.describe(args));
    all.add("");
    all.addAll(lines);
    return all;
  }

  /** All rounds of one contender. */
  private final class Series {
    private final Contender contender;
    private final int resources;
    private final Path folder;
    private final Path evidence;
    private final EvidenceTail tail;
    private final Store store;
    private final Participants jvms;
    private final List<EvidenceCheck.Death> deaths = new ArrayList<>();
    private final List<Double> ofTheDc = new ArrayList<>();
    private final List<Double> ofOthers = new ArrayList<>();

    Series(Ensemble ensemble, Contender contender, int resources, Path folder) throws IOException {
      this.contender = contender;
      this.resources = resources;
      this.folder = folder;
      this.evidence = Files.createDirectories(folder).resolve("evidence");
      this.tail = new EvidenceTail(evidence);
      this.store = new Store(ensemble.connectString());
      this.jvms = new Participants(this::optionsOf, folder, options.flags());
      Files.writeString(evidence, "");
    }

    private ParticipantOptions optionsOf(int index) {
      return new ParticipantOptions(
          contender,
          store.connectString(),
          index,
          Participants.COUNT,
          resources,
          0,
          options.lease(),
          options.sessionTimeout(),
          options.companion(),
          options.ballast(),
          evidence);
    }

    void kill() throws Exception {
      try (jvms) {
        jvms.start();
        for (int round = -Participants.COUNT; round < options.rounds(); round++) {
          rest();
          String dc = store.dc();
          boolean killsDc = round % 2 == 0;
          int victim = killsDc ? index(dc) : (index(dc) + 1 + Math.abs(round / 2) % 2) % 3;
          double millis = kill(victim);
          note(round, ParticipantOptions.nameOf(victim), killsDc, millis);
          jvms.restart(victim);
        }
        rest();
        check(); // Before they are all killed, one after the other: the last take over from the
        // first.
      }
      summarize("the DC", ofTheDc);
      summarize("another", ofOthers);
      List<Double> all = new ArrayList<>(ofTheDc);
      all.addAll(ofOthers);
      summarize("any", all);
      store.clear();
    }

    private void check() throws IOException {
      List<String> violations = EvidenceCheck.of(EvidenceFile.read(evidence), deaths).violations();
      if (!violations.isEmpty()) {
        throw new IllegalStateException("what must never be: " + violations);
      }
    }

    void killFresh() throws Exception {
      for (int round = 0; round < options.repetitions(); round++) {
        Files.writeString(evidence, "");
        try (Participants fresh = new Participants(this::optionsOf, folder, options.flags())) {
          fresh.start();
          Patience.await("even shares", () -> activity().isSettled(resources, Participants.COUNT));
          Set<String> held = activity().on(ParticipantOptions.nameOf(0));
          long begun = System.nanoTime();
          fresh.get(0).close();
          note(round, ParticipantOptions.nameOf(0), false, millisToActive(0, held, begun));
          for (int i = 1; i < Participants.COUNT; i++) {
            fresh.get(i).say(ParticipantJvm.LEAVE);
            fresh.get(i).hear(ParticipantJvm.DONE);
          }
        }
        store.clear();
      }
      summarize("any", ofOthers);
    }

    private Activity activity() throws IOException {
      return new Activity(EvidenceFile.read(evidence));
    }

    private void rest() throws Exception {
      Patience.await("even shares", () -> tail.activity().isSettled(resources, Participants.COUNT));
      long end = System.nanoTime() + REST.toNanos();
      Patience.await("the time at rest", () -> System.nanoTime() - end >= 0);
      tail.shorten();
    }

    private double kill(int victim) throws Exception {
      String name = ParticipantOptions.nameOf(victim);
      Set<String> held = tail.activity().on(name);
      long begun = System.nanoTime();
      if (options.killsHosts()) {
        jvms.get(victim).killWithChildren();
      } else {
        jvms.get(victim).close();
      }
      deaths.add(new EvidenceCheck.Death(name, System.nanoTime()));
      Patience.await(
          "everything to be active elsewhere",
          () -> tail.activity().startedElsewhere(name, begun).keySet().containsAll(held));
      double millis = millis(held, tail.activity(), name, begun);
      tail.shorten(); // The killed one did not write down that anything stopped.
      return millis;
    }

    private double millisToActive(int victim, Set<String> held, long begun) throws Exception {
      String name = ParticipantOptions.nameOf(victim);
      Patience.await(
          "everything to be active elsewhere",
          () -> activity().startedElsewhere(name, begun).keySet().containsAll(held));
      return millis(held, activity(), name, begun);
    }

    private void note(int round, String victim, boolean killsDc, double millis) {
      System.err.printf(
          Locale.ROOT,
          "%s %d services, round %d: %s%s, %.1f ms%n",
          contender.title(),
          resources,
          round,
          victim,
          killsDc ? ", the DC" : "",
          millis);
      if (round >= 0) {
        (killsDc ? ofTheDc : ofOthers).add(millis);
      }
    }

    private void summarize(String killed, List<Double> figures) {
      if (!figures.isEmpty()) {
        List<Double> sorted = new ArrayList<>(figures);
        sorted.sort(Double::compare);
        double within = sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1);
        Summary summary = Summary.of(sorted);
        lines.add(
            "| %s | %d | %s | %s | %s | %s | %d |"
                .formatted(
                    contender.title(),
                    resources,
                    killed,
                    Summary.text(summary.median()),
                    Summary.text(within),
                    Summary.text(summary.highest()),
                    summary.count()));
      }
    }
  }

  private static int index(String node) {
    for (int i = 0; i < Participants.COUNT; i++) {
      if (ParticipantOptions.nameOf(i).equals(node)) {
        return i;
      }
    }
    throw new IllegalStateException("the DC is " + node + ", which does not take part");
  }

  private static double millis(Set<String> held, Activity activity, String name, long begun) {
    Map<String, Long> started = activity.startedElsewhere(name, begun);
    return held.stream().mapToLong(started::get).max().orElseThrow() / 1e6 - begun / 1e6;
  }
}
