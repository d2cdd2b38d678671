package io.pacekeeper.core.lease;

import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.FencingDocument.Confirmation;
import io.pacekeeper.core.document.FencingDocument.Means;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.LeaseDocument.State;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a companion writes when the process of an incarnation is gone: its lease is dead, the
 * evidence, and its member node is deleted, in one transaction. What is not that incarnation's is
 * left alone.
 */
public final class DeathCertificate {
  private final String node;
  private final String incarnation;

  /** Makes one for an incarnation whose process is gone. */
  public DeathCertificate(String node, String incarnation) {
    this.node = node;
    this.incarnation = incarnation;
  }

  /** Returns the documents that have to be read first: the lease, the fencing, the member node. */
  public List<DocumentKey> keys() {
    return List.of(DocumentKey.lease(node), DocumentKey.fencing(node), DocumentKey.member(node));
  }

  /**
   * Returns what is to be written, each step compared with what was read; null if nothing is.
   *
   * @param lease the node's lease as it reads now, or null if there is none
   * @param fencing the same of its fencing
   * @param member the same of its member node
   * @param now the time
   */
  public @Nullable Transaction write(
      @Nullable Stored lease, @Nullable Stored fencing, @Nullable Stored member, Instant now) {
    LeaseDocument read = lease == null ? null : lease.as(LeaseDocument.class);
    LeaseDocument own = read != null && read.incarnation().equals(incarnation) ? read : null;
    if (own != null && own.state() == State.RELEASED) {
      return null; // It has left, and was seen to; that its process ended then is no news.
    }
    boolean known = isKnown(fencing);
    boolean ends = own != null && !own.state().isOver();
    if (known && !ends) {
      return null;
    }
    List<Transaction.Step> steps = new ArrayList<>();
    if (lease != null && own != null && ends) {
      steps.add(new Transaction.Set(lease.key(), lease.version(), own.with(State.DEAD)));
    } else if (lease != null) {
      steps.add(new Transaction.Check(lease.key(), lease.version()));
    }
    if (!known) {
      steps.add(evidence(fencing, now));
    }
    MemberDocument shown = member == null ? null : member.as(MemberDocument.class);
    if (member != null && shown != null && shown.incarnation().equals(incarnation)) {
      steps.add(new Transaction.Delete(member.key(), member.version()));
    }
    return new Transaction(steps);
  }

  private boolean isKnown(@Nullable Stored fencing) {
    FencingDocument read = fencing == null ? null : fencing.as(FencingDocument.class);
    return read != null
        && read.confirmations().stream()
            .anyMatch(
                one -> one.incarnation().equals(incarnation) && one.means() == Means.COMPANION);
  }

  private Transaction.Step evidence(@Nullable Stored fencing, Instant now) {
    FencingDocument read = fencing == null ? null : fencing.as(FencingDocument.class);
    FencingDocument next =
        (read == null ? FencingDocument.EMPTY : read)
            .with(new Confirmation(incarnation, Means.COMPANION, "the companion of " + node, now));
    return fencing == null
        ? new Transaction.Create(DocumentKey.fencing(node), next)
        : new Transaction.Set(fencing.key(), fencing.version(), next);
  }
}
