package io.pacekeeper.testkit;

import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.HostDocument;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.Participation;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.testkit.invariant.Happening;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An administrator who has JVMs take part and step out, and makes nodes of the cluster and takes
 * them away again, as {@code pk cluster} does.
 */
final class ClusterLife {
  private final SimulatedCluster cluster;
  private final Dice dice;
  private final InMemoryStore store;
  private final Supplier<ConfigDocument> config;

  ClusterLife(SimulatedCluster cluster, Supplier<ConfigDocument> config) {
    this.cluster = cluster;
    this.dice = cluster.dice();
    this.store = cluster.store();
    this.config = config;
  }

  /** Does one of these at random. */
  void strike(Chaos.Fault fault) {
    String node = dice.pick(cluster.nodes()).name();
    switch (fault) {
      case STOP -> {
        boolean all = dice.chance(0.2);
        want(all ? names() : List.of(node), dice.chance(0.5));
      }
      case DISABLE -> enable(node, dice.chance(0.5));
      default -> {
        if (dice.chance(0.5)) {
          remove(node);
        } else {
          add(node);
        }
      }
    }
  }

  /** Wants the JVMs of these nodes to take part or not, in one write. */
  void want(Collection<String> nodes, boolean started) {
    happen("somebody " + (started ? "starts " : "stops ") + nodes);
    SortedMap<String, Participation> said = new TreeMap<>(config.get().participation());
    for (String node : nodes) {
      String process = process(node);
      if (process != null) {
        Participation.Wish wish =
            new Participation.Wish(started, process, "somebody", Instant.EPOCH);
        said.put(node, config.get().participation(node).withWish(wish));
      }
    }
    store.write(DocumentKey.CONFIG, config.get().withParticipation(said));
  }

  private void enable(String node, boolean wanted) {
    happen("somebody " + (wanted ? "enables " : "disables ") + node);
    SortedMap<String, Participation> said = new TreeMap<>(config.get().participation());
    said.put(node, config.get().participation(node).withEnabled(wanted));
    store.write(DocumentKey.CONFIG, config.get().withParticipation(said));
  }

  private void add(String node) {
    happen("somebody adds " + node);
    SortedMap<String, Integer> nodes = nodes();
    nodes.put(node, nodes.size() + 1);
    store.write(DocumentKey.CONFIG, config.get().withNodes(nodes));
  }

  /** Takes a node off the list, and its traces away if its lease is over. */
  private void remove(String node) {
    happen("somebody removes " + node);
    SortedMap<String, Integer> nodes = nodes();
    nodes.remove(node);
    store.write(DocumentKey.CONFIG, config.get().withNodes(nodes));
    LeaseDocument lease = read(DocumentKey.lease(node), LeaseDocument.class);
    if (lease != null && lease.state().isOver()) {
      for (DocumentKey key :
          List.of(
              DocumentKey.node(node),
              DocumentKey.orders(node),
              DocumentKey.report(node),
              DocumentKey.fencing(node))) {
        if (store.log().get(key) != null) {
          store.delete(key);
        }
      }
    }
  }

  private SortedMap<String, Integer> nodes() {
    SortedMap<String, Integer> nodes = new TreeMap<>();
    SortedMap<String, Integer> listed = config.get().nodes();
    if (listed != null) {
      nodes.putAll(listed);
    } else {
      names().forEach(name -> nodes.put(name, nodes.size() + 1));
    }
    return nodes;
  }

  private List<String> names() {
    return cluster.nodes().stream().map(SimulatedNode::name).toList();
  }

  private @Nullable String process(String node) {
    MemberDocument member = read(DocumentKey.member(node), MemberDocument.class);
    HostDocument host = read(DocumentKey.host(node), HostDocument.class);
    return member != null ? member.process() : host == null ? null : host.process();
  }

  private <D extends io.pacekeeper.core.document.Document> @Nullable D read(
      DocumentKey key, Class<D> type) {
    Stored stored = store.log().get(key);
    return stored == null ? null : stored.as(type);
  }

  private void happen(String what) {
    cluster.happen(new Happening.Fault(what));
  }
}
