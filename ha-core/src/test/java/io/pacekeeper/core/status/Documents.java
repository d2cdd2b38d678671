package io.pacekeeper.core.status;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.ConfigDocument.Application;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.Failure;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.OrderNumber;
import io.pacekeeper.core.document.OrderedAction;
import io.pacekeeper.core.document.OrdersDocument;
import io.pacekeeper.core.document.ReportDocument;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.ResourceState.Phase;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.TermDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The documents of a cluster of healthy nodes, to be changed by a test. */
final class Documents {
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  static final OrderNumber CONSUMED = new OrderNumber(1, 5);

  private final Map<DocumentKey, Stored> stored = new TreeMap<>();

  /** Returns a cluster that runs these resources, with node1 as its DC. */
  static Documents of(String... resources) {
    ImmutableSortedMap.Builder<String, ResourceDefinition> definitions =
        ImmutableSortedMap.naturalOrder();
    Stream.of(resources).forEach(id -> definitions.put(id, ResourceDefinition.ofDefaults(id)));
    ConfigDocument config =
        new ConfigDocument(
            ClusterOptions.DEFAULTS,
            ImmutableSortedMap.of("shop", new Application(1, definitions.build())),
            ImmutableSortedMap.of(),
            new ChangeNote("root", "pk", NOW.minusSeconds(60)));
    return new Documents()
        .with(DocumentKey.CONFIG, config)
        .with(DocumentKey.TERM, new TermDocument(1, "node1", "i-node1"));
  }

  Documents with(DocumentKey key, Document document) {
    stored.put(key, new Stored(key, 1, 1, 0, 1, document, null));
    return this;
  }

  Documents withUnreadable(DocumentKey key) {
    stored.put(key, new Stored(key, 1, 1, 0, 1, null, "no JSON"));
    return this;
  }

  Documents without(DocumentKey key) {
    stored.remove(key);
    return this;
  }

  /** Adds a node that takes part and has reported these states. */
  Documents withNode(String node, Map<String, ResourceState> states) {
    return with(DocumentKey.member(node), member(node))
        .with(DocumentKey.lease(node), lease(node, LeaseDocument.State.HELD))
        .with(DocumentKey.orders(node), orders(node, CONSUMED))
        .with(DocumentKey.report(node), report(node, CONSUMED, states));
  }

  Documents withNode(String node) {
    return withNode(node, Map.of());
  }

  static MemberDocument member(String node) {
    return new MemberDocument(
        "i-" + node,
        "host-" + node,
        4242,
        "0.1.0",
        NOW.minusSeconds(3600),
        ImmutableSortedSet.of("cart", "ledger"),
        ImmutableSortedMap.of());
  }

  static LeaseDocument lease(String node, LeaseDocument.State state) {
    return new LeaseDocument(state, "i-" + node, Duration.ofSeconds(20), Duration.ofSeconds(2));
  }

  static OrdersDocument orders(String node, OrderNumber number, OrderedAction... actions) {
    return new OrdersDocument(
        "i-" + node, number, List.of(actions), ImmutableSortedSet.of(), false);
  }

  static ReportDocument report(
      String node, OrderNumber consumed, Map<String, ResourceState> states) {
    SortedMap<String, ResourceState> sorted = new TreeMap<>(states);
    return new ReportDocument("i-" + node, consumed, false, sorted);
  }

  static ResourceState state(Phase phase) {
    return new ResourceState(phase, CONSUMED.token(), 0, null);
  }

  static ResourceState failed(Phase phase, OnFail onFail) {
    return new ResourceState(
        phase,
        CONSUMED.token(),
        3,
        new Failure(Operation.MONITOR, onFail, false, "no answer", NOW.minusSeconds(5)));
  }

  Collection<Stored> all() {
    return stored.values();
  }

  ClusterView view() {
    return ClusterView.of(all(), NOW);
  }
}
