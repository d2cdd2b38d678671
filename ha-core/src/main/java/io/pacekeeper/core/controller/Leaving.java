package io.pacekeeper.core.controller;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.ReportDocument;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.core.lease.HeldLease;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way out: asks the DC to move everything away, stops itself what is left after the drain
 * timeout, and, when nothing may run any more, releases the lease. What cannot be stopped is ended
 * with the JVM.
 *
 * <p>It is taken when the application wants that, and when an administrator does. The second time
 * the JVM waits afterwards, for as long as that is so.
 */
final class Leaving {
  private final Self self;
  private final Services services;
  private final Reporter reporter;
  private final Joining joining;
  private long drainUntilNanos;
  private long releaseUntilNanos;
  private boolean underWay;
  private boolean halting;

  /** Why an administrator wants this incarnation to take part no more; null if none does. */
  private @Nullable String sentAway;

  Leaving(Self self, Services services, Reporter reporter, Joining joining) {
    this.self = self;
    this.services = services;
    this.reporter = reporter;
    this.joining = joining;
  }

  void advance(Moment now) {
    if (self.phase == Self.Phase.JOINED) {
      Admission admission = Admission.of(self);
      sentAway = admission.isGranted() ? null : "it " + admission.waitsFor();
    }
    String reason = self.leaveReason != null ? self.leaveReason : sentAway;
    if (reason == null) {
      return;
    }
    switch (self.phase) {
      case JOINING, WAITING -> {
        if (self.leaveReason != null && !joining.isUnderWay()) {
          finish(reason);
        }
      }
      case LOST -> {
        if (self.leaveReason != null && !services.isArmed()) {
          finish(reason + "; its lease was lost before");
        }
      }
      case JOINED -> begin(now);
      default -> {
        // Leaving already, or gone.
      }
    }
    if (self.phase == Self.Phase.LEAVING) {
      leave(reason, now);
    }
  }

  private void begin(Moment now) {
    self.phase = Self.Phase.LEAVING;
    drainUntilNanos = now.nanos() + self.options.drainTimeout().toNanos();
    // After that much more the store is taken to be away, and the lease left to lapse.
    releaseUntilNanos = drainUntilNanos + self.options.lease().length().toNanos();
  }

  private void leave(String reason, Moment now) {
    HeldLease lease = self.lease;
    boolean drained = !services.isArmed() && services.isQuiet();
    if (!drained && now.nanos() - drainUntilNanos >= 0) {
      services.stopAll("the node leaves, and was not drained in time");
      haltIfGivenUp();
    }
    boolean stays = now.nanos() - drainUntilNanos < 0 && isNeededAsDc();
    if ((!drained || stays) && !self.releasing) {
      return;
    }
    Stored stored = self.documents.get(self.leaseKey);
    LeaseDocument read = stored == null ? null : stored.as(LeaseDocument.class);
    if (self.releasing && read != null && read.state() == LeaseDocument.State.RELEASED) {
      finish(reason);
    } else if (now.nanos() - releaseUntilNanos >= 0 || isOver(lease, now)) {
      finish(reason + "; its lease could not be released, and lapses");
    } else if (lease != null
        && self.connected
        && self.read
        && !underWay
        && lease.sentNanos() == null
        && reporter.isIdle()
        && stored != null
        && lease.document().equals(stored.document())) {
      release(lease, stored, reason, now);
    }
  }

  /**
   * Returns whether this is the DC, everybody else leaves as well, and somebody has not stopped
   * everything yet: nobody would be there to order it. Whoever does not leave takes its place.
   */
  private boolean isNeededAsDc() {
    if (!self.isDc()) {
      return false;
    }
    boolean needed = false;
    for (Stored stored : self.documents.all(Kind.MEMBER)) {
      String node = stored.key().node();
      MemberDocument member = stored.as(MemberDocument.class);
      ReportDocument report = self.documents.get(DocumentKey.report(node), ReportDocument.class);
      if (node.equals(self.node()) || member == null || report == null) {
        continue;
      }
      if (!report.leaving() && Admission.isWanted(self.config(), node, member)) {
        return false;
      }
      needed |=
          !report.leaving()
              || report.resources().values().stream()
                  .map(ResourceState::phase)
                  .anyMatch(ResourceState.Phase::isPossiblyActive);
    }
    return needed;
  }

  /** Returns whether there is nothing to release: the lease is lost, or ended while cut off. */
  private boolean isOver(@Nullable HeldLease lease, Moment now) {
    return lease != null && (lease.lost() || (!self.connected && !lease.isValidAt(now.nanos())));
  }

  /** What cannot be stopped ends with the JVM: leaving it behind would be a failed stop. */
  private void haltIfGivenUp() {
    List<String> left = services.givenUp();
    if (!left.isEmpty() && !halting) {
      halting = true;
      String why = "it leaves, and what was to be stopped could not be: " + String.join(", ", left);
      self.out.publish(new ClusterEvent.Halting(self.node(), why));
      self.out.add(new Effect.Halt(why));
    }
  }

  private void release(HeldLease lease, Stored stored, String reason, Moment now) {
    List<Transaction.Step> steps = new ArrayList<>();
    ReportDocument last =
        new ReportDocument(self.incarnation, services.consumed(), true, services.states());
    Stored report = self.documents.get(self.reportKey);
    if (!last.locked().isEmpty() && (report == null || !last.equals(report.document()))) {
      // First, since what is kept for this node is to be heard of no later than that it is gone.
      steps.add(Joining.write(self.reportKey, report, last));
    }
    steps.add(new Transaction.Set(self.leaseKey, stored.version(), lease.released()));
    Stored member = self.documents.get(self.memberKey);
    MemberDocument shown = member == null ? null : member.as(MemberDocument.class);
    if (member != null && shown != null && shown.incarnation().equals(self.incarnation)) {
      steps.add(new Transaction.Delete(DocumentKey.member(self.node()), member.version()));
    }
    if (self.leaveReason == null) {
      steps.addAll(joining.showing(now));
    }
    self.releasing = true;
    underWay = true;
    String life = self.incarnation;
    self.out.commit(
        steps,
        answer -> {
          underWay = false;
          if (!life.equals(self.incarnation)) {
            return; // It was given up meanwhile.
          }
          if (answer.isCommitted()) {
            finish(reason);
          } else {
            self.reread();
            self.read = false;
          }
        });
  }

  private void finish(String reason) {
    self.out.publish(new ClusterEvent.Left(self.node(), reason));
    if (self.leaveReason != null) {
      self.phase = Self.Phase.FINISHED;
      self.out.add(new Effect.Finished(reason));
    } else {
      sentAway = null;
      joining.beginAnew();
    }
  }

  long wakeAtNanos(Moment now) {
    if (self.phase != Self.Phase.LEAVING) {
      return Long.MAX_VALUE;
    }
    HeldLease lease = self.lease;
    long wake =
        now.nanos() - drainUntilNanos < 0
            ? drainUntilNanos
            : now.nanos() - releaseUntilNanos < 0 ? releaseUntilNanos : Long.MAX_VALUE;
    return lease != null && lease.isValidAt(now.nanos())
        ? Wake.earlier(wake, lease.untilNanos())
        : wake;
  }
}
