package io.pacekeeper.core.controller;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.core.controller.Documents.News;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.OrdersDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.TermDocument;
import io.pacekeeper.core.lease.HeldLease;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One node's mind: is told an input and the time, changes its state, and answers with what is to be
 * done. Starts no thread, reads no clock, does no IO and draws nothing at random; fed the same, it
 * does the same. Not safe for use by several threads: one loop owns it.
 *
 * <p>After each input every part looks at the state and goes on from there, so that nothing depends
 * on the order in which things are heard of.
 */
public final class Controller {
  /** After what has failed, or has no answer, how long it takes to try again. */
  private static final long RETRY = Duration.ofMillis(100).toNanos();

  /** The same after what will be refused again. */
  private static final long RETRY_REFUSED = Duration.ofSeconds(1).toNanos();

  private final Outbox out = new Outbox();
  private final Documents documents = new Documents();
  private final Self self;
  private final Services services;
  private final LeaseKeeper keeper;
  private final Joining joining;
  private final Reporter reporter;
  private final Requests requests;
  private final Leaving leaving;
  private final Observations observations;
  private final Election election;
  private final Rehearsal rehearsal;
  private final Vitals vitals;
  private @Nullable DesignatedController duties;

  private Effect.@Nullable Interest watched;
  private long readRequest;
  private boolean readAfterCommit;
  private Effect.@Nullable Interest readInterest;
  private long readMark;
  private long readAtNanos;
  private long resyncAtNanos;
  private long wakeAtNanos = Long.MAX_VALUE;

  /** Whether there is something to be decided by a step that has nothing else to do. */
  private boolean decidesNext;

  /** Makes the controller of a node that is to join as soon as its layer is connected. */
  public Controller(ControllerOptions options) {
    self = new Self(options, out, documents);
    services = new Services(options.node(), options.parallelOperations(), out);
    keeper = new LeaseKeeper(self, services);
    joining = new Joining(self, services, keeper);
    reporter = new Reporter(self, services, joining);
    requests = new Requests(self, services);
    leaving = new Leaving(self, services, reporter, joining);
    observations = new Observations(self);
    election = new Election(self, observations);
    rehearsal = new Rehearsal(self, observations);
    vitals = new Vitals(self);
  }

  /** Takes in an input and returns what is to be done, in order. */
  public List<Effect> step(Input input, Moment now) {
    return step(List.of(input), now);
  }

  /** Takes in inputs, one after the other, and returns what is to be done after all of them. */
  public List<Effect> step(List<? extends Input> inputs, Moment now) {
    if (self.phase != Self.Phase.FINISHED) {
      self.wall = now.wall();
      inputs.forEach(input -> take(input, now));
      advance(now);
    }
    return out.drain();
  }

  /**
   * Returns the monotonic time at which the controller is to be told a {@link Input.Tick} unless
   * something else happens before, or {@link Long#MAX_VALUE} for none. Compare by difference.
   */
  public long wakeAtNanos() {
    return wakeAtNanos;
  }

  private void take(Input input, Moment now) {
    if (input instanceof Input.Connected connected) {
      connected(connected, now);
    } else if (input instanceof Input.Disconnected) {
      disconnected(now);
    } else if (input instanceof Input.NotAdmitted refusal) {
      joining.readFailed(refusal.reason());
    } else if (input instanceof Input.ReadDone done) {
      readDone(done, now);
    } else if (input instanceof Input.ReadFailed failed) {
      if (failed.request() == readRequest) {
        readRequest = 0;
        self.readWanted = true;
        readAtNanos = now.nanos() + RETRY;
        joining.readFailed(failed.reason());
      }
    } else if (input instanceof Input.Changed changed) {
      news(changed.stored().key(), documents.put(changed.stored()), now);
    } else if (input instanceof Input.Removed removed) {
      boolean known = documents.remove(removed.key());
      news(removed.key(), known ? News.CONTENT : News.NONE, now);
    } else if (input instanceof Input.Committed committed) {
      committed(committed);
    } else if (input instanceof Input.Conflicted conflicted) {
      out.answered(
          conflicted.request(),
          new Outbox.Answer(
              Outbox.Answer.Result.CONFLICTED, null, "conflict at " + conflicted.key()));
    } else if (input instanceof Input.Refused refused) {
      out.answered(
          refused.request(),
          new Outbox.Answer(Outbox.Answer.Result.REFUSED, null, refused.reason()));
      readAtNanos = now.nanos() + RETRY_REFUSED;
    } else if (input instanceof Input.Uncertain uncertain) {
      out.answered(
          uncertain.request(),
          new Outbox.Answer(Outbox.Answer.Result.UNCERTAIN, null, "no answer"));
      // It may still happen: only what is read after a later write is known to have it, or not.
      self.committedSinceConnected = false;
      self.fresh = false;
      keeper.renewAt(now.nanos() + RETRY);
      readAtNanos = now.nanos() + RETRY;
    } else {
      takeLocal(input, now);
    }
  }

  private void takeLocal(Input input, Moment now) {
    if (input instanceof Input.OperationReturned returned) {
      services.returned(returned.id(), returned.failure(), false, now, conditions(now));
    } else if (input instanceof Input.OperationRefused refused) {
      services.returned(refused.id(), null, true, now, conditions(now));
    } else if (input instanceof Input.ThreadsAnswered answered) {
      keeper.threadsAnswered(answered.question());
    } else if (input instanceof Input.ServiceFailed failed) {
      services.serviceFailed(
          failed.resource(), failed.token(), failed.reason(), now, conditions(now));
    } else if (input instanceof Input.PromotionScoreSet set) {
      services.promotionScore(set.resource(), set.token(), set.score());
    } else if (input instanceof Input.ResourceAdded added) {
      self.declared.put(added.definition().id(), added.definition());
      self.declarations++;
    } else if (input instanceof Input.ResourceRemoved removed) {
      self.declared.remove(removed.resource());
      self.declarations++;
    } else if (input instanceof Input.EligibilityChanged changed) {
      self.obstacle = changed.obstacle();
    } else if (input instanceof Input.GuardChanged changed) {
      self.unguarded = changed.unguarded();
    } else if (input instanceof Input.Measured measured) {
      vitals.measured(measured, now);
    } else if (input instanceof Input.AttributeSet set) {
      self.attributes.set(set.name(), set.value());
    } else if (input instanceof Input.DeviceChanged device) {
      self.devices.put(device.device(), device.problem());
    } else if (input instanceof Input.Fenced fenced) {
      if (duties != null) {
        duties.fenced(fenced, now);
      }
    } else if (input instanceof Input.Proved proved) {
      requests.proved(proved, now);
    } else if (input instanceof Input.LeaveRequested leave && self.leaveReason == null) {
      self.leaveReason = leave.reason();
    }
  }

  private void connected(Input.Connected connected, Moment now) {
    boolean again = self.lease != null && !self.connected;
    self.connected = true;
    self.session = connected.session();
    self.read = false;
    self.committedSinceConnected = false;
    self.reread();
    readRequest = 0;
    readAtNanos = now.nanos();
    watched = null;
    keeper.renewAt(now.nanos());
    if (again && self.takesPart()) {
      out.publish(new ClusterEvent.ConnectionRestored(self.node()));
    }
  }

  private void disconnected(Moment now) {
    HeldLease lease = self.lease;
    if (self.connected && self.takesPart() && lease != null) {
      Duration remaining = Duration.ofNanos(Math.max(0, lease.untilNanos() - now.nanos()));
      out.publish(new ClusterEvent.ConnectionLost(self.node(), remaining));
    }
    self.connected = false;
    self.read = false;
    self.fresh = false;
  }

  private void readDone(Input.ReadDone done, Moment now) {
    Effect.Interest interest = readInterest;
    if (done.request() != readRequest || interest == null) {
      return;
    }
    readRequest = 0;
    readInterest = null;
    documents
        .replace(done.documents(), interest, readMark)
        .forEach((key, news) -> news(key, news, now));
    keeper.read();
    // A read that was asked for after this one was sent is still to come, and this one is too old.
    self.read = interest.equals(self.interest()) && !self.readWanted;
    self.fresh = self.read && readAfterCommit && interest.everything();
    resyncAtNanos = now.nanos() + self.options.resyncInterval().toNanos();
    if (duties != null) {
      duties.changed();
    }
  }

  private void committed(Input.Committed committed) {
    for (Stored stored : committed.written()) {
      News news = documents.put(stored);
      if (news == News.CONTENT && duties != null) {
        duties.changed();
      }
    }
    boolean first = !self.committedSinceConnected;
    self.committedSinceConnected = true;
    if (first && self.observes) {
      self.reread();
    }
    out.answered(
        committed.request(),
        new Outbox.Answer(Outbox.Answer.Result.COMMITTED, committed, "committed"));
  }

  /** A document was read. */
  private void news(DocumentKey key, News news, Moment now) {
    if (key.equals(self.leaseKey)) {
      keeper.read();
    } else if (key.kind() == Kind.LEASE && self.observes) {
      observations.observe(key.node(), now);
    }
    if (news != News.CONTENT) {
      return;
    }
    Stored stored = documents.get(key);
    if (stored != null && stored.problem() != null) {
      out.publish(new ClusterEvent.DocumentUnreadable(key.path(), stored.problem()));
    } else if (stored == null && isMissed(key)) {
      out.publish(new ClusterEvent.DocumentUnreadable(key.path(), "it is not there any more"));
    }
    if (key.kind() == Kind.TERM) {
      election.read();
    }
    if (duties != null) {
      duties.changed();
    }
  }

  /** Returns whether a document that is not there should be: not what is left of a former node. */
  private boolean isMissed(DocumentKey key) {
    LeaseDocument lease = documents.get(DocumentKey.lease(key.node()), LeaseDocument.class);
    return !key.kind().isEphemeral()
        && self.takesPart()
        && (key.kind() == Kind.LEASE || lease == null || !lease.state().isOver());
  }

  private void advance(Moment now) {
    Self.Phase before = self.phase;
    keeper.advance(now);
    if (keeper.takeGap()) {
      observations.afresh(now);
    }
    leaving.advance(now);
    joining.advance(now);
    if (before != self.phase && self.phase == Self.Phase.JOINING) {
      reporter.reset();
    }
    settleInterest();
    requests.take(now, conditions(now));
    if (self.takesPart()) {
      takeOrders();
      services.advance(now, conditions(now));
      vitals.advance(now);
      reporter.advance(now);
      election.advance(now);
      settleDuties();
      // To decide takes longer than anything else: what is to be begun here is begun before.
      decidesNext = duties != null && duties.isDue(now) && out.beginsOperations();
      if (duties == null && services.isQuiet()) {
        rehearsal.advance(now);
      } else if (duties != null && !decidesNext) {
        duties.advance(now);
      }
    } else {
      settleDuties();
      services.advance(now, conditions(now));
    }
    requests.answer(now);
    resync(now);
    read(now);
    keeper.arm();
    wakeAtNanos = nextWake(now);
  }

  private void takeOrders() {
    OrdersDocument orders = documents.get(self.ordersKey, OrdersDocument.class);
    if (orders != null && orders.incarnation().equals(self.incarnation) && !self.releasing) {
      services.order(orders);
    }
  }

  private void settleInterest() {
    boolean observes = self.takesPart() && election.observes();
    if (observes != self.observes && self.read) {
      self.observes = observes;
      self.read = false;
      self.reread();
      if (!observes) {
        observations.clear();
      }
    }
    Effect.Interest interest = self.interest();
    if (self.connected && !interest.equals(watched)) {
      watched = interest;
      out.add(new Effect.Watch(interest));
    }
  }

  private void settleDuties() {
    TermDocument term = election.ownTerm();
    if (duties != null && (term == null || !duties.term().equals(term))) {
      duties.end();
      duties = null;
    }
    if (term != null && duties == null) {
      duties = new DesignatedController(self, observations, term);
      self.reread();
    }
  }

  private void resync(Moment now) {
    if (self.read && now.nanos() - resyncAtNanos >= 0) {
      resyncAtNanos = now.nanos() + self.options.resyncInterval().toNanos();
      self.readWanted = true;
      boolean looks = election.look(now);
      TermDocument term = documents.get(DocumentKey.TERM, TermDocument.class);
      if (looks && term != null) {
        out.refresh(DocumentKey.lease(term.node()));
      }
    }
  }

  private void read(Moment now) {
    if (self.readWanted
        && self.connected
        && readRequest == 0
        && now.nanos() - readAtNanos >= 0
        && self.phase != Self.Phase.FINISHED) {
      self.readWanted = false;
      readAfterCommit = self.committedSinceConnected;
      readMark = documents.mark();
      readInterest = self.interest();
      readRequest = out.read(readInterest);
    }
  }

  private Services.Conditions conditions(Moment now) {
    ConfigDocument config = self.config();
    boolean fatal = config == null || config.options().startFailureIsFatal();
    NodeDocument said = documents.get(DocumentKey.node(self.node()), NodeDocument.class);
    boolean alone =
        self.effective().options().maintenanceMode()
            || (said != null && said.isMaintenance(now.wall()));
    return new Services.Conditions(
        self.mayAct(now), fatal, self::definition, definition -> alone || definition.maintenance());
  }

  private long nextWake(Moment now) {
    if (self.phase == Self.Phase.FINISHED) {
      return Long.MAX_VALUE;
    }
    if (decidesNext) {
      return now.nanos();
    }
    long wake = Wake.earlier(keeper.wakeAtNanos(now), joining.wakeAtNanos());
    wake = Wake.earlier(wake, services.wakeAtNanos(conditions(now)));
    wake = Wake.earlier(wake, reporter.wakeAtNanos());
    wake = Wake.earlier(wake, requests.wakeAtNanos());
    if (self.takesPart()) {
      wake = Wake.earlier(wake, vitals.wakeAtNanos());
    }
    wake = Wake.earlier(wake, leaving.wakeAtNanos(now));
    wake = Wake.earlier(wake, election.wakeAtNanos(now));
    if (duties == null && services.isQuiet()) {
      wake = Wake.earlier(wake, rehearsal.wakeAtNanos(now));
    }
    if (duties != null) {
      wake = Wake.earlier(wake, duties.wakeAtNanos(now));
    }
    if (self.readWanted && self.connected && readRequest == 0) {
      wake = Wake.earlier(wake, readAtNanos);
    }
    return self.connected && self.read ? Wake.earlier(wake, resyncAtNanos) : wake;
  }
}
