package io.pacekeeper.core.controller;

import io.pacekeeper.api.PromotionPolicy;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.InstanceName;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.OrdersDocument;
import io.pacekeeper.core.document.PromotionState.Stage;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.ResourceState.Phase;
import io.pacekeeper.core.document.Stored;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that owe the DC an answer. A node that renews its lease, but has said nothing new for
 * longer than what was ordered can take and the cluster's delay, is wedged: nothing will come of
 * waiting for it.
 */
final class Overdue {
  /**
   * What a node owes.
   *
   * @param orders the order that it has not taken in, or has not finished
   * @param report the transaction of its newest report
   */
  private record Debt(String incarnation, String orders, long report) {}

  private record Owed(Debt debt, long untilNanos) {}

  private final Self self;
  private final SortedMap<String, Owed> owed = new TreeMap<>();

  Overdue(Self self) {
    this.self = self;
  }

  /** Takes in what is known of the nodes now. */
  void observe(SortedMap<String, Ledger.Entry> nodes, Duration clusterDelay, Moment now) {
    owed.keySet().retainAll(nodes.keySet());
    nodes.forEach(
        (node, entry) -> {
          Debt debt = debt(node, entry);
          Owed known = owed.get(node);
          if (debt == null) {
            owed.remove(node);
          } else if (known == null || !known.debt().equals(debt)) {
            long wait = longest(entry).plus(clusterDelay).toNanos();
            owed.put(node, new Owed(debt, now.nanos() + wait));
          }
        });
  }

  private @Nullable Debt debt(String node, Ledger.Entry entry) {
    Stored lease = self.documents.get(DocumentKey.lease(node));
    LeaseDocument read = lease == null ? null : lease.as(LeaseDocument.class);
    String incarnation = entry.incarnation();
    OrdersDocument orders = entry.orders();
    if (read == null
        || read.state() != LeaseDocument.State.HELD
        || incarnation == null
        || node.equals(self.node())) {
      return null;
    }
    boolean unanswered = orders != null && !entry.consumed();
    boolean unfinished =
        entry.facts().resources().values().stream().anyMatch(Overdue::isUnfinished);
    if (!unanswered && !unfinished) {
      return null;
    }
    Stored report = self.documents.get(DocumentKey.report(node));
    return new Debt(
        incarnation,
        orders == null ? "none" : orders.number().toString(),
        report == null ? -1 : report.modified());
  }

  private static boolean isUnfinished(ResourceState state) {
    Stage stage = state.promotion().stage();
    return state.phase() == Phase.STARTING
        || state.phase() == Phase.STOPPING
        || stage == Stage.PROMOTING
        || stage == Stage.DEMOTING;
  }

  /** Returns how long the longest of what was ordered there can take. */
  private Duration longest(Ledger.Entry entry) {
    Duration longest = Duration.ZERO;
    SortedMap<String, ResourceDefinition> definitions = self.effective().definitions();
    for (String resource : entry.facts().resources().keySet()) {
      ResourceDefinition definition = definitions.get(InstanceName.resource(resource));
      if (definition != null) {
        Duration takes = definition.start().timeout().plus(definition.stop().timeout());
        if (definition.isPromotable()) {
          PromotionPolicy promotion = Returns.promotion(definition);
          takes = takes.plus(promotion.promote().timeout()).plus(promotion.demote().timeout());
        }
        longest = takes.compareTo(longest) > 0 ? takes : longest;
      }
    }
    return longest;
  }

  /** Returns a node that has owed an answer for too long, and what it owes, or null. */
  Map.@Nullable Entry<String, String> wedged(Moment now) {
    for (Map.Entry<String, Owed> entry : owed.entrySet()) {
      if (now.nanos() - entry.getValue().untilNanos() >= 0) {
        return Map.entry(entry.getKey(), entry.getValue().debt().orders());
      }
    }
    return null;
  }

  long wakeAtNanos() {
    long wake = Long.MAX_VALUE;
    for (Owed debt : owed.values()) {
      wake = Wake.earlier(wake, debt.untilNanos());
    }
    return wake;
  }
}
