package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.HostDocument;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.ReportDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The nodes of a cluster and the JVMs that wait beside it, at one moment. */
final class ClusterLives {
  private final String cluster;
  private final Map<DocumentKey, Stored> documents = new TreeMap<>();

  private ClusterLives(String cluster, Collection<Stored> read) {
    this.cluster = cluster;
    read.forEach(stored -> documents.put(stored.key(), stored));
  }

  static ClusterLives of(ZooKeeperClusterClient client) {
    return new ClusterLives(client.cluster(), client.documents());
  }

  @Nullable Stored stored(DocumentKey key) {
    return documents.get(key);
  }

  <D extends Document> @Nullable D get(DocumentKey key, Class<D> type) {
    Stored stored = documents.get(key);
    return stored == null ? null : stored.as(type);
  }

  /** Returns the documents of one kind. */
  List<Stored> all(Kind kind) {
    return documents.values().stream().filter(stored -> stored.key().kind() == kind).toList();
  }

  /** Returns the configuration as it is stored; null if there is none. */
  @Nullable Stored storedConfig() {
    return documents.get(DocumentKey.CONFIG);
  }

  /**
   * Returns the configuration.
   *
   * @throws HaException if there is none, or it cannot be read
   */
  ConfigDocument config() {
    Stored stored = storedConfig();
    ConfigDocument config = stored == null ? null : stored.as(ConfigDocument.class);
    if (stored == null) {
      throw new HaException(
          "the cluster %s is not set up: pk cluster setup %s NODE... does that"
              .formatted(cluster, cluster));
    }
    if (config == null) {
      throw new HaException("config cannot be read, so nothing was changed: " + stored.problem());
    }
    return config;
  }

  /**
   * Returns the nodes: those on the list of a closed cluster; in an open one whoever took part, or
   * waits.
   */
  SortedSet<String> nodes() {
    ConfigDocument config = config();
    if (config.nodes() != null) {
      return new TreeSet<>(config.nodes().keySet());
    }
    SortedSet<String> nodes = new TreeSet<>(config.participation().keySet());
    for (Stored stored : documents.values()) {
      LeaseDocument lease = stored.as(LeaseDocument.class);
      switch (stored.key().kind()) {
        case NODE, MEMBER, ORDERS, REPORT, HOST -> nodes.add(stored.key().node());
        case LEASE -> {
          if (lease == null || !lease.state().isOver()) {
            nodes.add(stored.key().node());
          }
        }
        default -> {
          // No trace of a node.
        }
      }
    }
    return nodes;
  }

  /** Complains unless these are nodes of the cluster. */
  void requireNodes(Collection<String> names) {
    SortedSet<String> nodes = nodes();
    for (String name : names) {
      if (!nodes.contains(name)) {
        HaException unknown = Known.nothing("node", name, nodes);
        throw get(DocumentKey.host(name), HostDocument.class) == null
            ? unknown
            : new HaException(
                "%s; a JVM of %s waits, and pk cluster node add %s makes it a node"
                    .formatted(unknown.getMessage(), name, name));
      }
    }
  }

  /** Returns where a node is on its way in and out. */
  NodeLife life(String node) {
    Stored stored = storedConfig();
    ConfigDocument config = stored == null ? null : stored.as(ConfigDocument.class);
    return new NodeLife(
        node,
        documents.get(DocumentKey.lease(node)),
        get(DocumentKey.member(node), MemberDocument.class),
        get(DocumentKey.host(node), HostDocument.class),
        get(DocumentKey.report(node), ReportDocument.class),
        get(DocumentKey.fencing(node), FencingDocument.class),
        (config == null ? ConfigDocument.EMPTY : config).participation(node));
  }

  List<NodeLife> lives(Collection<String> nodes) {
    List<NodeLife> lives = new ArrayList<>();
    nodes.forEach(node -> lives.add(life(node)));
    return lives;
  }
}
