package io.pacekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceAgent;
import io.pacekeeper.api.Role;
import io.pacekeeper.zookeeper.ZooKeeperNode;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A cluster of three nodes with a replicated store, which would rather lead on {@code node1}, and a
 * ledger that may run once.
 */
final class Promotions implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LONG = Duration.ofSeconds(10);

  private final EmbeddedZooKeeper zooKeeper;
  private final Map<String, HaNode> nodes = new TreeMap<>();

  /** What each instance of the store did, such as {@code promote node1}. */
  final List<String> deeds = new CopyOnWriteArrayList<>();

  /** What was ordered, as the DC tells it. */
  final List<String> transitions = new CopyOnWriteArrayList<>();

  final Set<String> promoted = ConcurrentHashMap.newKeySet();
  final Set<String> ledgers = ConcurrentHashMap.newKeySet();
  final List<String> tooMany = new CopyOnWriteArrayList<>();
  volatile int most = 1;

  /** The nodes on which the leading store is found broken, once each. */
  final Set<String> broken = ConcurrentHashMap.newKeySet();

  Promotions(Path folder) {
    zooKeeper = new EmbeddedZooKeeper(folder);
    zooKeeper.start();
    for (String node : List.of("node1", "node2", "node3")) {
      nodes.put(
          node,
          ZooKeeperNode.builder(zooKeeper.connectString())
              .cluster("shop")
              .node(node)
              .startupDelay(Duration.ofSeconds(1))
              .listener(this::told)
              .resource(
                  Resource.of("store", () -> new Store(node))
                      .promotable(c -> {})
                      .monitor(Duration.ofMillis(100), LONG, OnFail.RESTART, Role.PROMOTED)
                      .build())
              .resource(Resource.of("ledger", () -> new Ledger(node)).prefers("node3", 100).build())
              .join());
    }
    awaitPromoted("node1");
    awaitLedger("node3");
  }

  private void told(ClusterEvent event) {
    if (event instanceof ClusterEvent.TransitionOrdered ordered) {
      transitions.add(ordered.summary());
    }
  }

  void awaitPromoted(String... on) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(promoted).containsExactlyInAnyOrder(on));
  }

  void awaitLedger(String... on) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(ledgers).containsExactlyInAnyOrder(on));
  }

  void awaitDeeds(String... done) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(deeds).containsExactly(done));
  }

  /** Runs a command that succeeds, and returns what it wrote. */
  String done(String... arguments) {
    Run run = Run.pk(Map.of("PACEKEEPER_ZOOKEEPER", zooKeeper.connectString()), arguments);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isEqualTo(Pk.DONE);
    return run.out();
  }

  void forget() {
    deeds.clear();
    transitions.clear();
  }

  @Override
  public void close() {
    nodes.values().forEach(HaNode::close);
    zooKeeper.close();
  }

  private final class Store implements ResourceAgent {
    private final String node;

    Store(String node) {
      this.node = node;
    }

    @Override
    public void start(Activation activation) {
      deeds.add("start " + node);
      activation.promotionScore(node.equals("node1") ? 10 : 5);
    }

    @Override
    public void stop() {
      deeds.add("stop " + node);
    }

    @Override
    public void promote(Activation activation) {
      deeds.add("promote " + node);
      promoted.add(node);
      if (promoted.size() > most) {
        tooMany.add(promoted.toString());
      }
    }

    @Override
    public void demote() {
      promoted.remove(node);
      deeds.add("demote " + node);
    }

    @Override
    public boolean monitor() {
      return !broken.remove(node);
    }
  }

  private final class Ledger implements ResourceAgent {
    private final String node;

    Ledger(String node) {
      this.node = node;
    }

    @Override
    public void start(Activation activation) {
      ledgers.add(node);
      if (ledgers.size() > 1) {
        tooMany.add(ledgers.toString());
      }
    }

    @Override
    public void stop() {
      ledgers.remove(node);
    }
  }
}
