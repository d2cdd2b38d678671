package io.pacekeeper.examples.lab;

import io.pacekeeper.examples.EvidenceNode;
import io.pacekeeper.examples.evidence.EvidenceCheck;
import io.pacekeeper.examples.evidence.EvidenceCheck.Activation;
import io.pacekeeper.examples.evidence.EvidenceCheck.Death;
import io.pacekeeper.examples.evidence.EvidenceFile;
import io.pacekeeper.examples.evidence.EvidenceLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** The lab's nodes, {@code n1} and on, all their lives, and what they wrote. */
final class Nodes implements AutoCloseable {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final LabOptions options;
  private final Shell shell;
  private final Map<String, NodeLife> now = new TreeMap<>();
  private final List<NodeLife> lives = new CopyOnWriteArrayList<>();
  private final List<Death> frozen = new CopyOnWriteArrayList<>();
  private final Thread watch = new Thread(this::watch, "lab-watch");
  private final AtomicLong stall = new AtomicLong();
  private volatile boolean closed;

  Nodes(LabOptions options, Shell shell) {
    this.options = options;
    this.shell = shell;
    watch.setDaemon(true);
    watch.start();
  }

  private void watch() {
    long before = System.nanoTime();
    while (!closed) {
      long now = System.nanoTime();
      stall.accumulateAndGet(now - before, Math::max);
      before = now;
      lives.stream().filter(life -> !life.isGone()).forEach(NodeLife::look);
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** Returns for how long at most since the last call this process did not get to run. */
  double stallSeconds() {
    return stall.getAndSet(0) / 1e9;
  }

  List<String> names() {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= options.nodes(); i++) {
      names.add("n" + i);
    }
    return names;
  }

  void start(String name) {
    Path log = options.folder().resolve("%s-%02d.log".formatted(name, lives.size() + 1));
    List<String> java =
        List.of(
            EvidenceNode.class.getName(),
            "--zookeeper",
            Ensemble.connectString(),
            "--cluster",
            "lab",
            "--name",
            name,
            "--resources",
            Integer.toString(LabOptions.RESOURCES),
            "--session-timeout",
            LabOptions.SESSION_TIMEOUT.toSeconds() + "s",
            "--lease",
            options.lease().toSeconds() + "s",
            "--companion",
            "required",
            "--work",
            "20ms",
            "--evidence",
            options.evidence().toString());
    NodeLife life = new NodeLife(name, shell.start(name, log, clock(name), java), log);
    now.put(name, life);
    lives.add(life);
  }

  /** Returns the file that says by how much a node's wall clock is wrong. */
  Path clockFile(String name) {
    return options.folder().resolve(name + ".clock");
  }

  private Map<String, String> clock(String name) {
    if (options.faketime().isEmpty()) {
      return Map.of();
    }
    setClock(name, "+0");
    return Map.of(
        "LD_PRELOAD",
        options.faketime(),
        "FAKETIME_TIMESTAMP_FILE",
        clockFile(name).toString(),
        "FAKETIME_CACHE_DURATION",
        "1",
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1",
        // Else every timed wait returns at once, and waits become loops.
        "FAKETIME_FORCE_MONOTONIC_FIX",
        "0",
        "NO_FAKE_STAT",
        "1");
  }

  void setClock(String name, String offset) {
    try {
      Files.writeString(clockFile(name), offset + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  NodeLife life(String name) {
    return now.get(name);
  }

  /** Returns all lives, in the order in which they began. */
  List<NodeLife> lives() {
    return lives;
  }

  /** Notes that from now on nothing of a node runs, until it is thawed; returns what now is. */
  long wasFrozen(String name) {
    Death death = new Death(name, System.nanoTime());
    frozen.add(death);
    return death.nanos();
  }

  List<EvidenceLine> evidence() {
    try {
      return Files.exists(options.evidence()) ? EvidenceFile.read(options.evidence()) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns what the evidence proves: each process was active for as long as it was certainly
   * alive. One that was frozen together with its companion is excused from then on.
   */
  EvidenceCheck proven() {
    List<Death> deaths = new ArrayList<>(frozen);
    lives.stream()
        .filter(NodeLife::isGone)
        .forEach(life -> deaths.add(new Death(life.name(), life.aliveNanos())));
    return EvidenceCheck.of(evidence(), deaths);
  }

  /** Returns what the evidence leaves possible: each was active until it was certainly gone. */
  EvidenceCheck possible() {
    List<Death> deaths = new ArrayList<>(frozen);
    lives.stream()
        .filter(NodeLife::isGone)
        .forEach(life -> deaths.add(new Death(life.name(), life.goneNanos())));
    return EvidenceCheck.of(evidence(), deaths);
  }

  /** Returns where each resource is active now. */
  Map<String, List<String>> active() {
    Map<String, List<String>> active = new TreeMap<>();
    for (int i = 0; i < LabOptions.RESOURCES; i++) {
      active.put("r" + i, new ArrayList<>());
    }
    for (Activation activation : possible().activations()) {
      if (!activation.hasEnded()) {
        active.get(activation.resource()).add(activation.node());
      }
    }
    return active;
  }

  boolean isEverythingActiveOnce() {
    return active().values().stream().allMatch(nodes -> nodes.size() == 1);
  }

  /** Ends everything gracefully, or not. */
  @Override
  public void close() {
    now.values().stream()
        .filter(NodeLife::isAlive)
        .forEach(life -> shell.signal("TERM", life.pid()));
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    while (now.values().stream().anyMatch(NodeLife::isAlive) && System.nanoTime() - until < 0) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    now.values().stream()
        .filter(NodeLife::isAlive)
        .forEach(life -> shell.signal("KILL", life.pid()));
    closed = true;
  }
}
