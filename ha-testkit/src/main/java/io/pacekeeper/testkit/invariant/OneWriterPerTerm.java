package io.pacekeeper.testkit.invariant;

import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.TermDocument;
import io.pacekeeper.core.document.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Orders, and the end of another node's lease, are written by the DC of the term that holds at that
 * moment and by nobody else, in a transaction that compares the term. Terms only grow, and a term
 * is never another's.
 */
public final class OneWriterPerTerm implements Invariant {
  private @Nullable TermDocument newest;

  @Override
  public void check(Happening happening, World world) {
    if (!(happening instanceof Happening.Written written)) {
      return;
    }
    String process = written.process();
    Transaction transaction = written.transaction();
    if (process == null || transaction == null) {
      return;
    }
    for (Happening.Change change : written.changes()) {
      if (change.key().kind() == Kind.TERM) {
        requireLarger(change.after(), process);
      }
      if (isTheDcsToWrite(change, world.nodeOf(process))) {
        requireDc(change, process, transaction, world);
      }
    }
  }

  private static boolean isTheDcsToWrite(Happening.Change change, String writersNode) {
    if (change.key().kind() == Kind.ORDERS) {
      return true;
    }
    Stored after = change.after();
    LeaseDocument lease = after == null ? null : after.as(LeaseDocument.class);
    return lease != null && !change.key().node().equals(writersNode);
  }

  private void requireLarger(@Nullable Stored stored, String process) {
    TermDocument term = stored == null ? null : stored.as(TermDocument.class);
    TermDocument before = newest;
    if (term == null || (before != null && !term.equals(before) && term.term() <= before.term())) {
      throw new InvariantViolation(
          OneWriterPerTerm.class, process + " writes " + term + " after " + before);
    }
    newest = term;
  }

  private static void requireDc(
      Happening.Change change, String process, Transaction transaction, World world) {
    Stored stored = world.stored(DocumentKey.TERM);
    TermDocument term = stored == null ? null : stored.as(TermDocument.class);
    if (term == null || !world.processOf(term.incarnation()).equals(process)) {
      throw new InvariantViolation(
          OneWriterPerTerm.class, process + " writes " + change.key() + " while the DC is " + term);
    }
    if (transaction.steps().stream().noneMatch(step -> step.key().kind() == Kind.TERM)) {
      throw new InvariantViolation(
          OneWriterPerTerm.class,
          process + " writes " + change.key() + " without comparing the term");
    }
  }
}
