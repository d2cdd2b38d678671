package io.pacekeeper.examples.lab;

import io.pacekeeper.examples.evidence.EvidenceCheck.Activation;
import io.pacekeeper.examples.evidence.FencedRegister;
import io.pacekeeper.examples.lab.Injected.Proof;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Breaks what a schedule says: nodes here, ZooKeeper in {@link EnsembleFaults}. */
final class Faults {
  private static final int SIGKILLED = 137;

  private static final int MAX_JUMP_SECONDS = 3600;

  private final LabOptions options;
  private final Shell shell;
  private final Nodes nodes;
  private final Journal journal;
  private final EnsembleFaults ensembleFaults;
  private int freezes;

  Faults(LabOptions options, Shell shell, Nodes nodes, Ensemble ensemble, Journal journal) {
    this.options = options;
    this.shell = shell;
    this.nodes = nodes;
    this.journal = journal;
    this.ensembleFaults = new EnsembleFaults(shell, nodes, ensemble);
  }

  Injected inject(Schedule.Fault fault) {
    if (fault.kind().domain() == FaultKind.Domain.ENSEMBLE) {
      return ensembleFaults.inject(fault);
    }
    NodeLife victim = nodes.life(busy(fault.target()));
    return switch (fault.kind()) {
      case NODE_KILLED -> kill(victim);
      case NODE_AND_COMPANION_KILLED -> killBoth(victim);
      case COMPANION_KILLED -> killCompanion(victim);
      case PAUSED_SHORT, PAUSED_LONG -> pause(fault.kind(), victim);
      case FROZEN_TOGETHER -> freeze(victim);
      case HOST_CUT -> cut(victim);
      case CUT_TO_ZOOKEEPER, CUT_FROM_ZOOKEEPER -> cutOneWay(fault.kind(), victim);
      case CLOCK_JUMP -> jump(fault.draw(), victim);
      default -> throw new IllegalArgumentException(fault.toString());
    };
  }

  /** Returns the first node from the target on that lives and on which something is active. */
  private String busy(int target) {
    List<String> names = nodes.names();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get((target + i) % names.size());
      boolean active = nodes.active().values().stream().anyMatch(each -> each.contains(name));
      if (active && nodes.life(name).isAlive()) {
        return name;
      }
    }
    return names.get(target);
  }

  private Injected kill(NodeLife victim) {
    shell.signal("KILL", victim.pid());
    victim.wasKilled();
    return killed(FaultKind.NODE_KILLED, victim, "SIGKILL to the JVM of ");
  }

  private Injected killBoth(NodeLife victim) {
    long companion = victim.companion().map(ProcessHandle::pid).orElse(0L);
    // The companion first: it may not see the other's end.
    shell.signal("KILL", companion, victim.pid());
    victim.wasKilled();
    return killed(
        FaultKind.NODE_AND_COMPANION_KILLED,
        victim,
        "SIGKILL to companion %d and JVM of ".formatted(companion));
  }

  private static Injected killed(FaultKind kind, NodeLife victim, String words) {
    return new Injected(
        kind,
        victim.name(),
        words + describe(victim),
        () ->
            victim.isAlive()
                ? new Proof(false, "it lives")
                : new Proof(victim.exitStatus() == SIGKILLED, "exit status " + victim.exitStatus()),
        () -> {});
  }

  private Injected killCompanion(NodeLife victim) {
    Optional<ProcessHandle> companion = victim.companion();
    companion.ifPresent(process -> shell.signal("KILL", process.pid()));
    victim.companionKilled();
    return new Injected(
        FaultKind.COMPANION_KILLED,
        victim.name(),
        "SIGKILL to the companion %s of %s"
            .formatted(companion.map(ProcessHandle::pid).orElse(0L), describe(victim)),
        () ->
            new Proof(
                companion.isPresent() && !companion.get().isAlive(),
                "it is gone; now guarded by "
                    + victim.companion().map(one -> "process " + one.pid()).orElse("nobody")),
        () -> {});
  }

  private Injected pause(FaultKind kind, NodeLife victim) {
    shell.signal("STOP", victim.pid());
    boolean stopped = false;
    for (int i = 0; i < 400 && !stopped; i++) {
      stopped = victim.isStopped();
      Shell.pass(Duration.ofMillis(5));
    }
    long at = System.nanoTime();
    boolean wasStopped = stopped;
    return new Injected(
        kind,
        victim.name(),
        "SIGSTOP to the JVM of %s, %s"
            .formatted(describe(victim), stopped ? "all threads stopped" : "NOT stopped"),
        () -> pauseProof(kind, victim, wasStopped, at),
        () -> {
          if (victim.isAlive()) {
            shell.signal("CONT", victim.pid());
            journal.say("  SIGCONT to %s", describe(victim));
          }
        });
  }

  private Proof pauseProof(FaultKind kind, NodeLife victim, boolean wasStopped, long at) {
    if (!victim.isAlive()) {
      double seconds = (victim.goneNanos() - at) / 1e9;
      journal.silent(victim.name(), at);
      journal.killedAfter(kind, seconds);
      return new Proof(
          wasStopped && kind == FaultKind.PAUSED_LONG && victim.exitStatus() == SIGKILLED,
          "gone %.2f s after it stopped, exit status %d".formatted(seconds, victim.exitStatus()));
    }
    return new Proof(
        victim.isStopped() && kind == FaultKind.PAUSED_SHORT, "alive, and no thread runs");
  }

  private Injected freeze(NodeLife victim) {
    long companion = victim.companion().map(ProcessHandle::pid).orElse(0L);
    boolean freezer = !options.freezer().equals("none");
    String group = options.prefix() + "-f" + ++freezes;
    String state;
    if (freezer) {
      String[] all = {"freeze", group, Long.toString(victim.pid()), Long.toString(companion)};
      state = shell.script("freezer", all);
    } else {
      shell.signal("STOP", companion, victim.pid());
      Shell.pass(Duration.ofMillis(200));
      state = victim.isStopped() ? "stopped, for want of a freezer" : "NOT stopped";
    }
    boolean active = nodes.active().values().stream().anyMatch(n -> n.contains(victim.name()));
    long at = nodes.wasFrozen(victim.name());
    return new Injected(
        FaultKind.FROZEN_TOGETHER,
        victim.name(),
        "JVM of %s and companion %d: %s".formatted(describe(victim), companion, state),
        () ->
            new Proof(
                !state.startsWith("NOT") && !state.equals("THAWED") && victim.isAlive(),
                "still " + state),
        () -> {
          long thawing = System.nanoTime();
          if (freezer) {
            shell.script("freezer", "thaw", group);
          } else {
            shell.signal("CONT", victim.pid(), companion);
          }
          thawed(victim, active, at, thawing);
        });
  }

  /** Waits for the end of what was frozen past its lease, and notes how long that took. */
  private void thawed(NodeLife victim, boolean active, long frozen, long thawing) {
    for (int i = 0; i < 1000 && active && victim.isAlive(); i++) {
      Shell.pass(Duration.ofMillis(10));
    }
    boolean gone = !victim.isAlive();
    if (gone) {
      journal.silent(victim.name(), frozen);
    }
    double seconds = gone ? (victim.goneNanos() - thawing) / 1e9 : Double.NaN;
    journal.thawed(
        new Journal.Thaw(victim.name(), frozen, thawing, active, seconds),
        gone
            ? "gone after %.3f s, exit status %d".formatted(seconds, victim.exitStatus())
            : "lives on");
  }

  private Injected cut(NodeLife victim) {
    String host = victim.name();
    shell.net("cut", host);
    return new Injected(
        FaultKind.HOST_CUT,
        host,
        "the host of " + host + " without its cable",
        () -> Reach.of(shell, List.of(host), Ensemble.hosts()).proof(false, false),
        () -> shell.net("join", host));
  }

  private Injected cutOneWay(FaultKind kind, NodeLife victim) {
    String host = victim.name();
    boolean to = kind == FaultKind.CUT_TO_ZOOKEEPER;
    for (String server : Ensemble.hosts()) {
      shell.mute(to ? host : server, to ? server : host);
    }
    return new Injected(
        kind,
        host,
        to ? "what " + host + " sends to z1-z3 is lost" : "what z1-z3 send to " + host + " is lost",
        () -> Reach.of(shell, List.of(host), Ensemble.hosts()).proof(!to, to),
        () ->
            Ensemble.hosts()
                .forEach(server -> shell.unmute(to ? host : server, to ? server : host)));
  }

  private Injected jump(int draw, NodeLife victim) {
    int seconds = 10 + draw % MAX_JUMP_SECONDS;
    String offset = (draw / MAX_JUMP_SECONDS % 2 == 0 ? "+" : "-") + seconds;
    nodes.setClock(victim.name(), offset);
    return new Injected(
        FaultKind.CLOCK_JUMP,
        victim.name(),
        "the wall clock of %s jumps by %s s".formatted(victim.name(), offset),
        () -> jumpProof(victim.name(), Integer.parseInt(offset)),
        () -> nodes.setClock(victim.name(), "+0"));
  }

  /** Looks at the wall clock in what an activation on that node wrote last. */
  private Proof jumpProof(String node, int offset) {
    List<String> seen = new ArrayList<>();
    for (Activation activation : nodes.possible().activations()) {
      if (activation.node().equals(node) && !activation.hasEnded()) {
        long wrong = wrongMillis(activation.resource());
        seen.add(
            "%s writes with a clock that is wrong by %d ms"
                .formatted(activation.resource(), wrong));
        if (Math.abs(wrong - offset * 1000L) < 2000) {
          return new Proof(true, seen.get(seen.size() - 1));
        }
      }
    }
    return new Proof(false, seen.isEmpty() ? "nothing is active there" : String.join(", ", seen));
  }

  private long wrongMillis(String resource) {
    try {
      return FencedRegister.read(options.evidence().resolveSibling("evidence." + resource))
          .map(content -> content.wallMillis() - System.currentTimeMillis())
          .orElse(0L);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String describe(NodeLife life) {
    return "%s (%d)".formatted(life.name(), life.pid());
  }
}
