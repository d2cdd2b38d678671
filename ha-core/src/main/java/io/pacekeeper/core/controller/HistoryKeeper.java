package io.pacekeeper.core.controller;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.HistoryDocument;
import io.pacekeeper.core.document.HistoryDocument.Entry;
import io.pacekeeper.core.document.HistoryDocument.Kind;
import io.pacekeeper.core.document.OrderNumber;
import io.pacekeeper.core.document.OrdersDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.TermDocument;
import io.pacekeeper.core.document.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes the cluster's history down, as the DC sees it: with what the DC writes anyway or, where
 * nothing is written within a second, by itself. Nothing waits for it: when a write that had it in
 * failed, the next goes without; and what would be too much is forgotten, oldest first.
 */
final class HistoryKeeper {
  /** How long it is waited for a write with which it can go. */
  private static final long PATIENCE = Duration.ofSeconds(1).toNanos();

  /**
   * The longest time, after it has failed, or while a node is unclean: the end of that is written
   * anyway.
   */
  private static final long LONG_PATIENCE = Duration.ofMinutes(1).toNanos();

  /** How many things may wait to be written down. */
  private static final int MOST_WAITING = 100;

  private final Self self;
  private final Reported reported = new Reported();
  private final MoveReasons reasons;
  private final List<Note> waiting = new ArrayList<>();

  /** What is so only if the next transaction is committed. */
  private List<Note> proposed = List.of();

  private boolean begun;
  private boolean unclean;

  /** How often writing it down has failed in a row. */
  private int failures;

  /** Since when something waits, as far as that has been noticed. */
  private @Nullable Long waitingSince;

  /**
   * What happened, before it has a number.
   *
   * @param token the token of the order that it was, 0 for none
   */
  record Note(
      Instant at,
      Kind kind,
      @Nullable String node,
      @Nullable String resource,
      long token,
      String text) {}

  /**
   * What goes with a transaction.
   *
   * @param step what is written, or null if nothing is
   * @param notes the things that it writes down, or that are so if the transaction is committed
   */
  record Addition(Transaction.@Nullable Step step, List<Note> notes) {}

  /** Makes the keeper of a DC, whose election is the first thing that happened. */
  HistoryKeeper(Self self, TermDocument term) {
    this.self = self;
    this.reasons = new MoveReasons(self);
    String text = new ClusterEvent.DcElected(term.node(), term.term()).describe();
    add(List.of(new Note(self.wall, Kind.ELECTION, term.node(), null, 0, text)));
  }

  /** Looks at what the nodes have reported, and at how they are. */
  void look(SortedMap<String, Ledger.Entry> nodes) {
    begun = true;
    unclean =
        nodes.values().stream().anyMatch(node -> node.facts().membership() == Membership.UNCLEAN);
    reasons.look(nodes);
    add(reported.look(self.documents.all(DocumentKey.Kind.REPORT), self.wall));
  }

  /** Something happened, which may belong into the history. */
  void happened(ClusterEvent event) {
    // Whom a new DC finds online was so before.
    if (begun || !(event instanceof ClusterEvent.NodeOnline)) {
      add(notes(event));
    }
  }

  /** A node's lease is nearly lost, or is not any more. */
  void lease(String node, String text) {
    add(List.of(new Note(self.wall, Kind.LEASE, node, null, 0, text)));
  }

  private void add(List<Note> notes) {
    waiting.addAll(notes);
    int tooMany = waiting.size() - MOST_WAITING;
    if (tooMany > 0) {
      waiting.subList(0, tooMany).clear();
    }
  }

  private List<Note> notes(ClusterEvent event) {
    Kind kind = Kind.NODE;
    String node;
    if (event instanceof ClusterEvent.NodeOnline online) {
      node = online.node();
    } else if (event instanceof ClusterEvent.NodeOffline offline) {
      node = offline.node();
    } else if (event instanceof ClusterEvent.NodeUnclean lost) {
      node = lost.node();
    } else if (event instanceof ClusterEvent.NodeFenced fenced) {
      kind = Kind.FENCING;
      node = fenced.node();
    } else {
      return List.of();
    }
    return List.of(new Note(self.wall, kind, node, null, 0, event.describe()));
  }

  /** Says what will have happened if the next transaction is committed. */
  void propose(
      List<ClusterEvent> events, OrderNumber number, SortedMap<String, OrdersDocument> orders) {
    List<Note> notes = new ArrayList<>();
    events.forEach(event -> notes.addAll(notes(event)));
    notes.addAll(Ordered.notes(number, orders, this::home, reasons, self.wall));
    proposed = notes;
  }

  /** Returns where a resource was active last; of what is alike in many places none is its home. */
  private @Nullable String home(String resource) {
    ResourceDefinition definition = self.effective().definitions().get(resource);
    return definition != null && definition.isAnonymousClone() ? null : reported.home(resource);
  }

  /**
   * Returns what goes with a transaction that is about to be sent.
   *
   * @param alone whether there is nothing else in it
   */
  Addition addition(boolean alone) {
    List<Note> then = proposed;
    proposed = List.of();
    if (failures > 0 && !alone) {
      return new Addition(null, then);
    }
    List<Note> notes = new ArrayList<>(waiting);
    notes.addAll(then);
    if (notes.isEmpty()) {
      return new Addition(null, notes);
    }
    Stored stored = self.documents.get(DocumentKey.HISTORY);
    HistoryDocument read = stored == null ? null : stored.as(HistoryDocument.class);
    HistoryDocument before = read == null ? HistoryDocument.EMPTY : read;
    List<Entry> entries = new ArrayList<>(notes.size());
    for (Note note : notes) {
      entries.add(
          new Entry(
              before.next() + entries.size(),
              note.at(),
              note.kind(),
              self.node(),
              note.node(),
              note.resource(),
              note.token(),
              note.text()));
    }
    return new Addition(
        Joining.write(DocumentKey.HISTORY, stored, before.with(entries, limit())), notes);
  }

  /** Takes in what became of a transaction. */
  void answered(Addition addition, boolean committed) {
    if (committed && addition.step() == null) {
      add(addition.notes());
    } else if (committed) {
      waiting.removeAll(addition.notes());
      failures = 0;
    } else if (addition.step() != null) {
      failures++;
    }
    waitingSince = null;
  }

  private int limit() {
    ConfigDocument config = self.config();
    return (config == null ? ConfigDocument.EMPTY : config).options().historyLimit();
  }

  /** Returns whether it is to be written by itself. */
  boolean isDue(Moment now) {
    long at = wakeAtNanos(now);
    return at != Long.MAX_VALUE && now.nanos() - at >= 0;
  }

  /** Returns when it is to be written by itself. */
  long wakeAtNanos(Moment now) {
    if (waiting.isEmpty()) {
      waitingSince = null;
      return Long.MAX_VALUE;
    }
    Long since = waitingSince == null ? Long.valueOf(now.nanos()) : waitingSince;
    waitingSince = since;
    long patience = unclean ? LONG_PATIENCE : PATIENCE << Math.min(failures, 6);
    return since + Math.min(patience, LONG_PATIENCE);
  }
}
