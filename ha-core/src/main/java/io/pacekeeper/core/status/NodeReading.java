package io.pacekeeper.core.status;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.Operation;
import io.pacekeeper.core.cib.CibAssembly.NodeFacts;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.OrderedAction;
import io.pacekeeper.core.document.OrdersDocument;
import io.pacekeeper.core.document.ReportDocument;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.ResourceState.Phase;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the documents say of one node. As in the DC's mind, what was ordered and not reported could
 * be active, and where nothing can be known anything could be.
 *
 * @param facts what the scheduler is told
 * @param incarnation whose lease it is, or null if there is none or it cannot be read
 * @param ordered the resources whose start was ordered and not reported yet
 */
record NodeReading(NodeFacts facts, @Nullable String incarnation, Set<String> ordered) {

  /**
   * Reads a node.
   *
   * @param resources what the cluster is to run
   */
  static NodeReading of(DocumentSet documents, String node, Set<String> resources) {
    LeaseDocument lease = documents.get(DocumentKey.lease(node), LeaseDocument.class);
    boolean trace =
        documents.has(DocumentKey.lease(node))
            || documents.has(DocumentKey.orders(node))
            || documents.has(DocumentKey.report(node))
            || documents.has(DocumentKey.member(node));
    if (trace && (lease == null || (lease.isOfNobody() && !lease.state().isOver()))) {
      return new NodeReading(
          facts(documents, node, Membership.UNCLEAN, false, unknown(resources)), null, Set.of());
    }
    if (lease == null || lease.state().isOver()) {
      String last = lease == null ? null : lease.incarnation();
      return new NodeReading(offline(documents, node), last, Set.of());
    }
    return held(documents, node, lease, resources);
  }

  private static NodeReading held(
      DocumentSet documents, String node, LeaseDocument lease, Set<String> resources) {
    String incarnation = lease.incarnation();
    Membership membership = membership(documents, node, lease);
    ReportDocument report = documents.get(DocumentKey.report(node), ReportDocument.class);
    OrdersDocument orders = documents.get(DocumentKey.orders(node), OrdersDocument.class);
    boolean readable = orders != null;
    if (orders != null && !orders.incarnation().equals(incarnation)) {
      orders = null;
    }
    boolean consumed =
        report != null && orders != null && report.consumed().compareTo(orders.number()) >= 0;
    if (report == null
        || !report.incarnation().equals(incarnation)
        || !readable
        || (orders != null && orders.sync() && !consumed)) {
      Membership unsure = membership == Membership.ONLINE ? Membership.PENDING : membership;
      return new NodeReading(
          facts(documents, node, unsure, false, unknown(resources)), incarnation, Set.of());
    }
    SortedMap<String, ResourceState> states = report.resources();
    Set<String> ordered = new TreeSet<>();
    if (orders != null && !consumed) {
      states = orders.unreported(states);
      for (OrderedAction action : orders.actions()) {
        ResourceState state = states.getOrDefault(action.resource(), ResourceState.STOPPED);
        if (action.operation() == Operation.START
            && state.phase() == Phase.UNKNOWN
            && state.token() == action.token()) {
          ordered.add(action.resource());
        }
      }
    }
    return new NodeReading(
        facts(documents, node, membership, report.leaving() || !isWanted(documents, node), states),
        incarnation,
        ordered);
  }

  /** Returns whether the cluster wants the JVM that takes part to do so. */
  private static boolean isWanted(DocumentSet documents, String node) {
    MemberDocument member = documents.get(DocumentKey.member(node), MemberDocument.class);
    ConfigDocument config = documents.get(DocumentKey.CONFIG, ConfigDocument.class);
    return member == null || config == null || config.wants(node, member);
  }

  private static Membership membership(DocumentSet documents, String node, LeaseDocument lease) {
    if (!documents.has(DocumentKey.member(node)) || lease.state() == LeaseDocument.State.ENDING) {
      return Membership.UNCLEAN;
    }
    MemberDocument member = documents.get(DocumentKey.member(node), MemberDocument.class);
    return member != null && member.incarnation().equals(lease.incarnation())
        ? Membership.ONLINE
        : Membership.PENDING;
  }

  private static SortedMap<String, ResourceState> unknown(Set<String> resources) {
    SortedMap<String, ResourceState> states = new TreeMap<>();
    resources.forEach(id -> states.put(id, ResourceState.STOPPED.with(Phase.UNKNOWN)));
    return states;
  }

  private static NodeFacts offline(DocumentSet documents, String node) {
    NodeDocument said = documents.get(DocumentKey.node(node), NodeDocument.class);
    return new NodeFacts(
        Membership.OFFLINE,
        said,
        null,
        false,
        ReportDocument.locked(
            documents.get(DocumentKey.lease(node), LeaseDocument.class),
            documents.get(DocumentKey.report(node), ReportDocument.class)));
  }

  private static NodeFacts facts(
      DocumentSet documents,
      String node,
      Membership membership,
      boolean leaving,
      SortedMap<String, ResourceState> states) {
    NodeDocument said = documents.get(DocumentKey.node(node), NodeDocument.class);
    if (said == null && documents.has(DocumentKey.node(node))) {
      // What cannot be read changes nothing, so what runs there is left alone.
      said = new NodeDocument(false, true, ImmutableSortedMap.of(), null);
    }
    return new NodeFacts(
        membership,
        said,
        documents.get(DocumentKey.member(node), MemberDocument.class),
        leaving,
        states);
  }
}
