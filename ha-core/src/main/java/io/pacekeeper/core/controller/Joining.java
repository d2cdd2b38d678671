package io.pacekeeper.core.controller;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.OperationDefinition;
import io.pacekeeper.api.Requires;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.FencingDocument.Confirmation;
import io.pacekeeper.core.document.FencingDocument.Means;
import io.pacekeeper.core.document.FencingDocument.Request;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.OrderNumber;
import io.pacekeeper.core.document.ReportDocument;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.core.lease.HeldLease;
import io.pacekeeper.core.lease.LeaseObservation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The way in: takes the node's lease and, in the same transaction, shows the node as a member.
 *
 * <p>A lease that another incarnation holds is waited for, as the DC would: when it has not moved
 * for its length and margin it is taken. When it moves, its holder lives, and this node is refused.
 */
final class Joining {
  private final Self self;
  private final Services services;
  private final LeaseKeeper keeper;
  private final Waiting waiting;
  private boolean underWay;
  private boolean mayHaveJoined;

  /** What is kept for this node since it left. */
  private SortedMap<String, ResourceState> locked = ImmutableSortedMap.of();

  private boolean heldWhenObserved;
  private @Nullable LeaseObservation observation;

  /** Whether the end of the lease that it waits for is not enough. */
  private boolean waitsForWord;

  private @Nullable String lastWord;
  private long refusedAtNanos;
  private boolean advised;

  Joining(Self self, Services services, LeaseKeeper keeper) {
    this.self = self;
    this.services = services;
    this.keeper = keeper;
    this.waiting = new Waiting(self);
  }

  void advance(Moment now) {
    if (self.phase == Self.Phase.LOST && !services.isArmed()) {
      beginAnew();
    }
    boolean outside = self.phase == Self.Phase.JOINING || self.phase == Self.Phase.WAITING;
    if (!outside || !self.connected || !self.read || isUnderWay() || !waiting.admits(now)) {
      return;
    }
    if (!keeper.areThreadsAlive(now)) {
      delayed("no operation thread answers, so that nothing could run on it");
      return;
    }
    Duration maxLease = maxLease();
    if (self.options.lease().length().compareTo(maxLease) > 0) {
      refuse(
          "its lease of "
              + self.options.lease().length().toMillis()
              + " ms is longer than the cluster's max-lease of "
              + maxLease.toMillis()
              + " ms: shorten the lease or raise max-lease",
          now);
      return;
    }
    Stored stored = self.documents.get(self.leaseKey);
    LeaseDocument lease = stored == null ? null : stored.as(LeaseDocument.class);
    Request asked = asked();
    if (asked != null) {
      standAside(stored, lease, asked);
    } else if (stored != null
        && lease != null
        && lease.state() == LeaseDocument.State.HELD
        && lease.incarnation().equals(self.incarnation)) {
      adopt(stored, lease, now);
    } else if (stored == null && !hasTrace()) {
      join(stored, null, now);
    } else if (lease != null && lease.state().isOver()) {
      join(stored, null, now);
    } else if (lease != null && self.lived.contains(lease.incarnation())) {
      // Its own former life, of which everything has returned: there is nothing to wait for.
      join(stored, lease, now);
    } else {
      await(stored, lease, maxLease, now);
    }
  }

  /** Returns the request that a device ends the host of a former life of this JVM, or null. */
  private @Nullable Request asked() {
    DocumentKey key = DocumentKey.fencing(self.node());
    FencingDocument known = self.documents.get(key, FencingDocument.class);
    Request open = known == null ? null : known.request();
    return open != null
            && open.scope() == FencingDocument.Scope.HOST
            && self.lived.contains(open.incarnation())
        ? open
        : null;
  }

  /**
   * Its host is to be switched off: a new life would only make the request moot. Of the former one
   * everything has returned, so nobody has to wait for its lease.
   */
  private void standAside(@Nullable Stored stored, @Nullable LeaseDocument lease, Request asked) {
    delayed("its host is to be fenced, which " + asked.by() + " asks for: " + asked.reason());
    if (stored == null
        || lease == null
        || lease.state().isOver()
        || !self.lived.contains(lease.incarnation())) {
      return;
    }
    LeaseDocument released = lease.with(LeaseDocument.State.RELEASED);
    put(new Transaction.Set(self.leaseKey, stored.version(), released));
  }

  private void put(Transaction.Step step) {
    underWay = true;
    self.out.commit(
        List.of(step),
        answer -> {
          underWay = false;
          if (!answer.isCommitted()) {
            self.reread();
            self.read = false;
          }
        });
  }

  /**
   * Goes back to where a node is that has just been started: of the incarnation that is over
   * nothing is active any more, and whatever comes next is another one.
   */
  void beginAnew() {
    self.phase = Self.Phase.JOINING;
    drawIncarnation();
    self.lease = null;
    self.releasing = false;
    self.reread();
    self.read = false;
    observation = null;
    lastWord = null;
    services.reset();
  }

  private void drawIncarnation() {
    self.lived.add(self.incarnation);
    self.incarnation = self.options.incarnations().get();
    mayHaveJoined = false;
  }

  /**
   * The join had no clear answer, and had happened: a lease that gives no right before a renewal.
   */
  private void adopt(Stored stored, LeaseDocument lease, Moment now) {
    joined(HeldLease.lapsed(lease, stored.version(), now.nanos()), stored, now);
    keeper.renewAt(now.nanos());
  }

  private void await(
      @Nullable Stored stored, @Nullable LeaseDocument lease, Duration maxLease, Moment now) {
    LeaseObservation before = observation;
    LeaseObservation seen = LeaseObservation.of(before, stored, maxLease, now.nanos());
    boolean held = lease != null && lease.state() == LeaseDocument.State.HELD;
    observation = seen;
    waitsForWord = seen.hasLapsed(now.nanos()) && !self.isEndEnough(lease);
    if (waitsForWord) {
      delayed(
          "its former incarnation has to be confirmed dead, and that its lease has ended is not enough, as fencing is companion: its companion, a device or pk fence confirm does that");
    } else if (seen.hasLapsed(now.nanos())) {
      join(stored, lease, now);
    } else if (seen.isVacant(now.nanos())) {
      put(new Transaction.Create(self.leaseKey, seen.substitute()));
    } else if (before != null && !before.equals(seen) && held && heldWhenObserved) {
      refuse(
          "its name is taken by a JVM that lives"
              + holder()
              + ": choose another name, or stop that JVM",
          now);
    } else {
      String what =
          stored == null || (lease != null && lease.isOfNobody())
              ? "its lease, which has been deleted,"
              : lease == null
                  ? "its lease, which cannot be read,"
                  : "its former incarnation's lease";
      long left = seen.sinceNanos() + seen.waitNanos() - now.nanos();
      delayed(what + " is waited for, " + Duration.ofNanos(left).toMillis() + " ms more");
    }
    heldWhenObserved = held;
  }

  /** Says why nothing could be read, if that is what joining waits for. */
  void readFailed(String reason) {
    if (self.phase == Self.Phase.JOINING) {
      delayed(reason);
    }
  }

  private String holder() {
    MemberDocument member = self.documents.get(self.memberKey, MemberDocument.class);
    return member == null ? "" : " (host " + member.host() + ", pid " + member.pid() + ")";
  }

  private void delayed(String reason) {
    String word = reason.replaceAll("\\d+", "");
    if (!word.equals(lastWord)) {
      lastWord = word;
      self.out.publish(new ClusterEvent.JoinDelayed(self.node(), reason));
    }
  }

  private void refuse(String reason, Moment now) {
    long pause = self.options.lease().length().toNanos();
    if (!reason.equals(lastWord) || now.nanos() - refusedAtNanos >= pause) {
      lastWord = reason;
      refusedAtNanos = now.nanos();
      self.out.publish(new ClusterEvent.JoinRefused(self.node(), reason));
    }
  }

  private boolean hasTrace() {
    return self.documents.get(self.memberKey) != null
        || self.documents.get(self.ordersKey) != null
        || self.documents.get(self.reportKey) != null
        || self.documents.get(DocumentKey.fencing(self.node())) != null;
  }

  private Duration maxLease() {
    ConfigDocument config = self.config();
    return config == null ? ClusterOptions.DEFAULTS.maxLease() : config.options().maxLease();
  }

  private void join(@Nullable Stored stored, @Nullable LeaseDocument ended, Moment now) {
    if (mayHaveJoined) {
      // That life may have begun and ended, and been ordered something: it is not lived again.
      drawIncarnation();
    }
    LeaseOptions terms = self.options.lease();
    LeaseDocument lease =
        new LeaseDocument(
            LeaseDocument.State.HELD, self.incarnation, terms.length(), terms.margin());
    List<Transaction.Step> steps = new ArrayList<>();
    steps.add(write(self.leaseKey, stored, lease));
    Stored member = self.documents.get(self.memberKey);
    if (member != null) {
      steps.add(new Transaction.Delete(self.memberKey, member.version()));
    }
    steps.add(new Transaction.Create(self.memberKey, member(now)));
    steps.addAll(waiting.withdrawal());
    locked =
        ReportDocument.locked(
            stored == null ? null : stored.as(LeaseDocument.class),
            self.documents.get(self.reportKey, ReportDocument.class));
    ReportDocument report = new ReportDocument(self.incarnation, OrderNumber.NONE, false, locked);
    steps.add(write(self.reportKey, self.documents.get(self.reportKey), report));
    if (ended != null) {
      DocumentKey key = DocumentKey.fencing(self.node());
      Stored fencing = self.documents.get(key);
      steps.add(write(key, fencing, confirmed(fencing, ended.incarnation(), self.node(), now)));
    }
    underWay = true;
    self.out.commit(
        steps,
        answer -> {
          underWay = false;
          if (answer.isCommitted()) {
            Stored taken = answer.written(self.leaseKey);
            joined(HeldLease.taken(lease, taken.version(), now.nanos()), taken, now);
          } else {
            if (answer.result() == Outbox.Answer.Result.REFUSED) {
              delayed(answer.detail());
            }
            mayHaveJoined = answer.result() == Outbox.Answer.Result.UNCERTAIN;
            self.reread();
            self.read = false;
          }
        });
  }

  private void joined(HeldLease lease, Stored stored, Moment sent) {
    observation = null;
    waitsForWord = false;
    lastWord = null;
    self.phase = Self.Phase.JOINED;
    self.joinedNanos = sent.nanos();
    services.keep(locked);
    keeper.taken(lease, stored.created(), sent);
    self.out.publish(new ClusterEvent.Joined(self.node(), self.incarnation));
    if (!advised) {
      advised = true;
      self.declared.values().forEach(this::advise);
    }
  }

  /** Says what is dangerous about a definition, or will not work as it says. */
  private void advise(ResourceDefinition definition) {
    LeaseOptions lease = self.options.lease();
    Duration stop = definition.stop().timeout();
    if (definition.requires() != Requires.FENCING) {
      warn(
          "resource %s requires %s: it may be active twice while nodes are cut off; leave requires at fencing for what may run once"
              .formatted(definition.id(), definition.requires().name().toLowerCase(Locale.ROOT)));
    }
    if (stop.compareTo(lease.stopBudget()) > 0
        && !stop.equals(OperationDefinition.DEFAULT_TIMEOUT)) {
      warn(
          "the stop timeout of %s is %d ms, but when the lease of %d ms ends, stopping has %d ms, and the JVM is ended then: make the lease %d ms or longer, or the timeout shorter"
              .formatted(
                  definition.id(),
                  stop.toMillis(),
                  lease.length().toMillis(),
                  lease.stopBudget().toMillis(),
                  stop.toMillis() * 4));
    }
  }

  private void warn(String warning) {
    self.out.publish(new ClusterEvent.Warned(self.node(), warning));
  }

  /** Returns the member node of this incarnation. */
  MemberDocument member(Moment now) {
    ImmutableSortedSet.Builder<String> agents = ImmutableSortedSet.naturalOrder();
    self.declared.keySet().forEach(agents::add);
    return new MemberDocument(
        self.incarnation,
        self.options.host(),
        self.options.pid(),
        self.options.version(),
        now.wall(),
        agents.build(),
        self.attributes.all(),
        self.obstacle,
        self.devices,
        self.process,
        self.options.joining().newestFeatureSet(),
        self.unguarded,
        self.notice,
        self.options.capacity());
  }

  static Transaction.Step write(
      DocumentKey key, @Nullable Stored stored, io.pacekeeper.core.document.Document document) {
    return stored == null
        ? new Transaction.Create(key, document)
        : new Transaction.Set(key, stored.version(), document);
  }

  /** Returns the history with one more confirmation that a lease has ended. */
  static FencingDocument confirmed(
      @Nullable Stored fencing, String incarnation, String by, Moment now) {
    FencingDocument known = fencing == null ? null : fencing.as(FencingDocument.class);
    return (known == null ? FencingDocument.EMPTY : known)
        .with(new Confirmation(incarnation, Means.LEASE, by, now.wall()));
  }

  /** Returns what shows that the JVM waits from now on, if that is what it will do. */
  List<Transaction.Step> showing(Moment now) {
    Admission admission = Admission.of(self);
    return admission.isGranted() ? List.of() : waiting.showing(admission, now);
  }

  /** Returns whether something has been sent on the way in and not been answered. */
  boolean isUnderWay() {
    return underWay || waiting.isUnderWay();
  }

  long wakeAtNanos() {
    return self.phase == Self.Phase.JOINING
            && observation != null
            && self.connected
            && !waitsForWord
        ? observation.dueAtNanos()
        : Long.MAX_VALUE;
  }
}
