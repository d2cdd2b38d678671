package io.pacekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceAgent;
import io.pacekeeper.zookeeper.ZooKeeperNode;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A cluster of three nodes, {@code shop}, whose services fail when they are told to. */
final class DailyWork implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final EmbeddedZooKeeper zooKeeper;
  private final List<HaNode> nodes = new ArrayList<>();

  /** What fails, such as {@code start billing} or {@code monitor ledger}. */
  final Set<String> failing = ConcurrentHashMap.newKeySet();

  /** Where each service is active at this moment; more than once is an error that is kept. */
  final Map<String, String> active = new ConcurrentHashMap<>();

  final List<String> twice = new ArrayList<>();
  final List<String> monitored = java.util.Collections.synchronizedList(new ArrayList<>());

  DailyWork(Path folder) {
    zooKeeper = new EmbeddedZooKeeper(folder);
    zooKeeper.start();
    for (String node : List.of("node1", "node2", "node3")) {
      nodes.add(
          ZooKeeperNode.builder(zooKeeper.connectString())
              .cluster("shop")
              .node(node)
              .attribute("zone", node.equals("node3") ? "east" : "west")
              .resource(resource("ledger", node).prefers("node1", 100).build())
              .resource(resource("billing", node).stop(PATIENCE, OnFail.BLOCK).build())
              .resource(resource("search", node).build())
              .join());
    }
    await().atMost(PATIENCE).until(() -> active.size() == 3);
    await().atMost(PATIENCE).until(() -> !home("ledger").isEmpty());
  }

  private Resource.Builder resource(String id, String node) {
    return Resource.of(id, () -> new Agent(id, node))
        .monitor(Duration.ofMinutes(1), Duration.ofSeconds(20));
  }

  /** Runs a command and returns what came of it. */
  Run pk(String... arguments) {
    return Run.pk(Map.of("PACEKEEPER_ZOOKEEPER", zooKeeper.connectString()), arguments);
  }

  /** Runs a command that succeeds, and returns what it wrote. */
  String done(String... arguments) {
    Run run = pk(arguments);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isEqualTo(Pk.DONE);
    return run.out();
  }

  /** Returns the status, however the cluster is. */
  String status() {
    return pk("status").out();
  }

  /** Runs a command that fails, and returns its one sentence. */
  String refused(String... arguments) {
    Run run = pk(arguments);
    assertThat(run.status()).as(run.out()).isEqualTo(Pk.FAILED);
    assertThat(run.err()).startsWith("pk: ").hasLineCount(1);
    return run.err().strip().substring("pk: ".length());
  }

  /** Runs a command that fails and changes nothing that is stored but leases. */
  String refusedWithoutTrace(String... arguments) {
    String before = stored();
    String complaint = refused(arguments);
    assertThat(stored()).isEqualTo(before);
    return complaint;
  }

  private String stored() {
    return done("config", "show")
        + done("constraint", "list")
        + status().replaceAll("Last updated: .*", "");
  }

  /** Returns where a service is, as the status says, or nothing. */
  String home(String resource) {
    return done("resource", "locate", resource)
        .lines()
        .filter(line -> line.contains("running on: "))
        .map(line -> line.substring(line.indexOf(": ") + 2))
        .findFirst()
        .orElse("");
  }

  void awaitHome(String resource, String node) {
    await().atMost(PATIENCE).until(() -> home(resource).equals(node));
  }

  @Override
  public void close() {
    failing.clear();
    nodes.forEach(HaNode::close);
    zooKeeper.close();
  }

  private final class Agent implements ResourceAgent {
    private final String id;
    private final String node;

    Agent(String id, String node) {
      this.id = id;
      this.node = node;
    }

    @Override
    public void start(Activation activation) {
      if (failing.contains("start " + id)) {
        throw new IllegalStateException("no disk");
      }
      String other = active.put(id, node);
      if (other != null) {
        twice.add(id + " on " + other + " and " + node);
      }
    }

    @Override
    public void stop() {
      if (failing.contains("stop " + id)) {
        throw new IllegalStateException("busy");
      }
      active.remove(id);
    }

    @Override
    public boolean monitor() {
      monitored.add(id);
      return !failing.contains("monitor " + id);
    }
  }
}
