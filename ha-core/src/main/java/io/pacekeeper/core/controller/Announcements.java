package io.pacekeeper.core.controller;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.FencingDocument.Confirmation;
import io.pacekeeper.core.document.FencingDocument.Scope;
import io.pacekeeper.core.document.LeaseDocument;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a DC tells of the other nodes: who takes part, who is unclean, and who is dead by whom. */
final class Announcements {
  /** How long it is waited for who has confirmed a death: its lease is heard of before. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Self self;
  private final Consumer<? super ClusterEvent> audience;
  private final Map<String, Membership> announced = new HashMap<>();
  private final Map<String, String> lapsed = new HashMap<>();
  private final Map<String, Long> unexplained = new HashMap<>();

  /** Makes announcements to an audience. */
  Announcements(Self self, Consumer<? super ClusterEvent> audience) {
    this.self = self;
    this.audience = audience;
  }

  /** The lease of a node was ended though the node renews it. */
  void ended(String node, String why) {
    announced.put(node, Membership.UNCLEAN);
    audience.accept(
        new ClusterEvent.NodeUnclean(node, why + ": the lease is ended, and waited for"));
  }

  /** The lease of a node has ended, and that is not enough to take it for dead. */
  void lapsed(String node, Ledger.Entry entry) {
    String incarnation = entry.incarnation();
    if (incarnation != null && !incarnation.equals(lapsed.put(node, incarnation))) {
      announced.put(node, Membership.UNCLEAN);
      audience.accept(
          new ClusterEvent.NodeUnclean(
              node,
              "its lease has ended, which is not enough, as fencing is companion: its companion, a device or pk fence confirm has to confirm it dead"));
    }
  }

  /** Tells what is new of a node. */
  void announce(String node, Ledger.Entry entry, Moment now) {
    Membership membership = entry.facts().membership();
    Membership before = announced.get(node);
    if (membership == Membership.UNCLEAN && before != Membership.ONLINE && entry.unknown()) {
      // Most likely it joins just now: its lease was heard of before its member document.
      return;
    }
    boolean goes = membership == Membership.OFFLINE && before != null && before != membership;
    LeaseDocument dead = goes ? dead(node) : null;
    if (dead != null && !node.equals(self.node())) {
      Confirmation told = confirmation(node, dead);
      if (told == null && waits(node, now)) {
        return;
      }
      String by = told == null ? "somebody who has not said how" : describe(told);
      audience.accept(new ClusterEvent.NodeFenced(node, dead.incarnation(), by));
    } else if (goes && hasLeft(node) && !node.equals(self.node())) {
      audience.accept(new ClusterEvent.NodeOffline(node));
    }
    unexplained.remove(node);
    announced.put(node, membership);
    if (membership == before || node.equals(self.node())) {
      return;
    }
    if (membership == Membership.ONLINE) {
      audience.accept(new ClusterEvent.NodeOnline(node));
    } else if (membership == Membership.UNCLEAN) {
      audience.accept(
          new ClusterEvent.NodeUnclean(
              node, "it is not a member any more, and its lease has not been released"));
    }
  }

  /** Returns when to announce again though nothing is heard. */
  long wakeAtNanos() {
    long wake = Long.MAX_VALUE;
    for (long until : unexplained.values()) {
      wake = Wake.earlier(wake, until);
    }
    return wake;
  }

  /** Says by whom a death was confirmed. */
  static String describe(Confirmation confirmation) {
    return switch (confirmation.means()) {
      case COMPANION -> "its companion, which saw its process gone";
      case LEASE -> "its lease, which ended";
      case DEVICE -> confirmation.detail().isEmpty() ? "a device" : confirmation.detail();
      case HAND -> "the administrator " + confirmation.by();
    };
  }

  private boolean hasLeft(String node) {
    LeaseDocument lease = self.documents.get(DocumentKey.lease(node), LeaseDocument.class);
    return lease != null && lease.state() == LeaseDocument.State.RELEASED;
  }

  private @Nullable LeaseDocument dead(String node) {
    LeaseDocument lease = self.documents.get(DocumentKey.lease(node), LeaseDocument.class);
    return lease != null && lease.state() == LeaseDocument.State.DEAD ? lease : null;
  }

  private @Nullable Confirmation confirmation(String node, LeaseDocument dead) {
    FencingDocument known = self.documents.get(DocumentKey.fencing(node), FencingDocument.class);
    return known == null ? null : known.confirmation(dead.incarnation(), Scope.PROCESS);
  }

  private boolean waits(String node, Moment now) {
    long until = unexplained.computeIfAbsent(node, name -> now.nanos() + PATIENCE.toNanos());
    return now.nanos() - until < 0;
  }
}
