package io.pacekeeper.core.controller;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.HostDocument;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way of a JVM that is there and does not take part: it shows itself in {@code hosts/<node>}
 * and waits to be told to. It has no lease. One that it could not release, though nothing of that
 * incarnation is active any more, it gives back from here.
 *
 * <p>Of two JVMs by one name the later shows itself in place of the former, whose session may just
 * not have ended; the former lets it be, so that they do not write over each other for ever.
 */
final class Waiting {
  private final Self self;
  private final DocumentKey hostKey;
  private boolean underWay;

  /** Whether this JVM has shown itself before. */
  private boolean shown;

  private @Nullable Instant since;
  private @Nullable String lastReason;

  Waiting(Self self) {
    this.self = self;
    this.hostKey = DocumentKey.host(self.node());
  }

  /** Returns whether the node may join; if not, says so, and waits. */
  boolean admits(Moment now) {
    Admission admission = Admission.of(self);
    if (admission.isGranted()) {
      self.phase = Self.Phase.JOINING;
      since = null;
      lastReason = null;
      return true;
    }
    self.phase = Self.Phase.WAITING;
    tell(admission);
    if (!underWay && !giveBack()) {
      show(admission, now);
    }
    return false;
  }

  private void tell(Admission admission) {
    if (!admission.reason().equals(lastReason)) {
      lastReason = admission.reason();
      self.out.publish(
          admission.verdict() == Admission.Verdict.REFUSED
              ? new ClusterEvent.JoinRefused(self.node(), admission.reason())
              : new ClusterEvent.JoinDelayed(self.node(), admission.reason()));
    }
  }

  /**
   * Releases the lease of a former life of this JVM, of which everything has returned, and takes
   * away its member node. Returns whether there is such a thing.
   */
  private boolean giveBack() {
    List<Transaction.Step> steps = new ArrayList<>();
    Stored stored = self.documents.get(self.leaseKey);
    LeaseDocument lease = stored == null ? null : stored.as(LeaseDocument.class);
    if (stored != null
        && lease != null
        && !lease.state().isOver()
        && self.lived.contains(lease.incarnation())) {
      LeaseDocument released = lease.with(LeaseDocument.State.RELEASED);
      steps.add(new Transaction.Set(self.leaseKey, stored.version(), released));
    }
    Stored member = self.documents.get(self.memberKey);
    MemberDocument left = member == null ? null : member.as(MemberDocument.class);
    if (member != null && left != null && self.lived.contains(left.incarnation())) {
      steps.add(new Transaction.Delete(self.memberKey, member.version()));
    }
    if (steps.isEmpty()) {
      return false;
    }
    commit(steps);
    return true;
  }

  private void show(Admission admission, Moment now) {
    Stored stored = self.documents.get(hostKey);
    HostDocument seen = stored == null ? null : stored.as(HostDocument.class);
    boolean own = seen != null && seen.process().equals(self.process);
    if (own
        && stored != null
        && seen != null
        && stored.owner() == self.session
        && seen.waitsFor().equals(admission.waitsFor())) {
      shown = true;
      return;
    }
    if (shown && seen != null && !own) {
      return;
    }
    commit(showing(admission, now));
  }

  /** Returns what shows that this JVM waits, in place of whatever is shown. */
  List<Transaction.Step> showing(Admission admission, Moment now) {
    if (since == null) {
      since = now.wall();
    }
    List<Transaction.Step> steps = new ArrayList<>(withdrawal());
    steps.add(
        new Transaction.Create(
            hostKey,
            new HostDocument(
                self.process,
                self.options.host(),
                self.options.pid(),
                self.options.version(),
                self.options.joining().newestFeatureSet(),
                since,
                admission.waitsFor())));
    return steps;
  }

  /** Returns what takes away the sign that a JVM waits, for the transaction in which it joins. */
  List<Transaction.Step> withdrawal() {
    Stored stored = self.documents.get(hostKey);
    return stored == null ? List.of() : List.of(new Transaction.Delete(hostKey, stored.version()));
  }

  private void commit(List<Transaction.Step> steps) {
    underWay = true;
    self.out.commit(
        steps,
        answer -> {
          underWay = false;
          if (!answer.isCommitted()) {
            self.reread();
            self.read = false;
          } else if (steps.get(steps.size() - 1) instanceof Transaction.Create) {
            shown = true;
          }
        });
  }

  /** Returns whether something that it wrote has not been answered. */
  boolean isUnderWay() {
    return underWay;
  }
}
