package io.pacekeeper.core.controller;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.NoQuorumPolicy;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.core.lease.HeldLease;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the node's own lease: renews it, stops everything before it ends, and arms the guard. */
final class LeaseKeeper {
  private final Self self;
  private final Services services;
  private final Pulse pulse;
  private boolean news;

  /** Whether the threads are to be asked, as the lease was taken. */
  private boolean asks;

  private boolean ending;
  private boolean gap;
  private long created;
  private long renewAtNanos;
  private Effect.@Nullable Guard guard;

  LeaseKeeper(Self self, Services services) {
    this.self = self;
    this.services = services;
    this.pulse = new Pulse(self);
  }

  /**
   * The lease was taken by a write that was sent at this moment.
   *
   * @param document the transaction that created the lease's document: in one that was deleted and
   *     made anew the versions begin again, so that comparing them proves nothing
   */
  void taken(HeldLease lease, long document, Moment now) {
    self.lease = lease;
    created = document;
    ending = false;
    news = false;
    renewAtNanos = now.nanos() + self.options.lease().renewEvery().toNanos();
    asks = true;
  }

  /** The threads that run operations have answered this question. */
  void threadsAnswered(long question) {
    pulse.answered(question);
  }

  /** Returns whether the threads that run operations take up what is handed to them. */
  boolean areThreadsAlive(Moment now) {
    return pulse.isFelt(now);
  }

  /** There is a new reading of the lease. */
  void read() {
    news = true;
  }

  /** The lease is to be renewed at this moment, whenever it would have been. */
  void renewAt(long nanos) {
    renewAtNanos = nanos;
  }

  /** Returns whether the lease has ended since this was asked last: what was observed is stale. */
  boolean takeGap() {
    boolean result = gap;
    gap = false;
    return result;
  }

  void advance(Moment now) {
    if (asks) {
      asks = false;
      pulse.ask(now);
    }
    pulse.advance(now);
    HeldLease lease = self.lease;
    if (lease == null) {
      return;
    }
    if (news && lease.sentNanos() == null) {
      news = false;
      lease = lease.observed(original(self.documents.get(self.leaseKey)));
      self.lease = lease;
    }
    gap |= !lease.isValidAt(now.nanos());
    if (self.takesPart() && lease.lost() && !self.releasing) {
      self.phase = Self.Phase.LOST;
      stopAll("its lease was taken away");
    } else if (self.takesPart() && now.nanos() - self.beginUntilNanos() >= 0) {
      endSoon(now);
    } else {
      ending = false;
      renew(lease, now);
    }
    if (ending) {
      renew(lease, now);
    }
  }

  private void endSoon(Moment now) {
    boolean first = !ending;
    ending = true;
    String reason =
        pulse.isFelt(now)
            ? "its lease ends and could not be renewed"
            : "its lease ends and was not renewed, as no operation thread answers";
    NoQuorumPolicy policy = policy();
    boolean active = services.hasToEnd(service -> end(service, policy));
    if (first && active && policy == NoQuorumPolicy.SUICIDE) {
      String why = reason + ", and no-quorum-policy is suicide";
      self.out.publish(new ClusterEvent.Halting(self.node(), why));
      self.out.add(new Effect.Halt(why));
    } else if (first && active) {
      self.out.publish(new ClusterEvent.LeaseEnding(self.node(), reason));
      services.endAll(reason, service -> end(service, policy));
    } else if (active) {
      services.endAll("the lease ends", service -> end(service, policy));
    }
  }

  /** Returns what is to become of a service as the lease ends. */
  private Services.End end(Service service, NoQuorumPolicy policy) {
    ResourceDefinition definition = self.definition(service.resource);
    if (policy == NoQuorumPolicy.STOP || policy == NoQuorumPolicy.SUICIDE) {
      return Services.End.STOPPED;
    }
    if (definition.isAnonymousClone() && definition.isPromotable()) {
      return Services.End.DEMOTED;
    }
    return policy.spares() && !Services.isExclusive(definition, service.promoted)
        ? Services.End.NONE
        : Services.End.STOPPED;
  }

  private NoQuorumPolicy policy() {
    ConfigDocument config = self.config();
    return config == null ? NoQuorumPolicy.STOP : config.options().noQuorumPolicy();
  }

  /** Returns whether anything that may run once is or could be active. */
  private boolean isArmed() {
    return services.isExclusivelyArmed(self::definition);
  }

  private void stopAll(String reason) {
    self.out.publish(new ClusterEvent.LeaseEnding(self.node(), reason));
    services.stopAll(reason);
  }

  private void renew(HeldLease lease, Moment now) {
    if (!self.takesPart()
        || !self.connected
        || self.releasing
        || !lease.canRenew()
        || !pulse.isFelt(now)
        || now.nanos() - renewAtNanos < 0) {
      return;
    }
    renewAtNanos = now.nanos() + self.options.lease().renewEvery().toNanos();
    self.lease = lease.renewing(now.nanos());
    String life = self.incarnation;
    self.out.commit(
        List.of(new Transaction.Set(self.leaseKey, lease.version(), lease.document())),
        answer -> answered(life, answer));
    pulse.ask(now);
  }

  private void answered(String life, Outbox.Answer answer) {
    HeldLease lease = self.lease;
    if (lease == null || !life.equals(self.incarnation)) {
      return;
    }
    if (answer.isCommitted()) {
      Stored written = original(answer.written(self.leaseKey));
      self.lease =
          written == null ? lease.unanswered().observed(null) : lease.renewed(written.version());
    } else {
      self.lease = lease.unanswered();
      self.out.refresh(self.leaseKey);
    }
  }

  /** Returns the lease, or null if it is another document than the one that was taken. */
  private @Nullable Stored original(@Nullable Stored stored) {
    return stored == null || stored.created() != created ? null : stored;
  }

  /** Tells the guard what has changed for it; last of all, when the state is settled. */
  void arm() {
    HeldLease lease = self.lease;
    Effect.Guard told = guard;
    Effect.Guard next;
    if (lease == null) {
      if (told == null) {
        return; // A guard that was told nothing forbids everything.
      }
      long never = told.killAtNanos() - Long.MAX_VALUE / 2;
      next = new Effect.Guard(never, told.killAtNanos(), isArmed(), null);
    } else {
      long killAt = lease.untilNanos() - self.options.lease().killBudget().toNanos();
      boolean mayBegin = self.takesPart() && !self.releasing && !lease.lost();
      long beginUntil = mayBegin ? self.beginUntilNanos() : lease.untilNanos() - Long.MAX_VALUE / 2;
      next = new Effect.Guard(beginUntil, killAt, isArmed(), self.incarnation);
    }
    if (!next.equals(guard)) {
      guard = next;
      self.out.add(next);
    }
  }

  long wakeAtNanos(Moment now) {
    HeldLease lease = self.lease;
    long wake = pulse.wakeAtNanos();
    if (lease == null || !self.takesPart()) {
      return wake;
    }
    if (self.connected && lease.canRenew() && !self.releasing && pulse.isFelt(now)) {
      wake = Wake.earlier(wake, renewAtNanos);
    }
    return ending ? wake : Wake.earlier(wake, self.beginUntilNanos());
  }
}
