package io.pacekeeper.core.controller;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.ReportDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes what this node has to say: its report, its member node, and its declarations.
 *
 * <p>Reports are batched. When everything ordered is done the report is written at once; while more
 * is on its way it waits for whatever else finishes: the longer, the more that is, and each time
 * longer than before. So a node reports once or twice, however many resources begin or end there.
 */
final class Reporter {
  private static final long FIRST_WAIT = Duration.ofMillis(50).toNanos();
  private static final long WAIT_FOR_EACH = Duration.ofMillis(2).toNanos();
  private static final long LONGEST_WAIT = Duration.ofSeconds(1).toNanos();

  /** How long other attributes of the node wait, so that none of them can flood the store. */
  private static final long ATTRIBUTES_WAIT = Duration.ofSeconds(1).toNanos();

  private final Self self;
  private final Services services;
  private final Joining joining;
  private boolean reporting;
  private boolean showing;
  private boolean declaring;
  private boolean dirty;
  private boolean urgent;
  private long dirtySince;
  private long wait = FIRST_WAIT;

  /** When attributes may be shown again that have changed. */
  private long attributesAtNanos;

  private boolean attributesShown;

  /** Whether there are some that wait for that. */
  private boolean attributesWait;

  /** The session in which the member node was seen; 0 for none. */
  private long shownIn;

  /** A document, as it was modified last, beside what is declared, as it was changed last. */
  private record Compared(long modified, long declarations) {}

  /** The member node that names what there is code for. */
  private @Nullable Compared named;

  /** The configuration that has what is declared, and the one over which that was refused. */
  private @Nullable Compared declared;

  private @Nullable Compared refused;
  private @Nullable ReportDocument written;
  private @Nullable String lastNotice;
  private @Nullable String lastRefusal;

  Reporter(Self self, Services services, Joining joining) {
    this.self = self;
    this.services = services;
    this.joining = joining;
  }

  void advance(Moment now) {
    noticeChanges(now);
    if (!self.takesPart() || !self.connected || !self.read || self.releasing) {
      return;
    }
    report(now);
    show(now);
    declare(now);
  }

  private void noticeChanges(Moment now) {
    attributesWait = false;
    boolean quiet = services.isQuiet();
    if (services.takeChanged() && !dirty) {
      dirty = true;
      dirtySince = now.nanos();
      long most = FIRST_WAIT + services.outstanding() * WAIT_FOR_EACH;
      wait = Math.min(Math.max(wait, most), LONGEST_WAIT);
    }
    if (quiet) {
      wait = FIRST_WAIT;
    }
    urgent = quiet;
  }

  private void report(Moment now) {
    if (reporting) {
      return;
    }
    boolean leaving = self.phase == Self.Phase.LEAVING;
    Stored stored = self.documents.get(self.reportKey);
    ReportDocument read = stored == null ? null : stored.as(ReportDocument.class);
    boolean intact =
        read != null
            && read.incarnation().equals(self.incarnation)
            && (written == null || written.equals(read));
    boolean asks = leaving && (written == null || !written.leaving());
    boolean due = dirty && (urgent || now.nanos() - dirtySince - wait >= 0);
    if (!due && !asks && intact) {
      return;
    }
    ReportDocument report =
        new ReportDocument(self.incarnation, services.consumed(), leaving, services.states());
    dirty = false;
    if (stored != null && report.equals(stored.document())) {
      written = report;
      return;
    }
    wait = Math.min(wait * 2, LONGEST_WAIT);
    reporting = true;
    self.out.commit(
        List.of(Joining.write(self.reportKey, stored, report)),
        answer -> {
          reporting = false;
          if (!report.incarnation().equals(self.incarnation)) {
            return;
          }
          if (answer.isCommitted()) {
            written = report;
            lastRefusal = null;
          } else {
            failed(answer, now);
          }
        });
  }

  private void failed(Outbox.Answer answer, Moment now) {
    if (!dirty) {
      dirty = true;
      dirtySince = now.nanos();
    }
    if (answer.result() == Outbox.Answer.Result.REFUSED) {
      String refusal = "its report is refused: " + answer.detail();
      if (!refusal.equals(lastRefusal)) {
        lastRefusal = refusal;
        warn(refusal);
      }
    }
    if (self.connected) {
      self.reread();
      self.read = false;
    }
  }

  /** Shows the member node again if it is gone, is another session's, or says something else. */
  private void show(Moment now) {
    if (showing) {
      return;
    }
    Stored stored = self.documents.get(self.memberKey);
    MemberDocument shown = stored == null ? null : stored.as(MemberDocument.class);
    if (stored != null
        && shown != null
        && shown.incarnation().equals(self.incarnation)
        && Objects.equals(shown.obstacle(), self.obstacle)
        && shown.devices().equals(self.devices)
        && Objects.equals(shown.unguarded(), self.unguarded)
        && Objects.equals(shown.notice(), self.notice)
        && hasAttributes(shown, now)
        && stored.owner() == self.session
        && names(stored, shown)) {
      shownIn = self.session;
      return;
    }
    if (stored == null && shownIn == self.session) {
      self.out.publish(
          new ClusterEvent.DocumentUnreadable(
              self.memberKey.path(), "it is not there any more, though its session goes on"));
    }
    shownIn = 0;
    List<Transaction.Step> steps = new ArrayList<>();
    Stored lease = self.documents.get(self.leaseKey);
    if (lease == null || self.lease == null) {
      return;
    }
    if (stored != null && shown != null && isOwn(stored, shown)) {
      steps.add(new Transaction.Set(self.memberKey, stored.version(), saying(shown, now)));
    } else {
      if (stored != null) {
        steps.add(new Transaction.Delete(self.memberKey, stored.version()));
      }
      steps.add(new Transaction.Create(self.memberKey, joining.member(now)));
    }
    showing = true;
    attributesShown = true;
    attributesAtNanos = now.nanos() + ATTRIBUTES_WAIT;
    self.out.commit(
        steps,
        answer -> {
          showing = false;
          if (!answer.isCommitted() && self.connected) {
            self.reread();
            self.read = false;
          }
        });
  }

  /** Returns whether it has this node's attributes, or they have to wait. */
  private boolean hasAttributes(MemberDocument shown, Moment now) {
    boolean same = shown.attributes().equals(self.attributes.all());
    attributesWait = !same && attributesShown && now.nanos() - attributesAtNanos < 0;
    return same || attributesWait;
  }

  /** Returns whether it is this incarnation's in this session, so that it keeps its place. */
  private boolean isOwn(Stored stored, MemberDocument shown) {
    return stored.owner() == self.session && shown.incarnation().equals(self.incarnation);
  }

  /** Returns the member node as it is to be, of an incarnation that joined when it did. */
  private MemberDocument saying(MemberDocument shown, Moment now) {
    return joining.member(new Moment(now.nanos(), shown.joined()));
  }

  private boolean names(Stored stored, MemberDocument shown) {
    Compared compared = new Compared(stored.modified(), self.declarations);
    if (!compared.equals(named) && shown.agents().equals(self.declared.keySet())) {
      named = compared;
    }
    return compared.equals(named);
  }

  private void declare(Moment now) {
    if (declaring || self.phase != Self.Phase.JOINED) {
      return;
    }
    Stored stored = self.documents.get(DocumentKey.CONFIG);
    ConfigDocument config = stored == null ? null : stored.as(ConfigDocument.class);
    boolean vanished = stored == null && self.documents.get(DocumentKey.TERM) != null;
    if (vanished && !(self.isDc() && self.fresh && self.config() == null)) {
      return; // The cluster had a configuration once: it is for the DC to restore it.
    }
    if (stored != null && config == null) {
      return; // It cannot be read, so it is not changed.
    }
    Compared compared = new Compared(stored == null ? -1 : stored.modified(), self.declarations);
    if (compared.equals(declared) || compared.equals(refused)) {
      return;
    }
    Declarations declarations =
        Declarations.of(
            config == null ? empty() : config,
            self.options.application(),
            self.options.applicationVersion(),
            self.declared.values(),
            self.options.fencing(),
            new ChangeNote(self.node(), "join of " + self.node(), now.wall()));
    String notice = declarations.notice();
    self.notice = notice;
    if (notice != null && !notice.equals(lastNotice)) {
      lastNotice = notice;
      warn(notice);
    }
    ConfigDocument next = declarations.config();
    if (next == null) {
      if (stored != null) {
        declared = compared;
        return;
      }
      next = empty();
    }
    if (vanished) {
      warn("the configuration was gone: it is declared anew");
    }
    declaring = true;
    self.out.commit(
        List.of(Joining.write(DocumentKey.CONFIG, stored, next)),
        answer -> {
          declaring = false;
          if (answer.result() == Outbox.Answer.Result.REFUSED) {
            refused = compared; // The same would be refused again.
            warn("its declarations are refused: " + answer.detail());
          } else if (!answer.isCommitted() && self.connected) {
            self.reread();
            self.read = false;
          }
        });
  }

  /** Returns the configuration of a cluster that this node makes. */
  private ConfigDocument empty() {
    return ConfigDocument.EMPTY.withFeatureSet(self.options.joining().newestFeatureSet());
  }

  private void warn(String warning) {
    self.out.publish(new ClusterEvent.Warned(self.node(), warning));
  }

  /** Returns whether nothing this node wrote is still on its way. */
  boolean isIdle() {
    return !reporting && !showing && !declaring;
  }

  /** Forgets what was written, for a new incarnation. */
  void reset() {
    written = null;
    wait = FIRST_WAIT;
  }

  long wakeAtNanos() {
    boolean waits =
        dirty && !reporting && self.takesPart() && self.connected && self.read && !self.releasing;
    long wake = waits ? dirtySince + wait : Long.MAX_VALUE;
    return attributesWait && self.takesPart() ? Wake.earlier(wake, attributesAtNanos) : wake;
  }
}
