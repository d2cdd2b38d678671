package io.pacekeeper.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.api.Companion;
import io.pacekeeper.examples.evidence.EvidenceCheck;
import io.pacekeeper.examples.evidence.EvidenceCheck.Activation;
import io.pacekeeper.examples.evidence.EvidenceCheck.Death;
import io.pacekeeper.examples.evidence.EvidenceFile;
import io.pacekeeper.examples.evidence.EvidenceLine;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;

/**
 * Evidence nodes in JVMs of their own, to be broken: killed, paused, or left without the ZooKeeper
 * server, which is in this JVM. Nothing that breaks them starts them again unless it is said here.
 */
final class EvidenceCluster implements AutoCloseable {
  static final String NAME = "evidence";

  /** The path of the cluster's documents. */
  static final String ROOT = "/pacekeeper/" + NAME;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final Shape shape;
  private final List<String> by;
  private final EmbeddedZooKeeper zooKeeper;
  private final Map<String, ChildJvm> nodes = new TreeMap<>();
  private final Map<String, CompletableFuture<Void>> ends = new TreeMap<>();
  private final List<Death> deaths = new CopyOnWriteArrayList<>();
  private int lives;

  /**
   * How a cluster is made.
   *
   * @param resources how many there are
   * @param monitor how often each is monitored, zero for never
   * @param companion whether each node has a companion
   * @param timeout how long an operation may take
   */
  record Shape(
      int resources,
      Duration lease,
      Duration sessionTimeout,
      Duration monitor,
      Companion companion,
      Duration timeout) {
    /** Makes one whose operations may take as long as it is by default. */
    Shape(
        int resources,
        Duration lease,
        Duration sessionTimeout,
        Duration monitor,
        Companion companion) {
      this(resources, lease, sessionTimeout, monitor, companion, Duration.ofSeconds(20));
    }

    /** Returns one in which the lease alone guards. */
    static Shape of(int resources, Duration lease) {
      return new Shape(resources, lease, Duration.ofSeconds(2), Duration.ZERO, Companion.OFF);
    }

    /** Returns how long after the last renewal somebody else may have what a node had. */
    Duration leaseAndMargin() {
      return lease.multipliedBy(11).dividedBy(10);
    }
  }

  private EvidenceCluster(Path folder, Shape shape, List<String> by) {
    this.folder = folder;
    this.shape = shape;
    this.by = by;
    this.zooKeeper = new EmbeddedZooKeeper(folder.resolve("zookeeper"));
  }

  /**
   * Starts a cluster of these nodes, and returns when each resource is active once and none will
   * move any more to spread them.
   */
  static EvidenceCluster start(Path folder, Shape shape, String... names) throws IOException {
    return startBy(List.of(), folder, shape, names);
  }

  /** The same, with each JVM started by another command, which becomes that JVM. */
  static EvidenceCluster startBy(List<String> by, Path folder, Shape shape, String... names)
      throws IOException {
    EvidenceCluster cluster = new EvidenceCluster(folder, shape, by);
    cluster.zooKeeper.start();
    cluster.join(names);
    int busy = Math.min(names.length, shape.resources());
    patiently().until(() -> cluster.active().size() == busy);
    cluster.awaitEverythingActiveOnce();
    return cluster;
  }

  Shape shape() {
    return shape;
  }

  EmbeddedZooKeeper zooKeeper() {
    return zooKeeper;
  }

  /** Starts nodes, and returns when they have joined. */
  void join(String... names) throws IOException {
    List<ChildJvm> joining = new ArrayList<>();
    for (String name : names) {
      ChildJvm node = begin(name);
      nodes.put(name, node);
      joining.add(node);
    }
    for (ChildJvm node : joining) {
      awaitReady(node);
    }
  }

  /** Starts a node with more options, and returns when it has joined. */
  void joinWith(String name, String... options) throws IOException {
    ChildJvm node = begin(name, options);
    nodes.put(name, node);
    awaitReady(node);
  }

  private static void awaitReady(ChildJvm node) {
    patiently()
        .failFast(() -> assertThat(node.process().isAlive()).as(node.output()).isTrue())
        .until(() -> node.output().lines().anyMatch("READY"::equals));
  }

  /** Starts a node under a process that never looks after it, and returns when it has joined. */
  void joinUnreaped(String name) throws IOException {
    ChildJvm node = ChildJvm.startUnreaped(log(name), EvidenceNode.class, arguments(name));
    nodes.put(name, node);
    patiently().until(() -> node.output().lines().anyMatch("READY"::equals));
  }

  /** Starts a node by another command, and returns when it has joined. */
  void joinBy(List<String> by, String name) throws IOException {
    ChildJvm node = ChildJvm.startBy(by, log(name), EvidenceNode.class, arguments(name));
    nodes.put(name, node);
    patiently().until(() -> node.output().lines().anyMatch("READY"::equals));
  }

  private Path log(String name) {
    return folder.resolve(name + "-" + ++lives + ".log");
  }

  private String[] arguments(String name, String... options) {
    String[] all = {
      "--zookeeper",
      zooKeeper.connectString(),
      "--cluster",
      NAME,
      "--name",
      name,
      "--resources",
      Integer.toString(shape.resources()),
      "--session-timeout",
      shape.sessionTimeout().toMillis() + "ms",
      "--lease",
      shape.lease().toMillis() + "ms",
      "--companion",
      shape.companion().name().toLowerCase(Locale.ROOT),
      "--monitor",
      shape.monitor().toMillis() + "ms",
      "--timeout",
      shape.timeout().toMillis() + "ms",
      "--evidence",
      file().toString()
    };
    return Stream.concat(Stream.of(all), Stream.of(options)).toArray(String[]::new);
  }

  private ChildJvm begin(String name, String... options) throws IOException {
    ChildJvm node = ChildJvm.startBy(by, log(name), EvidenceNode.class, arguments(name, options));
    // Whatever ends it, its time is over when that is seen.
    ends.put(name, node.process().onExit().thenRun(() -> note(name, System.nanoTime())));
    return node;
  }

  private Path file() {
    return folder.resolve("evidence");
  }

  /** Returns the JVM of a node. */
  Process process(String name) {
    return node(name).process();
  }

  /** Returns what a node's JVM has said. */
  String output(String name) throws IOException {
    return node(name).output();
  }

  private ChildJvm node(String name) {
    ChildJvm node = nodes.get(name);
    assertThat(node).as(name).isNotNull();
    return node;
  }

  /** Ends a node's JVM by SIGKILL, and returns when it is gone. */
  void kill(String name) throws Exception {
    Process process = process(name);
    process.destroyForcibly();
    // Its companion may see it gone, and others act on that, before this JVM does.
    note(name, System.nanoTime());
    process.waitFor();
    awaitDeath(name);
  }

  /** Returns when the companion of each of these nodes guards it, and is ready to say so. */
  void awaitCompanions(String... names) {
    for (String name : names) {
      patiently().until(() -> output(name).contains("companion: ready to write"));
      patiently().until(() -> companion(name).isPresent());
    }
  }

  /** Returns the process of a node's companion, if it has one. */
  Optional<ProcessHandle> companion(String name) {
    return process(name).toHandle().children().filter(ProcessHandle::isAlive).findFirst();
  }

  /** Has a node leave, and returns when its JVM has ended, which must not take longer. */
  void leave(String name, Duration within) throws Exception {
    Process process = process(name);
    process.toHandle().destroy();
    assertThat(process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS))
        .as("%s has left within %s", name, within)
        .isTrue();
    assertThat(process.exitValue()).as(output(name)).isZero();
    awaitDeath(name);
  }

  private void awaitDeath(String name) throws Exception {
    ends.get(name).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Notes that nothing of a node's JVM ran any more from this time on. */
  void note(String name, long nanos) {
    deaths.add(new Death(name, nanos));
  }

  /** Sends a node's JVM a signal, {@code STOP} or {@code CONT}. */
  void signal(String name, String signal) throws IOException, InterruptedException {
    String pid = Long.toString(process(name).pid());
    assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor()).isZero();
  }

  /** Returns when no thread of a node's JVM runs any more, which is some time after SIGSTOP. */
  void awaitStopped(String name) {
    Path tasks = Path.of("/proc", Long.toString(process(name).pid()), "task");
    patiently()
        .pollInterval(Duration.ofMillis(1))
        .ignoreExceptions()
        .until(
            () -> {
              try (Stream<Path> each = Files.list(tasks)) {
                for (Path task : each.toList()) {
                  String stat = Files.readString(task.resolve("stat"));
                  if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
                    return false;
                  }
                }
              }
              return true;
            });
  }

  /** Asserts that no JVM has ended that was not meant to. */
  void assertAllAlive() throws IOException {
    List<String> ended = new ArrayList<>();
    for (Map.Entry<String, ChildJvm> node : nodes.entrySet()) {
      Process process = node.getValue().process();
      if (!process.isAlive()) {
        String[] said = node.getValue().output().strip().split("\n");
        ended.add(
            "%s, exit status %d: %s"
                .formatted(node.getKey(), process.exitValue(), said[said.length - 1]));
      }
    }
    assertThat(ended).as("JVMs that have ended").isEmpty();
  }

  private List<String> ended() {
    return nodes.keySet().stream().filter(name -> !process(name).isAlive()).toList();
  }

  /** Returns the evidence so far. */
  List<EvidenceLine> evidence() throws IOException {
    return Files.exists(file()) ? EvidenceFile.read(file()) : List.of();
  }

  /** Returns what the evidence proves so far. */
  EvidenceCheck check() throws IOException {
    return EvidenceCheck.of(evidence(), deaths);
  }

  /** Returns what is active now, by node. */
  Map<String, Set<String>> active() throws IOException {
    Map<String, Set<String>> active = new TreeMap<>();
    for (Activation activation : check().activations()) {
      if (!activation.hasEnded()) {
        active
            .computeIfAbsent(activation.node(), node -> new TreeSet<>())
            .add(activation.resource());
      }
    }
    return active;
  }

  /** Returns a node on which something is active, and which is the DC, or is not. */
  String busyNode(boolean isDc) throws IOException {
    String dc = dc();
    return active().keySet().stream().filter(node -> node.equals(dc) == isDc).findFirst().get();
  }

  /** Returns which node is DC. */
  String dc() {
    try (ZooKeeperClusterClient client = client()) {
      return client.status().dc().node();
    }
  }

  ZooKeeperClusterClient client() {
    return ZooKeeperClusterClient.builder(zooKeeper.connectString()).cluster(NAME).connect();
  }

  /** Returns when each resource is active, once, on one of the JVMs that live. */
  void awaitEverythingActiveOnce() {
    patiently()
        .untilAsserted(
            () -> {
              Map<String, Set<String>> byNode = active();
              List<String> active = new ArrayList<>();
              byNode.values().forEach(active::addAll);
              assertThat(active)
                  .as("active %s, ended %s", byNode, ended())
                  .hasSize(shape.resources())
                  .doesNotHaveDuplicates();
            });
  }

  static ConditionFactory patiently() {
    return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50));
  }

  /** Returns when a time has passed. */
  static void pass(Duration time) {
    await()
        .pollInterval(Duration.ofMillis(5))
        .pollDelay(time)
        .atMost(time.plusMinutes(1))
        .until(() -> true);
  }

  /** Ends everything, whatever state it is in. */
  @Override
  public void close() {
    nodes.values().forEach(ChildJvm::close);
    zooKeeper.close();
  }
}
