package io.pacekeeper.examples.lab;

import io.pacekeeper.examples.lab.Injected.Proof;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Breaks ZooKeeper, and its network. */
final class EnsembleFaults {
  private final Shell shell;
  private final Nodes nodes;
  private final Ensemble ensemble;

  EnsembleFaults(Shell shell, Nodes nodes, Ensemble ensemble) {
    this.shell = shell;
    this.nodes = nodes;
    this.ensemble = ensemble;
  }

  Injected inject(Schedule.Fault fault) {
    String target = Ensemble.hosts().get(fault.target());
    String leader = ensemble.leader(target);
    return switch (fault.kind()) {
      case LEADER_KILLED -> kill(leader);
      case QUORUM_LOST -> loseQuorum(target);
      case LEADER_SPLIT -> split(leader, nodes.names().get(fault.draw() % nodes.names().size()));
      case LEADER_MUTE -> mute(leader);
      case DISK_FULL -> fillDisk(target);
      default -> throw new IllegalArgumentException(fault.toString());
    };
  }

  private Injected of(FaultKind kind, String words, Supplier<Proof> proof, Runnable heal) {
    return new Injected(kind, "", words, proof, heal);
  }

  private Injected kill(String leader) {
    ensemble.kill(leader);
    return of(
        FaultKind.LEADER_KILLED,
        "SIGKILL to the ZooKeeper leader, " + leader,
        () -> new Proof(!ensemble.isAlive(leader), ensemble.modes()),
        () -> ensemble.start(leader));
  }

  private Injected loseQuorum(String kept) {
    List<String> others = others(kept);
    others.forEach(ensemble::kill);
    return of(
        FaultKind.QUORUM_LOST,
        "SIGKILL to the ZooKeeper servers " + String.join(" and ", others),
        () ->
            new Proof(
                others.stream().noneMatch(ensemble::isAlive) && ensemble.mode(kept).equals("none"),
                ensemble.modes()),
        () -> others.forEach(ensemble::start));
  }

  private Injected split(String leader, String node) {
    List<String> minority = List.of(leader, node);
    List<String> majority = new ArrayList<>(others(leader));
    nodes.names().stream().filter(each -> !each.equals(node)).forEach(majority::add);
    between(minority, majority, shell::mute);
    between(majority, minority, shell::mute);
    return of(
        FaultKind.LEADER_SPLIT,
        "the ZooKeeper leader %s with %s on one side, %s on the other"
            .formatted(leader, node, String.join(" ", majority)),
        () -> {
          Proof apart = Reach.of(shell, minority, others(leader)).proof(false, false);
          return new Proof(apart.shown(), apart.words() + " | " + ensemble.modes());
        },
        () -> {
          between(minority, majority, shell::unmute);
          between(majority, minority, shell::unmute);
        });
  }

  private Injected mute(String leader) {
    List<String> others = others(leader);
    between(List.of(leader), others, shell::mute);
    return of(
        FaultKind.LEADER_MUTE,
        "what the ZooKeeper leader %s sends to %s is lost"
            .formatted(leader, String.join(" and ", others)),
        () -> {
          Proof oneWay = Reach.of(shell, List.of(leader), others).proof(false, true);
          return new Proof(oneWay.shown(), oneWay.words() + " | " + ensemble.modes());
        },
        () -> between(List.of(leader), others, shell::unmute));
  }

  private Injected fillDisk(String server) {
    String mode = ensemble.mode(server);
    long before = complaints(server);
    String free = shell.script("disk", "fill", ensemble.disk(server).toString());
    return of(
        FaultKind.DISK_FULL,
        "the disk of %s, %s, is full: %s KB free".formatted(server, mode, free),
        () -> {
          long more = complaints(server) - before;
          return new Proof(
              free.equals("0") && more > 0,
              "%d times 'No space left on device' in its log | %s"
                  .formatted(more, ensemble.modes()));
        },
        () -> {
          shell.script("disk", "free", ensemble.disk(server).toString());
          // It does not come back by itself; and it may live on without serving anybody.
          ensemble.kill(server);
          ensemble.start(server);
        });
  }

  private long complaints(String server) {
    return Shell.text(ensemble.log(server))
        .lines()
        .filter(line -> line.contains("No space left on device"))
        .count();
  }

  private static void between(List<String> from, List<String> to, BiConsumer<String, String> what) {
    from.forEach(a -> to.forEach(b -> what.accept(a, b)));
  }

  private static List<String> others(String server) {
    return Ensemble.hosts().stream().filter(each -> !each.equals(server)).toList();
  }
}
