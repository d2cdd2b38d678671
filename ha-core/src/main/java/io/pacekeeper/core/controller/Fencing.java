package io.pacekeeper.core.controller;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.FencingDocument.Confirmation;
import io.pacekeeper.core.document.FencingDocument.Request;
import io.pacekeeper.core.document.FencingDocument.Scope;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.LeaseDocument.State;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.TermDocument;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.core.fencing.FencingRequests;
import io.pacekeeper.core.fencing.FencingRequests.Victim;
import io.pacekeeper.core.fencing.FencingSetup;
import io.pacekeeper.core.fencing.PriorityFencingDelay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The victims of a DC: who is to be fenced, what devices are asked, and what follows from it.
 *
 * <p>A victim is whoever is lost, if a device is for it; and whoever an open request names, dead or
 * alive: the lease of one that lives is ended. What a device confirms and the end of the lease are
 * written in one transaction, which compares the lease.
 */
final class Fencing {
  /** What part of its length a lease must not have moved: that is two renewals. */
  private static final int SILENCE = 4;

  /**
   * What is to be written.
   *
   * @param steps with whatever else is written now
   * @param withdrawals requests that are moot; to be written only when nothing else is, since
   *     somebody may be writing the same document just now
   * @param committed what there is to tell when that has been written
   * @param ended of whom the lease is ended though they live, and why
   */
  record Outcome(
      List<Transaction.Step> steps,
      List<Transaction.Step> withdrawals,
      List<ClusterEvent> committed,
      SortedMap<String, String> ended) {}

  /** Nothing to be written. */
  static final Outcome NOTHING =
      new Outcome(List.of(), List.of(), List.of(), Collections.emptySortedMap());

  private final Self self;
  private final Observations observations;
  private final Ledger ledger;
  private final FencingRequests requests;
  private FencingSetup setup = FencingSetup.of(ConfigDocument.EMPTY);
  private ConfigDocument configured = ConfigDocument.EMPTY;
  private List<String> warnings = List.of();
  private long wakeAtNanos = Long.MAX_VALUE;

  Fencing(Self self, Observations observations, Ledger ledger, TermDocument term) {
    this.self = self;
    this.observations = observations;
    this.ledger = ledger;
    this.requests = new FencingRequests(self.node(), term.term(), setup);
  }

  /** Returns what is wrong with the devices and topologies of a configuration, for this DC. */
  List<String> warnings(ConfigDocument config) {
    if (!config.equals(configured)) {
      configured = config;
      setup = FencingSetup.of(config);
      warnings = new ArrayList<>(setup.warnings());
      warnings.addAll(setup.missing(self.options.fencing().devices().keySet()));
    }
    return warnings;
  }

  /** A device has said something. */
  void answered(Input.Fenced answer, Moment now) {
    requests.answered(answer.call(), answer.result(), now.nanos(), now.wall());
  }

  /** The term is over: what it had under way is nobody's any more. */
  void end() {
    requests.abandon().forEach(call -> self.out.add(new Effect.InterruptFencing(call)));
  }

  /**
   * Goes on. In the entries, who is to be fenced is unclean from now on, and who is confirmed dead
   * is not there any more.
   */
  Outcome advance(ConfigDocument config, SortedMap<String, Ledger.Entry> nodes, Moment now) {
    warnings(config);
    requests.use(setup, now.nanos());
    wakeAtNanos = Long.MAX_VALUE;
    Outcome outcome =
        new Outcome(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new TreeMap<>());
    List<Victim> victims = new ArrayList<>();
    for (Map.Entry<String, Ledger.Entry> node : nodes.entrySet()) {
      LeaseDocument lease =
          self.documents.get(DocumentKey.lease(node.getKey()), LeaseDocument.class);
      if (lease != null && (lease.state().isOver() || !lease.isOfNobody())) {
        judge(node.getKey(), lease, nodes, outcome, victims, now);
      }
    }
    FencingRequests.Step step = requests.step(victims, now.nanos(), now.wall());
    step.events().forEach(self.out::publish);
    step.calls().forEach(call -> self.out.add(new Effect.Fence(call)));
    step.interrupts().forEach(call -> self.out.add(new Effect.InterruptFencing(call)));
    step.writes().forEach((node, document) -> outcome.steps().add(write(node, document)));
    step.confirmed().forEach((node, what) -> confirm(node, what, nodes, outcome));
    outcome.ended().keySet().forEach(node -> outcome.steps().add(end(node, State.ENDING)));
    outcome
        .ended()
        .keySet()
        .forEach(node -> nodes.computeIfPresent(node, (name, entry) -> entry.unclean()));
    wakeAtNanos = Wake.earlier(wakeAtNanos, step.wakeAtNanos());
    return outcome;
  }

  /** Returns when to go on though nothing is heard. */
  long wakeAtNanos() {
    return wakeAtNanos;
  }

  /** Finds out whether a node is to be fenced, and by what means. */
  private void judge(
      String node,
      LeaseDocument lease,
      SortedMap<String, Ledger.Entry> nodes,
      Outcome outcome,
      List<Victim> victims,
      Moment now) {
    FencingDocument known = self.documents.get(DocumentKey.fencing(node), FencingDocument.class);
    Request open = known == null ? null : known.request();
    Request asked = open == null || isMoot(open, lease) ? null : open;
    if (known != null && open != null && asked == null) {
      outcome.withdrawals().add(write(node, known.withdrawn()));
    }
    boolean own = node.equals(self.node());
    if (asked != null && lives(node, lease, nodes, now)) {
      outcome.ended().put(node, "it is to be fenced: " + asked.reason());
    }
    String reason = asked != null ? asked.reason() : lost(node, lease, nodes, now);
    if (reason != null && !own && setup.canFence(node)) {
      Duration delay = asked == null ? delay(node, nodes) : Duration.ZERO;
      victims.add(new Victim(node, lease.incarnation(), Scope.PROCESS, reason, delay, known));
    }
  }

  /** Returns whether nobody needs what a request asks for: that life is over, by other means. */
  private static boolean isMoot(Request open, LeaseDocument lease) {
    return !open.incarnation().equals(lease.incarnation())
        || (lease.state().isOver() && open.scope() == Scope.PROCESS);
  }

  /**
   * Returns whether a node renews its lease, as far as is known. The DC itself does, but ends its
   * own only when there is another node to go on with it.
   */
  private boolean lives(
      String node, LeaseDocument lease, SortedMap<String, Ledger.Entry> nodes, Moment now) {
    if (lease.state() != State.HELD) {
      return false;
    }
    if (node.equals(self.node())) {
      return nodes.entrySet().stream()
          .anyMatch(
              other ->
                  !other.getKey().equals(node)
                      && other.getValue().facts().membership() == Membership.ONLINE);
    }
    return now.nanos() - silentAtNanos(node, lease, now) < 0;
  }

  /** Returns why a node that nobody asked for is to be fenced, or null if it is not. */
  private @Nullable String lost(
      String node, LeaseDocument lease, SortedMap<String, Ledger.Entry> nodes, Moment now) {
    Ledger.Entry entry = nodes.get(node);
    if (entry == null
        || entry.facts().membership() != Membership.UNCLEAN
        || lease.state().isOver()) {
      return null;
    }
    if (lease.state() == State.ENDING) {
      return "its lease was ended, and is not over yet";
    }
    // That the member node has vanished proves nothing: whoever may connect can delete it.
    long silentAt = silentAtNanos(node, lease, now);
    if (now.nanos() - silentAt < 0) {
      wakeAtNanos = Wake.earlier(wakeAtNanos, silentAt);
      return null;
    }
    return setup.options().startup() || wasHeardOf(node)
        ? "it is not a member any more, and does not renew its lease"
        : null;
  }

  /**
   * Returns whether a node wrote its lease after the first of today's members had joined. By the
   * store's own order, so that every DC says the same.
   */
  private boolean wasHeardOf(String node) {
    Stored lease = self.documents.get(DocumentKey.lease(node));
    long began =
        self.documents.all(DocumentKey.Kind.MEMBER).stream()
            .mapToLong(Stored::created)
            .min()
            .orElse(Long.MAX_VALUE);
    return lease != null && lease.modified() > began;
  }

  private long silentAtNanos(String node, LeaseDocument lease, Moment now) {
    return observations.observe(node, now).sinceNanos() + lease.length().toNanos() / SILENCE;
  }

  private Duration delay(String node, SortedMap<String, Ledger.Entry> nodes) {
    Duration option = setup.options().priorityDelay();
    Ledger.Entry target = nodes.get(node);
    if (option.isZero() || target == null) {
      return Duration.ZERO;
    }
    SortedMap<String, ResourceDefinition> definitions = self.effective().definitions();
    return PriorityFencingDelay.of(
        option,
        peer(target, definitions),
        nodes.values().stream().map(entry -> peer(entry, definitions)).toList());
  }

  private static PriorityFencingDelay.Peer peer(
      Ledger.Entry entry, SortedMap<String, ResourceDefinition> definitions) {
    int priority = 0;
    for (Map.Entry<String, ResourceState> resource : entry.facts().resources().entrySet()) {
      ResourceDefinition definition = definitions.get(resource.getKey());
      if (definition != null && resource.getValue().phase().isPossiblyActive()) {
        priority += definition.priority();
      }
    }
    return new PriorityFencingDelay.Peer(entry.facts().membership() == Membership.ONLINE, priority);
  }

  /** Has the end of the lease follow from a confirmation, in the transaction that writes it. */
  private void confirm(
      String node,
      Confirmation confirmation,
      SortedMap<String, Ledger.Entry> nodes,
      Outcome outcome) {
    LeaseDocument lease = self.documents.get(DocumentKey.lease(node), LeaseDocument.class);
    if (lease == null || !lease.incarnation().equals(confirmation.incarnation())) {
      return;
    }
    outcome.ended().remove(node);
    if (lease.state().isOver()) {
      String by = Announcements.describe(confirmation);
      outcome.committed().add(new ClusterEvent.NodeFenced(node, lease.incarnation(), by));
      return;
    }
    outcome.steps().add(end(node, State.DEAD));
    Stored member = self.documents.get(DocumentKey.member(node));
    MemberDocument shown = member == null ? null : member.as(MemberDocument.class);
    if (member != null && shown != null && shown.incarnation().equals(lease.incarnation())) {
      outcome.steps().add(new Transaction.Delete(member.key(), member.version()));
    }
    nodes.computeIfPresent(node, ledger::revoked);
  }

  private Transaction.Step end(String node, State state) {
    Stored stored = self.documents.get(DocumentKey.lease(node));
    LeaseDocument lease = stored == null ? null : stored.as(LeaseDocument.class);
    if (stored == null || lease == null) {
      throw new IllegalStateException("the lease of " + node + " was readable before");
    }
    return new Transaction.Set(stored.key(), stored.version(), lease.with(state));
  }

  private Transaction.Step write(String node, FencingDocument document) {
    DocumentKey key = DocumentKey.fencing(node);
    return Joining.write(key, self.documents.get(key), document);
  }
}
