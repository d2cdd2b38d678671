package io.pacekeeper.core.controller;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.ElectedDocument;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.OrdersDocument;
import io.pacekeeper.core.document.ReportDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.TermDocument;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.core.lease.LeaseObservation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who is DC. A node becomes DC by raising the term, in one transaction with whatever ends the
 * former DC's lease; it is DC for as long as the term names its incarnation.
 *
 * <p>Candidates are the members, in the order in which they joined. That order only staggers the
 * attempts. The DC and the first two candidates observe; the others look now and then.
 */
final class Election {
  /** How much later the next candidate tries, so that they do not all try at once. */
  private static final long STAGGER = Duration.ofMillis(100).toNanos();

  /**
   * How much later one tries that leaves: only where nobody stays who could, as when all nodes are
   * closed at once. Otherwise what still runs would be waited for in vain, with nobody to order it.
   */
  private static final long LEAVES_LATER = Duration.ofMillis(500).toNanos();

  /** How many candidates besides the DC observe everything. */
  private static final int OBSERVERS = 2;

  private final Self self;
  private final Observations observations;
  private boolean underWay;
  private boolean suspicious;

  /** Whether everything has been read since it was this node's turn to begin without a term. */
  private boolean tracesRead;

  private @Nullable Long vacantSince;
  private @Nullable LeaseObservation looked;
  private long highestTerm;
  private @Nullable TermDocument announced;

  Election(Self self, Observations observations) {
    this.self = self;
    this.observations = observations;
  }

  /** Returns the term if this incarnation is DC in it, else null. */
  @Nullable TermDocument ownTerm() {
    TermDocument term = self.documents.get(DocumentKey.TERM, TermDocument.class);
    return term != null
            && self.takesPart()
            && term.incarnation().equals(self.incarnation)
            && ownTrace(self, term) != null
        ? term
        : null;
  }

  /** Returns this node's trace of a term in which it is DC, or null if it says anything else. */
  static @Nullable Stored ownTrace(Self self, TermDocument term) {
    Stored stored = self.documents.get(DocumentKey.elected(self.node()));
    ElectedDocument trace = stored == null ? null : stored.as(ElectedDocument.class);
    return trace != null
            && trace.term() == term.term()
            && trace.incarnation().equals(term.incarnation())
        ? stored
        : null;
  }

  /** Something was read: notes who is DC, and which terms there have been. */
  void read() {
    TermDocument term = self.documents.get(DocumentKey.TERM, TermDocument.class);
    if (term == null) {
      return;
    }
    highestTerm = Math.max(highestTerm, term.term());
    if (!term.equals(announced)) {
      announced = term;
      suspicious = false;
      tracesRead = false;
      looked = null;
      vacantSince = null;
      self.out.publish(new ClusterEvent.DcElected(term.node(), term.term()));
    }
  }

  /** Returns whether this node should hear of everything. */
  boolean observes() {
    return self.isDc() || suspicious || rank() < OBSERVERS;
  }

  /**
   * Now and then, a node that does not observe looks whether the DC's lease moves.
   *
   * @return whether the DC's lease is to be read
   */
  boolean look(Moment now) {
    if (observes()) {
      return false;
    }
    TermDocument term = self.documents.get(DocumentKey.TERM, TermDocument.class);
    if (term == null) {
      suspicious = true;
      return false;
    }
    LeaseObservation seen = observations.observe(term.node(), now);
    suspicious =
        isGone(term, self.documents.get(DocumentKey.lease(term.node())))
            || (seen.equals(looked) && now.nanos() - seen.dueAtNanos() >= 0);
    looked = seen;
    return true;
  }

  /** Returns whether the lease says that the DC of this term is DC no more. */
  private static boolean isGone(TermDocument term, @Nullable Stored stored) {
    LeaseDocument lease = stored == null ? null : stored.as(LeaseDocument.class);
    return lease != null
        && (lease.state().isOver() || !lease.incarnation().equals(term.incarnation()));
  }

  void advance(Moment now) {
    Stored stored = self.documents.get(DocumentKey.TERM);
    if (underWay || !self.takesPart() || !self.observes || !self.mayAct(now) || ownTerm() != null) {
      return;
    }
    TermDocument term = stored == null ? null : stored.as(TermDocument.class);
    if (term == null) {
      if (self.documents.get(DocumentKey.CONFIG) != null && due(now)) {
        if (tracesRead) {
          electWithoutTerm(stored);
        } else {
          readTraces();
        }
      }
      return;
    }
    if (stored != null && term.incarnation().equals(self.incarnation)) {
      // Its own trace was deleted or written over: without it nothing can be written in this term.
      elect(raise(stored, term.term()));
      return;
    }
    String dc = term.node();
    Stored leaseStored = self.documents.get(DocumentKey.lease(dc));
    LeaseObservation seen = observations.observe(dc, now);
    boolean gone = isGone(term, leaseStored);
    if (stored != null && leaseStored != null && gone && due(now)) {
      List<Transaction.Step> steps = new ArrayList<>();
      steps.add(new Transaction.Check(leaseStored.key(), leaseStored.version()));
      steps.addAll(raise(stored, term.term()));
      elect(steps);
    } else if (stored != null && !gone && now.nanos() - seen.dueAtNanos() - stagger() >= 0) {
      List<Transaction.Step> steps =
          new ArrayList<>(
              leaseStored == null
                  ? List.of(new Transaction.Create(DocumentKey.lease(dc), seen.substitute()))
                  : succession(leaseStored, dc, now));
      steps.addAll(raise(stored, term.term()));
      elect(steps);
    }
  }

  /** Returns whether the place has been free for so long that it is this candidate's turn. */
  private boolean due(Moment now) {
    if (vacantSince == null) {
      vacantSince = now.nanos();
    }
    return now.nanos() - vacantSince - stagger() >= 0;
  }

  /**
   * Reads everything again, before a term is made out of what is there: what was heard may be older
   * than the term that is gone, and a term that is used twice repeats its fencing tokens.
   */
  private void readTraces() {
    tracesRead = true;
    self.reread();
    self.read = false;
  }

  /**
   * There is no term, or none that can be read: the next is above all that left a trace. Of a term
   * that was deleted the versions begin again, so that comparing them proves nothing: then every
   * node's trace is written over, and with it what a DC of that term compares, and whoever would
   * raise it.
   */
  private void electWithoutTerm(@Nullable Stored stored) {
    long highest = highestTerm;
    for (Stored orders : self.documents.all(Kind.ORDERS)) {
      OrdersDocument read = orders.as(OrdersDocument.class);
      highest = Math.max(highest, read == null ? 0 : read.number().term());
    }
    for (Stored reports : self.documents.all(Kind.REPORT)) {
      ReportDocument read = reports.as(ReportDocument.class);
      highest = Math.max(highest, read == null ? 0 : read.consumed().term());
    }
    SortedSet<String> nodes = new TreeSet<>();
    for (Kind kind : List.of(Kind.ELECTED, Kind.LEASE, Kind.MEMBER)) {
      for (Stored trace : self.documents.all(kind)) {
        ElectedDocument read = trace.as(ElectedDocument.class);
        highest = Math.max(highest, read == null ? 0 : read.term());
        nodes.add(trace.key().node());
      }
    }
    nodes.remove(self.node());
    List<Transaction.Step> steps = new ArrayList<>(raise(stored, highest));
    if (stored == null) {
      ElectedDocument over = new ElectedDocument(highest + 1, self.incarnation);
      for (String node : nodes) {
        DocumentKey trace = DocumentKey.elected(node);
        steps.add(Joining.write(trace, self.documents.get(trace), over));
      }
    }
    elect(steps);
  }

  /**
   * Returns what makes this incarnation DC of the next term: above the one that is read, and above
   * the one in its own trace. That is compared, and so is none that passed unheard; of a term's
   * document that was deleted and made anew meanwhile the version alone tells nothing.
   */
  private List<Transaction.Step> raise(@Nullable Stored stored, long term) {
    DocumentKey key = DocumentKey.elected(self.node());
    Stored trace = self.documents.get(key);
    ElectedDocument last = trace == null ? null : trace.as(ElectedDocument.class);
    long next = Math.max(term, last == null ? 0 : last.term()) + 1;
    return List.of(
        Joining.write(
            DocumentKey.TERM, stored, new TermDocument(next, self.node(), self.incarnation)),
        Joining.write(key, trace, new ElectedDocument(next, self.incarnation)));
  }

  private void elect(List<Transaction.Step> steps) {
    underWay = true;
    tracesRead = false;
    self.out.commit(
        steps,
        answer -> {
          underWay = false;
          vacantSince = null;
          self.reread();
          if (answer.isCommitted()) {
            read();
          } else {
            self.read = false;
          }
        });
  }

  /**
   * Returns what ends the lease of the former DC, which has lapsed: the role goes with it. Where
   * that is not enough to take the node for dead, it is not over, but can be renewed no more.
   */
  private List<Transaction.Step> succession(Stored stored, String dc, Moment now) {
    LeaseDocument lease = stored.as(LeaseDocument.class);
    if (lease == null || self.isEndEnough(lease)) {
      return revocation(self, dc, now);
    }
    return List.of(
        lease.state() == LeaseDocument.State.ENDING
            ? new Transaction.Check(stored.key(), stored.version())
            : new Transaction.Set(
                stored.key(), stored.version(), lease.with(LeaseDocument.State.ENDING)));
  }

  /** Returns what takes the place of a node whose lease has not moved for long enough. */
  static List<Transaction.Step> revocation(Self self, String node, Moment now) {
    DocumentKey key = DocumentKey.lease(node);
    Stored stored = self.documents.get(key);
    LeaseDocument lease = stored == null ? null : stored.as(LeaseDocument.class);
    LeaseOptions own = self.options.lease();
    LeaseDocument ended =
        lease == null ? LeaseDocument.ofNobody(own.length().plus(own.margin())) : lease;
    DocumentKey fencing = DocumentKey.fencing(node);
    Stored history = self.documents.get(fencing);
    return List.of(
        Joining.write(key, stored, ended.with(LeaseDocument.State.REVOKED)),
        Joining.write(
            fencing, history, Joining.confirmed(history, ended.incarnation(), self.node(), now)));
  }

  /** Returns how much later this node tries than the first candidate. */
  private long stagger() {
    return rank() * STAGGER + (self.phase == Self.Phase.LEAVING ? LEAVES_LATER : 0);
  }

  /** Returns this node's place among the candidates: how many members joined before it. */
  private int rank() {
    TermDocument term = self.documents.get(DocumentKey.TERM, TermDocument.class);
    String dc = term == null ? "" : term.node();
    List<Stored> members = new ArrayList<>(self.documents.all(Kind.MEMBER));
    members.removeIf(member -> member.key().node().equals(dc));
    members.sort(Comparator.comparingLong(Stored::created));
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).key().node().equals(self.node())) {
        return i;
      }
    }
    return members.size();
  }

  long wakeAtNanos(Moment now) {
    if (underWay || !self.takesPart() || !self.observes || !self.mayAct(now) || ownTerm() != null) {
      return Long.MAX_VALUE;
    }
    if (vacantSince != null) {
      return vacantSince + stagger();
    }
    TermDocument term = self.documents.get(DocumentKey.TERM, TermDocument.class);
    LeaseObservation seen = term == null ? null : observations.get(term.node());
    return seen == null ? Long.MAX_VALUE : seen.dueAtNanos() + stagger();
  }
}
