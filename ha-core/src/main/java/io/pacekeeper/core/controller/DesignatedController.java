package io.pacekeeper.core.controller;

import com.google.common.collect.ImmutableSortedSet;
import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.core.cib.CibAssembly;
import io.pacekeeper.core.cib.CibAssembly.NodeFacts;
import io.pacekeeper.core.cib.EffectiveResources;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.cib.SchedulerInput;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.Claim;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.OrderNumber;
import io.pacekeeper.core.document.OrderedAction;
import io.pacekeeper.core.document.OrdersDocument;
import io.pacekeeper.core.document.ReportDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.TermDocument;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.core.lease.LeaseObservation;
import io.pacekeeper.core.scheduler.Scheduler;
import io.pacekeeper.core.scheduler.SchedulerRun;
import io.pacekeeper.core.scheduler.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The DC's duties, for as long as the term names this incarnation: revokes the leases of nodes that
 * are gone, and orders what the scheduler decides. Everything it writes checks the term, and one
 * write at a time is on its way.
 */
final class DesignatedController {
  private final Self self;
  private final Observations observations;
  private final Ledger ledger;
  private final TermDocument term;
  private final Fencing fencing;
  private final Overdue overdue;
  private final Announcements announcements;
  private final HistoryKeeper history;
  private final SilentLeases silentLeases;
  private final FeatureSets featureSets;
  private List<String> warned = List.of();
  private long number;
  private boolean underWay;
  private boolean uncertain;
  private boolean changed = true;
  private long dueAtNanos = Long.MAX_VALUE;
  private @Nullable String lastProblem;

  DesignatedController(Self self, Observations observations, TermDocument term) {
    this.self = self;
    this.observations = observations;
    this.ledger = new Ledger(self, observations);
    this.overdue = new Overdue(self);
    this.term = term;
    this.fencing = new Fencing(self, observations, ledger, term);
    this.history = new HistoryKeeper(self, term);
    this.silentLeases = new SilentLeases(self, observations, history);
    this.announcements = new Announcements(self, this::announced);
    this.featureSets = new FeatureSets(self);
  }

  /** A fencing device has said something. */
  void fenced(Input.Fenced answer, Moment now) {
    fencing.answered(answer, now);
    changed = true;
  }

  /** The term is over: what it had under way is nobody's any more. */
  void end() {
    fencing.end();
  }

  TermDocument term() {
    return term;
  }

  /** Something was read that may change what is to be done. */
  void changed() {
    changed = true;
  }

  private void announced(ClusterEvent event) {
    self.out.publish(event);
    history.happened(event);
  }

  private boolean mayWrite(Moment now) {
    return !underWay && self.fresh && self.mayAct(now);
  }

  /** Returns whether there is anything to be decided now. */
  boolean isDue(Moment now) {
    boolean due = dueAtNanos != Long.MAX_VALUE && now.nanos() - dueAtNanos >= 0;
    return mayWrite(now) && (changed || due);
  }

  void advance(Moment now) {
    if (isDue(now)) {
      goOn(now);
    }
    if (mayWrite(now)) {
      silentLeases.advance(now);
      if (history.isDue(now)) {
        commit(List.of(), () -> {});
      }
    }
  }

  private void goOn(Moment now) {
    changed = false;
    dueAtNanos = Long.MAX_VALUE;
    mendConfig(now);
    ConfigDocument config = self.config();
    if (config != null && !underWay) {
      decide(config, now);
    }
  }

  /** Restores a configuration that has vanished, and tells of what is wrong with it. */
  private void mendConfig(Moment now) {
    ConfigDocument config = self.config();
    if (config != null && self.documents.get(DocumentKey.CONFIG) == null) {
      ChangeNote note =
          new ChangeNote(self.node(), "restored by the DC: the document had vanished", now.wall());
      ConfigDocument restored = config.with(note);
      commit(List.of(new Transaction.Create(DocumentKey.CONFIG, restored)), () -> {});
    }
    List<String> warnings = new ArrayList<>(self.effective().warnings());
    if (config != null) {
      warnings.addAll(fencing.warnings(config));
      warnings.addAll(featureSets.warnings(config));
      Transaction.Step raised = underWay ? null : featureSets.raise(now);
      if (raised != null) {
        commit(List.of(raised), () -> {});
      }
    }
    if (!warnings.equals(warned)) {
      warned = warnings;
      warnings.forEach(this::warn);
    }
  }

  private void decide(ConfigDocument config, Moment now) {
    EffectiveResources effective = self.effective();
    SortedMap<String, Ledger.Entry> nodes = ledger.entries(effective.definitions().keySet(), now);
    overdue.observe(nodes, config.options().clusterDelay(), now);
    Map.Entry<String, String> wedged = overdue.wedged(now);
    if (wedged != null) {
      end(wedged.getKey(), wedged.getValue());
      return;
    }
    List<Transaction.Step> steps = new ArrayList<>();
    List<ClusterEvent> events = new ArrayList<>();
    nodes.forEach((node, entry) -> announcements.announce(node, entry, now));
    history.look(nodes);
    revoke(nodes, steps, events, now);
    // One after the other: a lease that ends adds to the same document as what a device says.
    Fencing.Outcome fenced =
        steps.isEmpty() ? fencing.advance(config, nodes, now) : Fencing.NOTHING;
    steps.addAll(fenced.steps());
    events.addAll(fenced.committed());
    number = Math.max(number, highestNumber());
    OrderNumber next = new OrderNumber(term.term(), number + 1);
    SortedMap<String, OrdersDocument> orders = orders(config, effective, nodes, next, now);
    orders.forEach((node, document) -> steps.add(write(node, document)));
    if (!orders.isEmpty()) {
      events.add(describe(next, orders));
    }
    if (steps.isEmpty()) {
      steps.addAll(fenced.withdrawals());
      steps.addAll(Housekeeping.steps(self.documents, now.wall()));
    }
    if (!steps.isEmpty()) {
      number++;
      history.propose(events, next, orders);
      commit(
          steps,
          () -> {
            orders.forEach(ledger::wrote);
            fenced.ended().forEach(announcements::ended);
            events.forEach(self.out::publish);
          },
          () -> orders.forEach(ledger::mayHaveWritten));
    }
  }

  /**
   * Takes away the leases that have not moved for long enough, and puts what can be waited for in
   * the place of those that are absent.
   */
  private void revoke(
      SortedMap<String, Ledger.Entry> nodes,
      List<Transaction.Step> steps,
      List<ClusterEvent> events,
      Moment now) {
    nodes.replaceAll(
        (node, entry) -> {
          LeaseObservation seen = observations.get(node);
          if (seen != null && seen.isVacant(now.nanos()) && !node.equals(self.node())) {
            steps.add(new Transaction.Create(DocumentKey.lease(node), seen.substitute()));
          }
          if (!entry.lapsed()) {
            return entry;
          }
          LeaseDocument lease = self.documents.get(DocumentKey.lease(node), LeaseDocument.class);
          if (!self.isEndEnough(lease)) {
            announcements.lapsed(node, entry);
            return entry.unclean();
          }
          steps.addAll(Election.revocation(self, node, now));
          String incarnation = entry.incarnation() == null ? "unknown" : entry.incarnation();
          events.add(new ClusterEvent.NodeFenced(node, incarnation, "its lease, which ended"));
          return ledger.revoked(node, entry);
        });
  }

  /** Returns what is to be ordered of whom. */
  private SortedMap<String, OrdersDocument> orders(
      ConfigDocument config,
      EffectiveResources effective,
      SortedMap<String, Ledger.Entry> nodes,
      OrderNumber next,
      Moment now) {
    SortedMap<String, NodeFacts> facts = new TreeMap<>();
    nodes.forEach((node, entry) -> facts.put(node, entry.facts()));
    if (awaitsOthers(facts.values(), now)) {
      planWake(nodes, null, now);
      return new TreeMap<>();
    }
    Transition transition =
        Scheduler.schedule(CibAssembly.assemble(effective, facts, now.wall()), now.wall());
    SortedMap<String, OrdersDocument> orders =
        new Dispatch(transition, nodes, next, effective.options().transition()).orders();
    addSyncs(orders, nodes, next);
    SchedulerInput input = new SchedulerInput(config, self.directives(), facts, now.wall());
    String order = orders.isEmpty() ? null : next.toString();
    self.out.add(new Effect.Scheduled(new SchedulerRun(self.node(), input, transition, order)));
    planWake(nodes, transition.recheckAt(), now);
    return orders;
  }

  /**
   * Ends the lease of a node that renews it, but does not answer: it is revoked when it has lapsed.
   * The node may renew it meanwhile; then this is tried again.
   */
  private void end(String node, String orders) {
    Stored stored = self.documents.get(DocumentKey.lease(node));
    LeaseDocument lease = stored == null ? null : stored.as(LeaseDocument.class);
    if (stored == null || lease == null) {
      return;
    }
    String why = "it renews its lease, but has not answered the order " + orders + " in time";
    commit(
        List.of(
            new Transaction.Set(
                stored.key(), stored.version(), lease.with(LeaseDocument.State.ENDING))),
        () -> announcements.ended(node, why));
  }

  /**
   * Returns the highest place in this term that left a trace: this node may have been DC in it
   * before, and no number is used twice.
   */
  private long highestNumber() {
    long highest = 0;
    for (Stored stored : self.documents.all(DocumentKey.Kind.ORDERS)) {
      OrdersDocument orders = stored.as(OrdersDocument.class);
      highest = Math.max(highest, orders == null ? 0 : place(orders.number()));
    }
    for (Stored stored : self.documents.all(DocumentKey.Kind.REPORT)) {
      ReportDocument report = stored.as(ReportDocument.class);
      highest = Math.max(highest, report == null ? 0 : place(report.consumed()));
    }
    return highest;
  }

  private long place(OrderNumber order) {
    return order.term() == term.term() ? order.number() : 0;
  }

  /**
   * When a whole cluster starts, its nodes join one after the other: whoever is first does not take
   * everything. Where anything could be active, this is no such start, and nothing is waited for.
   */
  private boolean awaitsOthers(Collection<NodeFacts> facts, Moment now) {
    long until = self.joinedNanos + self.options.startupDelay().toNanos();
    boolean idle =
        facts.stream()
            .flatMap(node -> node.resources().values().stream())
            .noneMatch(state -> state.phase().isPossiblyActive());
    if (!idle || now.nanos() - until >= 0) {
      return false;
    }
    dueAtNanos = Wake.earlier(dueAtNanos, until);
    return true;
  }

  /** Has a node of which nothing is known answer an order first, and mends orders that are lost. */
  private void addSyncs(
      SortedMap<String, OrdersDocument> orders,
      SortedMap<String, Ledger.Entry> nodes,
      OrderNumber next) {
    nodes.forEach(
        (node, entry) -> {
          String incarnation = entry.incarnation();
          Stored stored = self.documents.get(DocumentKey.orders(node));
          OrdersDocument known = entry.orders();
          boolean member = self.documents.get(DocumentKey.member(node)) != null;
          if (incarnation == null || orders.containsKey(node) || !member) {
            return;
          }
          boolean asked =
              known != null
                  && known.sync()
                  && known.number().term() == term.term()
                  && stored != null
                  && known.equals(stored.document());
          if (entry.unknown() && !asked) {
            orders.put(
                node,
                new OrdersDocument(incarnation, next, List.of(), ImmutableSortedSet.of(), true));
          } else if (!entry.unknown()
              && known != null
              && (stored == null || stored.problem() != null)) {
            orders.put(node, Dispatch.again(entry, incarnation, known, next));
          }
        });
  }

  private Transaction.Step write(String node, OrdersDocument document) {
    DocumentKey key = DocumentKey.orders(node);
    return Joining.write(key, self.documents.get(key), document);
  }

  /**
   * Returns what makes sure that this is the DC's term still. After a write that had no clear
   * answer it also moves the term's version, so that the write cannot happen any more if it has not
   * yet.
   */
  private Transaction.Step fence(Stored stored) {
    return uncertain
        ? new Transaction.Set(DocumentKey.TERM, stored.version(), term)
        : new Transaction.Check(DocumentKey.TERM, stored.version());
  }

  private void commit(List<Transaction.Step> steps, Runnable committed) {
    commit(steps, committed, () -> {});
  }

  private void commit(List<Transaction.Step> steps, Runnable committed, Runnable unanswered) {
    Stored stored = self.documents.get(DocumentKey.TERM);
    Stored trace = Election.ownTrace(self, term);
    HistoryKeeper.Addition addition = history.addition(steps.isEmpty());
    if (stored == null || trace == null) {
      return;
    }
    List<Transaction.Step> fenced = new ArrayList<>();
    fenced.add(fence(stored));
    fenced.add(new Transaction.Check(trace.key(), trace.version()));
    fenced.addAll(steps);
    Transaction.Step written = addition.step();
    if (written != null) {
      fenced.add(written);
    }
    underWay = true;
    self.out.commit(
        fenced,
        answer -> {
          underWay = false;
          changed |= !steps.isEmpty() || !answer.isCommitted();
          history.answered(addition, answer.isCommitted());
          if (answer.isCommitted()) {
            lastProblem = null;
            uncertain = false;
            committed.run();
            return;
          }
          if (answer.result() == Outbox.Answer.Result.UNCERTAIN) {
            uncertain = true;
            unanswered.run();
          }
          if (answer.result() == Outbox.Answer.Result.REFUSED) {
            String what = steps.isEmpty() ? "the history" : "what the DC ordered";
            problem(what + " is refused: " + answer.detail());
            if (written != null) {
              return; // Perhaps for its sake: the next goes without it, and at once.
            }
          }
          self.reread();
        });
  }

  private void planWake(
      SortedMap<String, Ledger.Entry> nodes, @Nullable Instant recheckAt, Moment now) {
    nodes.forEach(
        (node, entry) -> {
          var seen = observations.get(node);
          boolean live = entry.facts().membership() != Membership.OFFLINE;
          if (live && seen != null && !node.equals(self.node()) && !entry.lapsed()) {
            dueAtNanos = Wake.earlier(dueAtNanos, seen.dueAtNanos());
          }
        });
    dueAtNanos = Wake.earlier(dueAtNanos, overdue.wakeAtNanos());
    dueAtNanos = Wake.earlier(dueAtNanos, fencing.wakeAtNanos());
    dueAtNanos = Wake.earlier(dueAtNanos, announcements.wakeAtNanos());
    Instant next = Claim.earlier(recheckAt, self.effective().nextEnd());
    for (Ledger.Entry entry : nodes.values()) {
      NodeDocument said = entry.facts().node();
      next = said == null ? next : Claim.earlier(next, said.nextEnd(now.wall()));
    }
    if (next != null) {
      long millis = next.toEpochMilli() - now.wall().toEpochMilli();
      long wait = Math.max(1, Math.min(millis, 86_400_000L)) * 1_000_000L;
      dueAtNanos = Wake.earlier(dueAtNanos, now.nanos() + wait);
    }
  }

  private static ClusterEvent describe(
      OrderNumber number, SortedMap<String, OrdersDocument> orders) {
    int actions = 0;
    List<String> words = new ArrayList<>();
    for (Map.Entry<String, OrdersDocument> entry : orders.entrySet()) {
      for (OrderedAction action : entry.getValue().actions()) {
        if (action.token() == number.token()) {
          actions++;
          if (words.size() < 6) {
            words.add(
                action.operation().name().toLowerCase(Locale.ROOT)
                    + " "
                    + action.resource()
                    + " on "
                    + entry.getKey());
          }
        }
      }
    }
    String more = actions > words.size() ? " and " + (actions - words.size()) + " more" : "";
    String what = actions == 0 ? "asks what is so" : String.join(", ", words) + more;
    return new ClusterEvent.TransitionOrdered(number.toString(), actions, what);
  }

  private void warn(String warning) {
    self.out.publish(new ClusterEvent.Warned(self.node(), warning));
  }

  private void problem(String problem) {
    if (!problem.equals(lastProblem)) {
      lastProblem = problem;
      warn(problem);
    }
  }

  long wakeAtNanos(Moment now) {
    if (!mayWrite(now)) {
      return Long.MAX_VALUE;
    }
    long soon = Wake.earlier(history.wakeAtNanos(now), silentLeases.wakeAtNanos());
    return Wake.earlier(dueAtNanos, soon);
  }
}
