package io.pacekeeper.examples.lab;

import io.pacekeeper.examples.evidence.EvidenceCheck.Death;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The fault lab: breaks a cluster of real JVMs and real ZooKeeper servers, heals it, and looks at
 * what the resources wrote meanwhile. {@code lab/run} makes the network for it, and clears up.
 */
public final class FaultLab {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration POLL = Duration.ofMillis(250);

  private final LabOptions options;
  private final Journal journal = new Journal();
  private final Shell shell;
  private final Ensemble ensemble;
  private final Nodes nodes;
  private final Faults faults;

  private FaultLab(LabOptions options) {
    this.options = options;
    this.shell = new Shell(options);
    this.ensemble = new Ensemble(options, shell);
    this.nodes = new Nodes(options, shell);
    this.faults = new Faults(options, shell, nodes, ensemble, journal);
  }

  /** Takes {@link LabOptions}; ends with 0 if nothing was violated. */
  public static void main(String[] args) throws IOException {
    LabOptions options;
    try {
      options = LabOptions.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println("lab: " + e.getMessage());
      System.exit(2);
      return;
    }
    System.exit(new FaultLab(options).run() ? 0 : 1);
  }

  private boolean run() throws IOException {
    Schedule schedule =
        Schedule.of(
            options.seed(),
            Duration.ofMinutes(options.minutes()),
            options.nodes(),
            options.lease(),
            options.kinds(),
            options.steps());
    System.out.printf(
        "seed %d, %d minutes, %d nodes, lease %d s, commit %s%n%s",
        options.seed(),
        options.minutes(),
        options.nodes(),
        options.lease().toSeconds(),
        options.commit(),
        schedule);
    try {
      begin();
      long until = System.nanoTime() + Duration.ofMinutes(options.minutes()).toNanos();
      for (Schedule.Step step : schedule.steps()) {
        if (System.nanoTime() - until > 0) {
          journal.say("time is up before step %d", step.number());
          break;
        }
        new StepRun(step).run();
      }
      // What could still go wrong has the time of a lease to do so.
      Shell.pass(options.lease());
    } finally {
      nodes.close();
      ensemble.end();
    }
    return report();
  }

  private void begin() {
    Ensemble.hosts().forEach(ensemble::start);
    await("the ensemble", ensemble::isWhole);
    journal.say("ZooKeeper: %s", ensemble.modes());
    nodes.names().forEach(nodes::start);
    await("the nodes", this::isWhole);
    journal.say("active: %s", nodes.active());
    nodes.stallSeconds();
  }

  private boolean isWhole() {
    return nodes.names().stream().allMatch(name -> nodes.life(name).isWhole())
        && nodes.isEverythingActiveOnce()
        && ensemble.isWhole();
  }

  private void await(String what, BooleanSupplier condition) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - until > 0) {
        throw new IllegalStateException(
            "not in order after %s: %s; %s, active %s"
                .formatted(PATIENCE, what, ensemble.modes(), nodes.active()));
      }
      Shell.pass(POLL);
    }
  }

  private boolean report() throws IOException {
    List<Death> deaths = new ArrayList<>();
    nodes.lives().stream()
        .filter(NodeLife::isGone)
        .forEach(life -> deaths.add(new Death(life.name(), life.goneNanos())));
    LabReport report =
        LabReport.of(options, journal, nodes.proven(), nodes.possible(), deaths, nodes.evidence());
    System.out.println();
    System.out.println(report.text());
    Files.writeString(options.report(), report.text());
    return report.violations().isEmpty();
  }

  /** One step: its faults come and go, each at its own time. */
  private final class StepRun {
    private final Schedule.Step step;
    private final List<Event> events = new ArrayList<>();
    private final List<Injected> injected = new ArrayList<>();
    private final List<String> notShown = new ArrayList<>();
    private final Set<NodeLife> toldOf = new HashSet<>();
    private long began;

    /** Something to do, at a time from the step's beginning. */
    private record Event(Duration at, Runnable todo) {}

    StepRun(Schedule.Step step) {
      this.step = step;
      for (Schedule.Fault fault : step.faults()) {
        events.add(new Event(fault.after(), () -> inject(fault)));
      }
      events.sort(Comparator.comparing(Event::at));
    }

    private void inject(Schedule.Fault fault) {
      Injected done = faults.inject(fault);
      journal.say("  %s: %s", fault.kind().label(), done.words());
      injected.add(done);
      // From when it was in effect, as looking for the leader may have taken a while.
      Duration until = Duration.ofNanos(System.nanoTime() - began).plus(fault.hold());
      events.add(new Event(until, () -> heal(done)));
      events.sort(Comparator.comparing(Event::at));
    }

    private void heal(Injected done) {
      Injected.Proof proof = done.proof().get();
      journal.say(
          "  %s, %s: %s",
          done.kind().label(), proof.shown() ? "in effect" : "NOT SHOWN", proof.words());
      if (!proof.shown()) {
        notShown.add(done.kind().label() + ": " + proof.words());
      }
      done.heal().run();
      journal.say("  %s healed", done.kind().label());
    }

    void run() {
      began = System.nanoTime();
      journal.say("step %s; active %s", step.toString().strip(), nodes.active());
      while (!events.isEmpty()) {
        Event next = events.remove(0);
        Shell.pass(next.at().minusNanos(System.nanoTime() - began));
        next.todo().run();
      }
      long healed = System.nanoTime();
      double activeAfter = recover(healed);
      Shell.pass(step.rest());
      double stall = nodes.stallSeconds();
      journal.say("  the machine kept the lab waiting for %.2f s at most", stall);
      journal.add(
          new Journal.Happened(
              step, began, healed, System.nanoTime(), activeAfter, stall, List.copyOf(notShown)));
    }

    /** Returns how long it took until each resource was active once, in seconds. */
    private double recover(long healed) {
      long[] lastMissing = {healed};
      await(
          "after step " + step.number(),
          () -> {
            for (String name : nodes.names()) {
              restart(nodes.life(name));
            }
            if (!nodes.isEverythingActiveOnce()) {
              lastMissing[0] = System.nanoTime();
            }
            return isWhole();
          });
      double seconds = (lastMissing[0] - healed) / 1e9;
      journal.say("  each active once %.1f s after healing: %s", seconds, nodes.active());
      return seconds;
    }

    private void restart(NodeLife life) {
      if (life.isAlive() || !toldOf.add(life)) {
        return;
      }
      boolean explained =
          injected.stream()
              .anyMatch(done -> done.victim().equals(life.name()) && done.kind().kills());
      if (!explained) {
        String[] said = life.output().strip().split("\n");
        journal.unexplained(
            "step %d (%s): %s ended, exit status %d: %s"
                .formatted(
                    step.number(),
                    step.label(),
                    life.name(),
                    life.exitStatus(),
                    said[said.length - 1]));
      }
      nodes.start(life.name());
      journal.say("  %s started again, process %d", life.name(), nodes.life(life.name()).pid());
    }
  }
}
