package io.pacekeeper.core.lease;

import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.lease.LeaseRules.Fault;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One moment of a small world: a lease in a store, the node that holds it, the nodes that observe
 * it, what is on its way between them, and everybody's clock.
 *
 * <p>What the holder and the observers make of what they hear is left to {@link HeldLease} and
 * {@link LeaseObservation}; here is only what surrounds them. A world is written as one number, in
 * which times are relative to the clock they are of and versions to the store's, so that the worlds
 * that can be reached are finitely many however often the lease is renewed.
 */
final class LeaseWorld {
  private enum Reply {
    NONE,
    UNDER_WAY,
    COMMITTED,
    CONFLICTED
  }

  /** A node that may take the holder's place. */
  private static final class Observer {
    @Nullable LeaseObservation seen;
    @Nullable Stored reading;

    /** When the reading was asked for; kept only if that matters. */
    @Nullable Integer asked;

    /** The version that a revocation under way compares, or -1 if none is. */
    int revoking = -1;

    /** How many ticks of the holder's clock ago this one was last ahead by an extra tick. */
    int sinceExtra;

    int now;
  }

  private static final List<Reply> REPLIES = List.of(Reply.values());

  private final LeaseRules rules;

  private Stored stored;

  /** Whether the lease was revoked: from then on a successor may be active. */
  private boolean succeeded;

  private HeldLease held;
  private Reply reply = Reply.NONE;
  private int replyVersion;

  /** The version that a renewal compares of which the holder will never hear, or -1. */
  private int stray = -1;

  private @Nullable Stored reading;
  private int now;
  private final Observer[] observers;

  private LeaseWorld(LeaseRules rules, Stored stored, HeldLease held) {
    this.rules = rules;
    this.stored = stored;
    this.held = held;
    observers = new Observer[rules.observers];
    for (int i = 0; i < observers.length; i++) {
      observers[i] = new Observer();
    }
  }

  private LeaseWorld copy() {
    LeaseWorld copy = new LeaseWorld(rules, stored, held);
    copy.succeeded = succeeded;
    copy.reply = reply;
    copy.replyVersion = replyVersion;
    copy.stray = stray;
    copy.reading = reading;
    copy.now = now;
    for (int i = 0; i < observers.length; i++) {
      Observer from = observers[i];
      Observer to = copy.observers[i];
      to.seen = from.seen;
      to.reading = from.reading;
      to.asked = from.asked;
      to.revoking = from.revoking;
      to.sinceExtra = from.sinceExtra;
      to.now = from.now;
    }
    return copy;
  }

  /** Returns the world in which the holder has just taken the lease, and nobody has seen it. */
  static LeaseWorld joined(LeaseRules rules) {
    HeldLease taken = HeldLease.taken(rules.document(LeaseRules.HELD), 0, 0);
    return new LeaseWorld(rules, rules.reading(0, LeaseRules.HELD), taken);
  }

  /** Returns the world in which the holder has found that it took the lease, some time ago. */
  static LeaseWorld adopted(LeaseRules rules) {
    HeldLease lapsed = HeldLease.lapsed(rules.document(LeaseRules.HELD), 0, 0);
    return new LeaseWorld(rules, rules.reading(0, LeaseRules.HELD), lapsed);
  }

  /** Returns whether the holder and a successor may be active at once. */
  boolean overlaps() {
    return succeeded && held.isValidAt(now);
  }

  /** Names everything that can happen next, and the world it leads to. */
  void next(BiConsumer<String, LeaseWorld> to) {
    timePasses(to);
    requestsArrive(to);
    holderActs(to);
    if (!succeeded) {
      for (int i = 0; i < observers.length; i++) {
        observerActs(i, to);
      }
    }
  }

  private void timePasses(BiConsumer<String, LeaseWorld> to) {
    LeaseWorld all = copy();
    all.tick();
    for (Observer observer : all.observers) {
      observer.now++;
    }
    to.accept("a tick of all clocks", all);
    LeaseWorld holder = copy();
    holder.tick();
    to.accept("a tick of the holder's clock alone", holder);
    for (int i = 0; i < observers.length && !succeeded; i++) {
      if (observers[i].sinceExtra == rules.length / rules.margin) {
        LeaseWorld fast = copy();
        fast.observers[i].now++;
        fast.observers[i].sinceExtra = 0;
        to.accept("a tick of an observer's clock alone", fast);
      }
    }
  }

  private void tick() {
    now++;
    for (Observer observer : observers) {
      observer.sinceExtra++;
    }
  }

  private void requestsArrive(BiConsumer<String, LeaseWorld> to) {
    if (reply == Reply.UNDER_WAY) {
      LeaseWorld world = copy();
      boolean written = world.write(world.replyVersion, rules.kind(world.held.document()), true);
      world.reply = written ? Reply.COMMITTED : Reply.CONFLICTED;
      world.replyVersion = world.stored.version();
      to.accept("a renewal arrives", world);
    }
    if (stray >= 0) {
      LeaseWorld world = copy();
      world.write(world.stray, rules.kind(world.held.document()), true);
      world.stray = -1;
      to.accept("a renewal without a clear answer arrives", world);
    }
    for (int i = 0; i < observers.length; i++) {
      if (observers[i].revoking >= 0) {
        LeaseWorld world = copy();
        world.revoke(world.observers[i]);
        to.accept("a revocation arrives", world);
        LeaseWorld lost = copy();
        lost.observers[i].revoking = -1;
        to.accept("a revocation is lost", lost);
      }
    }
  }

  private void revoke(Observer observer) {
    if (rules.has(Fault.CREATED_AGAIN) && observer.revoking == stored.version()) {
      stored = rules.reading(0, LeaseRules.REVOKED);
      succeeded = true;
    } else if (write(observer.revoking, LeaseRules.REVOKED, false)) {
      succeeded = true;
    }
    observer.revoking = -1;
  }

  /** Compares and sets. */
  private boolean write(int version, int kind, boolean renewal) {
    Fault careless = renewal ? Fault.RENEWED_WITHOUT_COMPARING : Fault.REVOKED_WITHOUT_COMPARING;
    boolean last = rules.has(Fault.CREATED_AGAIN) && stored.version() == LeaseRules.VERSIONS - 1;
    if (last || (version != stored.version() && !rules.has(careless))) {
      return false;
    }
    stored = rules.reading(stored.version() + 1, kind);
    return true;
  }

  private void holderActs(BiConsumer<String, LeaseWorld> to) {
    if (held.canRenew() && reply == Reply.NONE) {
      LeaseWorld world = copy();
      world.reply = Reply.UNDER_WAY;
      world.replyVersion = world.held.version();
      world.held = world.held.renewing(world.now);
      to.accept("the holder sends a renewal", world);
    }
    if (reply != Reply.NONE) {
      holderHears(to);
    }
    if (reading != null) {
      LeaseWorld world = copy();
      world.held = world.held.observed(world.reading);
      world.reading = null;
      to.accept("the holder reads", world);
    } else {
      LeaseWorld world = copy();
      world.reading = world.stored;
      to.accept("the store answers the holder's read", world);
    }
    if (rules.has(Fault.LENGTH_LOWERED)
        && held.canRenew()
        && rules.kind(held.document()) == LeaseRules.HELD) {
      LeaseWorld world = copy();
      HeldLease lease = world.held;
      world.held =
          new HeldLease(
              rules.document(LeaseRules.LOWERED),
              lease.version(),
              lease.untilNanos(),
              null,
              false,
              false);
      to.accept("the holder lowers L", world);
    }
  }

  private void holderHears(BiConsumer<String, LeaseWorld> to) {
    if (reply == Reply.COMMITTED || reply == Reply.CONFLICTED) {
      LeaseWorld world = copy();
      if (reply == Reply.COMMITTED) {
        HeldLease lease = world.held;
        if (rules.has(Fault.COUNTED_FROM_THE_REPLY)) {
          lease = lease.renewing(world.now);
        }
        world.held = lease.renewed(world.replyVersion);
      } else {
        world.held = world.held.unanswered();
      }
      world.reply = Reply.NONE;
      to.accept("the holder hears: " + reply, world);
    }
    LeaseWorld lost = copy();
    lost.held = lost.held.unanswered();
    lost.reply = Reply.NONE;
    to.accept("the holder hears nothing clear", lost);
    if (reply == Reply.UNDER_WAY) {
      LeaseWorld late = copy();
      late.held = late.held.unanswered();
      late.reply = Reply.NONE;
      late.stray = late.replyVersion;
      to.accept("the holder hears nothing clear, and the renewal is still under way", late);
    }
  }

  private void observerActs(int i, BiConsumer<String, LeaseWorld> to) {
    Observer observer = observers[i];
    if (observer.reading != null) {
      LeaseWorld world = copy();
      world.observe(world.observers[i]);
      to.accept("an observer reads", world);
    } else if (rules.has(Fault.OBSERVED_WHEN_ASKED) && observer.asked == null) {
      LeaseWorld world = copy();
      world.observers[i].asked = world.observers[i].now;
      to.accept("an observer asks", world);
    } else {
      LeaseWorld world = copy();
      world.observers[i].reading = world.stored;
      to.accept("the store answers an observer", world);
    }
    LeaseObservation seen = observer.seen;
    if (seen == null) {
      return;
    }
    if (observer.revoking < 0 && (seen.hasLapsed(observer.now) || rules.has(Fault.NOT_WAITED))) {
      LeaseWorld world = copy();
      world.observers[i].revoking = seen.version();
      to.accept("an observer revokes", world);
    }
    LeaseWorld afresh = copy();
    afresh.observers[i].seen = seen.afresh(observer.now);
    to.accept("an observer begins afresh", afresh);
    LeaseWorld replaced = copy();
    replaced.observers[i].seen = null;
    to.accept("an observer is replaced", replaced);
  }

  private void observe(Observer observer) {
    Integer asked = observer.asked;
    observer.seen =
        LeaseObservation.of(
            observer.seen,
            observer.reading,
            Duration.ofNanos(rules.length),
            asked == null ? observer.now : asked);
    observer.reading = null;
    observer.asked = null;
  }

  /**
   * Returns what a first reading shows; how long to wait is for {@link LeaseObservation} to say.
   */
  private LeaseObservation observed(Stored first, int since) {
    return LeaseObservation.of(null, first, Duration.ofNanos(rules.length), since);
  }

  /** Returns this world as one number. */
  long code() {
    Digits digits = Digits.writing();
    code(digits);
    return digits.number();
  }

  /** Returns the world that was written so, with every clock at 0. */
  static LeaseWorld of(LeaseRules rules, long code) {
    LeaseWorld world = joined(rules);
    world.code(Digits.reading(code));
    return world;
  }

  /** Writes or reads, digit by digit; what is read replaces what is here. */
  private void code(Digits digits) {
    succeeded = digits.flag(succeeded);
    int base = rules.has(Fault.CREATED_AGAIN) ? LeaseRules.VERSIONS - 1 : stored.version();
    if (digits.isReading()) {
      base = LeaseRules.VERSIONS - 1;
    }
    Stored state = reading(digits, base, stored);
    if (state == null) {
      throw new IllegalStateException("the lease is always there");
    }
    stored = state;
    codeHolder(digits, base);
    for (Observer observer : observers) {
      if (!succeeded) { // Afterwards nothing that it does makes a difference to the holder.
        codeObserver(digits, base, observer);
      }
    }
  }

  private void codeHolder(Digits digits, int base) {
    int length = rules.length;
    LeaseDocument document = rules.document(digits.digit(rules.kind(held.document()), 2));
    int version = version(digits, base, held.version());
    int right = digits.digit((int) Math.max(0, held.untilNanos() - now), length + 1);
    Long sent = held.sentNanos();
    int age = digits.digit(sent == null ? 0 : 1 + (int) Math.min(length, now - sent), length + 2);
    boolean unsure = digits.flag(held.unsure());
    boolean lost = digits.flag(held.lost());
    reply = REPLIES.get(digits.digit(REPLIES.indexOf(reply), REPLIES.size()));
    replyVersion = reply == Reply.NONE ? 0 : version(digits, base, replyVersion);
    stray = pending(digits, base, stray);
    reading = reading(digits, base, reading);
    if (digits.isReading()) {
      held = new HeldLease(document, version, right, age == 0 ? null : 1L - age, unsure, lost);
    }
  }

  private void codeObserver(Digits digits, int base, Observer observer) {
    LeaseObservation seen = isLive(base, observer.seen) ? observer.seen : null;
    if (digits.flag(seen != null)) {
      LeaseObservation value = seen == null ? new LeaseObservation(1, 0, 0, 0) : seen;
      int version = version(digits, base, value.version());
      boolean lower = digits.flag(value.waitNanos() < rules.length);
      int kind = lower ? LeaseRules.LOWERED : LeaseRules.HELD;
      int wait = rules.patience(kind);
      int age = digits.digit((int) Math.min(wait, observer.now - value.sinceNanos()), wait + 1);
      observer.seen = digits.isReading() ? observed(rules.reading(version, kind), -age) : seen;
    }
    observer.reading = reading(digits, base, observer.reading);
    observer.revoking = pending(digits, base, observer.revoking);
    int period = rules.length / rules.margin;
    observer.sinceExtra = digits.digit(Math.min(observer.sinceExtra, period), period + 1);
    if (rules.has(Fault.OBSERVED_WHEN_ASKED)) {
      Integer asked = observer.asked;
      int patience = rules.length + rules.margin;
      int age = asked == null ? 0 : 1 + Math.min(patience, observer.now - asked);
      age = digits.digit(age, patience + 2);
      observer.asked = digits.isReading() ? (age == 0 ? null : 1 - age) : asked;
    }
  }

  /** Returns whether what was observed can still be revoked; else it may as well be forgotten. */
  private boolean isLive(int base, @Nullable LeaseObservation seen) {
    return seen != null && (seen.version() == base || rules.compareBadly());
  }

  /** Writes or reads the version that a request compares, -1 for none; it may fail for certain. */
  private int pending(Digits digits, int base, int version) {
    boolean fails = version != base && !rules.compareBadly();
    return digits.flag(version >= 0 && !fails) ? version(digits, base, version) : -1;
  }

  private @Nullable Stored reading(Digits digits, int base, @Nullable Stored read) {
    if (!digits.flag(read != null)) {
      return null;
    }
    int version = version(digits, base, read == null ? 0 : read.version());
    int kind = digits.digit(read == null ? 0 : rules.kind(read.document()), LeaseRules.KINDS);
    return rules.reading(version, kind);
  }

  /** Writes or reads how far a version is behind the store's; the farthest count as one. */
  private static int version(Digits digits, int base, int version) {
    int behind =
        digits.digit(
            Math.max(0, Math.min(LeaseRules.VERSIONS - 1, base - version)), LeaseRules.VERSIONS);
    return base - behind;
  }
}
