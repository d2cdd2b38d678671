package io.pacekeeper.core.controller;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.core.cib.CibAssembly.NodeFacts;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.OrdersDocument;
import io.pacekeeper.core.document.ReportDocument;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.ResourceState.Phase;
import io.pacekeeper.core.document.Stored;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the DC knows of the nodes: who takes part, who has to be waited for, and what could be
 * active where.
 *
 * <p>An activation that was ordered counts as possibly active until a report of that incarnation
 * that names the newest order says otherwise, or the incarnation's lease is over. What cannot be
 * read, or is not there, is unknown: then anything could be active on the node.
 */
final class Ledger {
  /**
   * What is known of a node.
   *
   * @param facts what the scheduler is told
   * @param incarnation whose lease it is, or null if there is none or it cannot be read
   * @param lapsed whether its lease has not moved for so long that it can be revoked
   * @param unknown whether anything could be active there, so that an order has to be answered
   *     first
   * @param orders the newest order written for the incarnation, or null
   * @param consumed whether the node has reported that it took in that order
   */
  record Entry(
      NodeFacts facts,
      @Nullable String incarnation,
      boolean lapsed,
      boolean unknown,
      @Nullable OrdersDocument orders,
      boolean consumed) {
    /** Returns the same of a node that does not take part any more, and has to be waited for. */
    Entry unclean() {
      NodeFacts all =
          new NodeFacts(
              Membership.UNCLEAN, facts.node(), facts.member(), facts.leaving(), facts.resources());
      return new Entry(all, incarnation, lapsed, unknown, orders, consumed);
    }
  }

  private final Self self;
  private final Observations observations;

  /** The newest orders of each node, kept for when the store's are gone or cannot be read. */
  private final Map<String, OrdersDocument> written = new HashMap<>();

  /** Orders of which nobody knows whether they were written, until what is stored tells. */
  private final Map<String, OrdersDocument> unanswered = new HashMap<>();

  /** What was last said of a node by an administrator, and could be read. */
  private final Map<String, NodeDocument> said = new HashMap<>();

  Ledger(Self self, Observations observations) {
    this.self = self;
    this.observations = observations;
  }

  void wrote(String node, OrdersDocument orders) {
    written.put(node, orders);
    unanswered.remove(node);
  }

  /** A write of these orders had no clear answer. */
  void mayHaveWritten(String node, OrdersDocument orders) {
    unanswered.put(node, orders);
  }

  /**
   * Returns every node by name, given what the cluster has to run: those of a closed cluster, and
   * whoever has left a trace. A lease that is over is none: it outlives the node that had it.
   */
  SortedMap<String, Entry> entries(Set<String> resources, Moment now) {
    SortedSet<String> nodes = new TreeSet<>();
    for (Kind kind : new Kind[] {Kind.NODE, Kind.MEMBER, Kind.ORDERS, Kind.REPORT}) {
      self.documents.all(kind).forEach(stored -> nodes.add(stored.key().node()));
    }
    for (Stored stored : self.documents.all(Kind.LEASE)) {
      LeaseDocument lease = stored.as(LeaseDocument.class);
      if (lease == null || !lease.state().isOver()) {
        nodes.add(stored.key().node());
      }
    }
    ConfigDocument config = self.config();
    if (config != null && config.nodes() != null) {
      nodes.addAll(config.nodes().keySet());
    }
    SortedMap<String, Entry> result = new TreeMap<>();
    for (String node : nodes) {
      result.put(node, entry(node, resources, now));
    }
    return result;
  }

  private Entry entry(String node, Set<String> resources, Moment now) {
    Stored stored = self.documents.get(DocumentKey.lease(node));
    LeaseDocument lease = stored == null ? null : stored.as(LeaseDocument.class);
    boolean own = node.equals(self.node());
    boolean trace =
        self.documents.get(DocumentKey.orders(node)) != null
            || self.documents.get(DocumentKey.report(node)) != null
            || self.documents.get(DocumentKey.member(node)) != null;
    if (lease == null && stored == null && !trace) {
      return offline(node, null);
    }
    if (lease != null && lease.state().isOver()) {
      return offline(node, lease.incarnation());
    }
    boolean lapsed = !own && observations.observe(node, now).hasLapsed(now.nanos());
    if (lease == null || lease.isOfNobody()) {
      return unknown(node, Membership.UNCLEAN, null, null, lapsed, resources);
    }
    return held(node, lease, lapsed, resources);
  }

  private Entry held(String node, LeaseDocument lease, boolean lapsed, Set<String> resources) {
    String incarnation = lease.incarnation();
    MemberDocument member = self.documents.get(DocumentKey.member(node), MemberDocument.class);
    if (member != null && !member.incarnation().equals(incarnation)) {
      member = null;
    }
    boolean present = self.documents.get(DocumentKey.member(node)) != null;
    Membership membership =
        lease.state() == LeaseDocument.State.ENDING || !present
            ? Membership.UNCLEAN
            : member != null ? Membership.ONLINE : Membership.PENDING;
    Stored ordersStored = self.documents.get(DocumentKey.orders(node));
    OrdersDocument orders = orders(node, ordersStored, incarnation);
    ReportDocument report = self.documents.get(DocumentKey.report(node), ReportDocument.class);
    if (report != null && !report.incarnation().equals(incarnation)) {
      report = null;
    }
    boolean consumed =
        report != null && orders != null && report.consumed().compareTo(orders.number()) >= 0;
    boolean mentioned = orders != null || isForAnother(ordersStored, incarnation);
    OrdersDocument perhaps = unanswered.get(node);
    boolean unread = perhaps != null && perhaps.incarnation().equals(incarnation);
    boolean unknown =
        report == null || !mentioned || unread || (orders != null && orders.sync() && !consumed);
    if (unknown || report == null) {
      return unknown(
          node,
          membership == Membership.ONLINE ? Membership.PENDING : membership,
          incarnation,
          orders,
          lapsed,
          resources);
    }
    SortedMap<String, ResourceState> states = states(report, orders, consumed);
    // Who is to take part no more leaves, whether it has heard of that or not.
    boolean leaving =
        report.leaving() || (member != null && !Admission.isWanted(self.config(), node, member));
    NodeFacts facts = new NodeFacts(membership, admin(node), member, leaving, states);
    return new Entry(facts, incarnation, lapsed, false, orders, consumed);
  }

  /**
   * Returns the newest orders for an incarnation, as far as they are known. Those that can be read
   * also tell whether a write that had no clear answer happened. If none can, or they are not there
   * any more, the node may have had orders that nobody has seen.
   */
  private @Nullable OrdersDocument orders(
      String node, @Nullable Stored stored, String incarnation) {
    OrdersDocument read = stored == null ? null : stored.as(OrdersDocument.class);
    OrdersDocument mine = written.get(node);
    if (mine != null && !mine.incarnation().equals(incarnation)) {
      mine = null;
    }
    if (read == null) {
      return mine;
    }
    unanswered.remove(node);
    if (!read.incarnation().equals(incarnation)
        || (mine != null && mine.number().compareTo(read.number()) > 0)) {
      return mine;
    }
    written.put(node, read);
    return read;
  }

  /**
   * Returns whether the orders say for certain that this incarnation was never ordered anything.
   */
  private static boolean isForAnother(@Nullable Stored stored, String incarnation) {
    OrdersDocument read = stored == null ? null : stored.as(OrdersDocument.class);
    return read != null && !read.incarnation().equals(incarnation);
  }

  private static SortedMap<String, ResourceState> states(
      ReportDocument report, @Nullable OrdersDocument orders, boolean consumed) {
    if (orders == null || consumed) {
      return report.resources();
    }
    return orders.unreported(report.resources());
  }

  private Entry offline(String node, @Nullable String incarnation) {
    SortedMap<String, ResourceState> locked =
        ReportDocument.locked(
            self.documents.get(DocumentKey.lease(node), LeaseDocument.class),
            self.documents.get(DocumentKey.report(node), ReportDocument.class));
    MemberDocument member = null;
    return new Entry(
        new NodeFacts(Membership.OFFLINE, admin(node), member, false, locked),
        incarnation,
        false,
        false,
        null,
        true);
  }

  private Entry unknown(
      String node,
      Membership membership,
      @Nullable String incarnation,
      @Nullable OrdersDocument orders,
      boolean lapsed,
      Set<String> resources) {
    SortedMap<String, ResourceState> states = new TreeMap<>();
    ResourceState anything = ResourceState.STOPPED.with(Phase.UNKNOWN);
    MemberDocument member = self.documents.get(DocumentKey.member(node), MemberDocument.class);
    for (String resource : resources) {
      states.put(resource, anything);
    }
    return new Entry(
        new NodeFacts(membership, admin(node), member, false, states),
        incarnation,
        lapsed,
        true,
        orders,
        false);
  }

  /**
   * What cannot be read changes nothing: the last that could be, or else the node is left alone.
   */
  private @Nullable NodeDocument admin(String node) {
    Stored stored = self.documents.get(DocumentKey.node(node));
    if (stored == null) {
      return null;
    }
    NodeDocument read = stored.as(NodeDocument.class);
    if (read != null) {
      said.put(node, read);
      return read;
    }
    NodeDocument last = said.get(node);
    return last != null ? last : new NodeDocument(false, true, ImmutableSortedMap.of(), null);
  }

  /** Returns the entry of a node whose lease is being revoked: nothing of it is active any more. */
  Entry revoked(String node, Entry entry) {
    return offline(node, entry.incarnation());
  }
}
