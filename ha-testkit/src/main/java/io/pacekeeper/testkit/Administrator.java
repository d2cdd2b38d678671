package io.pacekeeper.testkit;

import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.FencingDocument.Request;
import io.pacekeeper.core.document.FencingDocument.Scope;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.testkit.invariant.Happening;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Who changes what the cluster is to do, at random, and repairs what nobody else can. */
final class Administrator {
  private final SimulatedCluster cluster;
  private final Dice dice;
  private final InMemoryStore store;
  private ConfigDocument config = ConfigDocument.EMPTY;

  Administrator(SimulatedCluster cluster) {
    this.cluster = cluster;
    this.dice = cluster.dice();
    this.store = cluster.store();
  }

  /** Keeps a copy of the configuration from now on. */
  void begin() {
    remember(stored(DocumentKey.CONFIG));
    store.observe(entry -> entry.changes().forEach(change -> remember(change.after())));
  }

  private void remember(@Nullable Stored stored) {
    ConfigDocument read = stored == null ? null : stored.as(ConfigDocument.class);
    if (read != null) {
      config = read;
    }
  }

  /** Takes everything back that was asked for. */
  void repair() {
    repairConfiguration();
    for (SimulatedNode node : cluster.nodes()) {
      if (stored(DocumentKey.node(node.name())) != null) {
        store.write(DocumentKey.node(node.name()), NodeDocument.EMPTY);
      }
      withdrawFencing(node.name());
    }
  }

  /** Puts a node in standby, or takes it out again. */
  void standby(String node, boolean standby) {
    happen("standby of " + node + ": " + standby);
    store.write(DocumentKey.node(node), new NodeDocument(standby, false, new TreeMap<>(), null));
  }

  /** Changes something of a resource, or takes that back. */
  void configure() {
    String resource = dice.pick(cluster.options().configurableNames());
    boolean overridden = config.overrides().containsKey(resource);
    if (cluster.options().resources().isPromotable(resource)) {
      override(resource, overridden ? Map.of() : Map.of("target-role", "Unpromoted"));
      return;
    }
    Map<String, String> next =
        dice.chance(0.5)
            ? Map.of("target-role", "Stopped")
            : Map.of("priority", Integer.toString(dice.below(10)));
    override(resource, overridden ? Map.of() : next);
  }

  /** Has these overrides, and no others, apply to a resource. */
  void override(String resource, Map<String, String> with) {
    SortedMap<String, SortedMap<String, String>> overrides = new TreeMap<>(config.overrides());
    overrides.remove(resource);
    if (!with.isEmpty()) {
      overrides.put(resource, new TreeMap<>(with));
    }
    happen("overrides " + overrides);
    store.write(DocumentKey.CONFIG, config.withOverrides(overrides));
  }

  private void repairConfiguration() {
    store.write(
        DocumentKey.CONFIG,
        new ConfigDocument(
            cluster.options().cluster(), config.applications(), new TreeMap<>(), null));
  }

  /** Returns who says what of which JVMs are to take part. */
  ClusterLife life() {
    return new ClusterLife(cluster, () -> config);
  }

  /** Asks for a node to be fenced, as an administrator does. */
  void fence(String node) {
    Stored lease = stored(DocumentKey.lease(node));
    LeaseDocument held = lease == null ? null : lease.as(LeaseDocument.class);
    if (held != null) {
      happen("somebody asks for " + held.incarnation() + " to be fenced");
      Request request =
          new Request(
              held.incarnation(),
              dice.chance(0.7) ? Scope.PROCESS : Scope.HOST,
              cluster.options().fencingOptions().action(),
              "somebody asked for it",
              "an administrator",
              Instant.EPOCH,
              0);
      store.write(DocumentKey.fencing(node), fencing(node).requesting(request));
    }
  }

  private FencingDocument fencing(String node) {
    Stored stored = stored(DocumentKey.fencing(node));
    FencingDocument read = stored == null ? null : stored.as(FencingDocument.class);
    return read == null ? FencingDocument.EMPTY : read;
  }

  private void withdrawFencing(String node) {
    FencingDocument read = fencing(node);
    if (read.request() != null) {
      store.write(DocumentKey.fencing(node), read.withdrawn());
    }
  }

  private @Nullable Stored stored(DocumentKey key) {
    return store.log().get(key);
  }

  private void happen(String what) {
    cluster.happen(new Happening.Fault(what));
  }
}
