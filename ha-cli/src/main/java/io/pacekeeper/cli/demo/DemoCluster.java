package io.pacekeeper.cli.demo;

import io.pacekeeper.api.HaException;
import io.pacekeeper.cli.demo.Evidence.Stay;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The cluster of the demonstration: a ZooKeeper server in this process, the nodes' processes, and
 * what they wrote down. Closing it ends all of them and deletes the folder, on any thread, once.
 */
final class DemoCluster implements AutoCloseable {
  private static final Duration POLITENESS = Duration.ofSeconds(8);
  private static final Duration LAST_BREATH = Duration.ofSeconds(5);
  private static final int LAST_LINES = 12;
  private static final int MOST_ATTEMPTS = 10;

  private final DemoOptions options;
  private final Path evidence;
  private final EmbeddedZooKeeper zooKeeper;
  private final Map<String, NodeProcess> processes = new ConcurrentHashMap<>();
  private final Map<String, List<Long>> deaths = new TreeMap<>();
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile @Nullable ZooKeeperClusterClient client;

  DemoCluster(DemoOptions options) {
    Path data = options.data();
    this.options = options;
    this.evidence = options.folder().resolve("evidence");
    this.zooKeeper =
        new EmbeddedZooKeeper(data == null ? options.folder().resolve("zookeeper") : data);
  }

  /** Starts the server. */
  void open() throws DemoFailure {
    try {
      zooKeeper.start();
    } catch (HaException e) {
      throw new DemoFailure(String.valueOf(e.getMessage()), e);
    }
  }

  String connectString() {
    return zooKeeper.connectString();
  }

  /**
   * Returns what an administrator sees and does.
   *
   * @throws HaException if no node has joined yet
   */
  ZooKeeperClusterClient client() {
    ZooKeeperClusterClient open = client;
    if (open == null) {
      open = ZooKeeperClusterClient.builder(connectString()).cluster(DemoOptions.CLUSTER).connect();
      client = open;
    }
    return open;
  }

  /** Returns whether there is a cluster yet. */
  boolean isThere() {
    try {
      client();
      return true;
    } catch (HaException e) {
      return false;
    }
  }

  NodeProcess start(String node) throws DemoFailure {
    try {
      NodeProcess process =
          NodeProcess.start(
              node,
              options.folder(),
              List.of(
                  connectString(),
                  DemoOptions.CLUSTER,
                  evidence.toString(),
                  Long.toString(options.lease().toMillis())));
      processes.put(node, process);
      if (closing.get()) {
        process.kill();
      }
      return process;
    } catch (IOException e) {
      throw new DemoFailure("the JVM of " + node + " could not be started", e);
    }
  }

  NodeProcess process(String node) {
    NodeProcess process = processes.get(node);
    if (process == null) {
      throw new IllegalStateException(node + " was never started");
    }
    return process;
  }

  /** Kills a node's JVM, and notes when. */
  void kill(String node) {
    NodeProcess process = process(node);
    deaths.computeIfAbsent(node, n -> new ArrayList<>()).add(process.kill());
  }

  /** Returns when a service was active where. */
  List<Stay> stays(String service) {
    try {
      return Evidence.stays(Evidence.read(evidence), deaths, service);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns where a service is active now, or null for nowhere. */
  @Nullable Stay stay(String service) {
    return stays(service).stream().filter(stay -> !stay.isOver()).findFirst().orElse(null);
  }

  /** Returns a node whose process ended though nobody asked for that, or null. */
  @Nullable NodeProcess deadUnasked(List<String> expected) {
    return expected.stream()
        .map(this::process)
        .filter(process -> !process.isAlive())
        .findFirst()
        .orElse(null);
  }

  boolean isClosing() {
    return closing.get();
  }

  /** Returns the end of every node's log. */
  List<String> lastLines() {
    List<String> lines = new ArrayList<>();
    for (NodeProcess process : new TreeMap<>(processes).values()) {
      lines.add("-- the last lines of " + process.node() + ":");
      lines.addAll(process.lastLines(LAST_LINES));
    }
    return lines;
  }

  /** Ends the nodes politely, as far as they do that in time. */
  void leave() throws InterruptedException {
    processes.values().forEach(NodeProcess::terminate);
    long deadline = System.nanoTime() + POLITENESS.toNanos();
    for (NodeProcess process : processes.values()) {
      process.awaitExit(Duration.ofNanos(deadline - System.nanoTime()));
    }
  }

  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    processes.values().forEach(NodeProcess::killWithCompanion);
    try {
      for (NodeProcess process : processes.values()) {
        process.awaitExit(LAST_BREATH);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ZooKeeperClusterClient open = client;
    if (open != null) {
      open.close();
    }
    zooKeeper.close();
    delete(options.folder());
  }

  /** Deletes a folder, again if something was written into it meanwhile. */
  private static void delete(Path folder) {
    for (int attempt = 1; Files.exists(folder); attempt++) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      } catch (IOException | UncheckedIOException e) {
        if (attempt == MOST_ATTEMPTS) {
          throw new HaException("the folder " + folder + " could not be deleted: " + e, e);
        }
      }
    }
  }
}
