package io.pacekeeper.core.controller;

import io.pacekeeper.api.Operation;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.OrderedAction;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Why resources are not where they were. When one is started elsewhere, all that is known of it is
 * that it is inactive: why it was stopped was decided before.
 */
final class MoveReasons {
  private final Self self;
  private final Map<String, String> stops = new HashMap<>();
  private Map<String, Membership> memberships = Map.of();

  MoveReasons(Self self) {
    this.self = self;
  }

  /** Takes in how the nodes are. */
  void look(SortedMap<String, Ledger.Entry> nodes) {
    Map<String, Membership> now = new HashMap<>();
    nodes.forEach((node, entry) -> now.put(node, entry.facts().membership()));
    memberships = now;
  }

  /**
   * Returns why an action is ordered, and for a start why the resource has left its former home.
   *
   * @param home where it was active before, or null if that is not known
   */
  String of(OrderedAction action, @Nullable String home) {
    if (action.operation() != Operation.START) {
      stops.put(action.resource(), action.reason());
      return action.reason();
    }
    String stop = stops.remove(action.resource());
    if (stop != null) {
      return stop;
    }
    Membership membership =
        home == null ? null : memberships.getOrDefault(home, Membership.OFFLINE);
    if (home == null || membership == Membership.ONLINE || membership == Membership.PENDING) {
      return action.reason();
    }
    LeaseDocument lease = self.documents.get(DocumentKey.lease(home), LeaseDocument.class);
    boolean left = lease != null && lease.state() == LeaseDocument.State.RELEASED;
    return home + (left ? " has left" : " was lost");
  }
}
