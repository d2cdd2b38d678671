package io.pacekeeper.zookeeper;

import static org.awaitility.Awaitility.await;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.Companion;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceAgent;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.zookeeper.data.Stat;

/**
 * A cluster whose nodes are all in this JVM, each behind a network of its own, with one service
 * that may run once: what it did where, and what the nodes were told.
 */
final class NodesInOneJvm implements AutoCloseable {
  private final EmbeddedZooKeeper server;
  private final Duration lease;
  private final Duration sessionTimeout;
  private final String cluster = UUID.randomUUID().toString();
  private final Paths paths = new Paths(ZooKeeperOptions.DEFAULT_CHROOT, cluster);
  private final Map<String, TcpProxy> networks = new LinkedHashMap<>();
  private final Map<String, HaNode> nodes = new LinkedHashMap<>();
  private final Map<String, List<ClusterEvent>> told = new ConcurrentHashMap<>();
  private final Map<String, Activation> activations = new ConcurrentHashMap<>();
  private final List<String> history = new CopyOnWriteArrayList<>();

  NodesInOneJvm(EmbeddedZooKeeper server, Duration lease, Duration sessionTimeout) {
    this.server = server;
    this.lease = lease;
    this.sessionTimeout = sessionTimeout;
  }

  /** Has a node begin to join, through a network that can be broken before. */
  HaNode begin(String name) {
    List<ClusterEvent> events = told.computeIfAbsent(name, n -> new CopyOnWriteArrayList<>());
    HaNode node =
        ZooKeeperNode.builder(network(name).connectString())
            .cluster(cluster)
            .node(name)
            .lease(lease)
            .sessionTimeout(sessionTimeout)
            .startupDelay(Duration.ZERO)
            .companion(Companion.OFF)
            .shutdownHook(false)
            .listener(events::add)
            .resource(Resource.of("ledger", () -> new Ledger(name)).build())
            .start();
    nodes.put(name, node);
    return node;
  }

  /** Has nodes join, and waits until the first has the service and is DC. */
  NodesInOneJvm join(String... names) {
    for (String name : names) {
      begin(name);
      awaitTold(name, ClusterEvent.Joined.class, 1);
      awaitHistory("start " + names[0]);
    }
    return this;
  }

  TcpProxy network(String node) {
    return networks.computeIfAbsent(node, n -> new TcpProxy(server.connectString()));
  }

  /** Returns where the service started and stopped, in order, as {@code start node1}. */
  List<String> history() {
    return List.copyOf(history);
  }

  void awaitHistory(String last) {
    await().atMost(Duration.ofSeconds(20)).until(() -> history.contains(last));
  }

  /** Returns what the service has at hand to ask whether it may still go on. */
  Activation activation(String node) {
    return activations.get(node);
  }

  /** Returns what a node was told of this kind. */
  <E extends ClusterEvent> List<E> told(String node, Class<E> kind) {
    List<E> result = new ArrayList<>();
    for (ClusterEvent event : told.getOrDefault(node, List.of())) {
      if (kind.isInstance(event)) {
        result.add(kind.cast(event));
      }
    }
    return result;
  }

  void awaitTold(String node, Class<? extends ClusterEvent> kind, int times) {
    await().atMost(Duration.ofSeconds(20)).until(() -> told(node, kind).size() >= times);
  }

  Paths paths() {
    return paths;
  }

  String member(String node) {
    return paths.of(DocumentKey.member(node));
  }

  /** Returns the session that holds a node's member znode, or 0 if there is none. */
  long owner(RawClient admin, String node) throws Exception {
    Stat stat = admin.zooKeeper().exists(member(node), false);
    return stat == null ? 0 : stat.getEphemeralOwner();
  }

  @Override
  public void close() {
    networks.values().stream().filter(TcpProxy::isBroken).forEach(TcpProxy::heal);
    nodes.values().parallelStream().forEach(HaNode::close);
    networks.values().forEach(TcpProxy::close);
  }

  /** Writes down where it is active. */
  private final class Ledger implements ResourceAgent {
    private final String node;

    Ledger(String node) {
      this.node = node;
    }

    @Override
    public void start(Activation activation) {
      activations.put(node, activation);
      history.add("start " + node);
    }

    @Override
    public void stop() {
      history.add("stop " + node);
    }
  }
}
