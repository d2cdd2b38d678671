package io.pacekeeper.core.document;

/**
 * A node's own trace of the term in which it was elected. It is written in the transaction that
 * raises the term, and compared by everything that the DC writes, beside the term itself: so that a
 * term whose document is deleted is known all the same, and whoever was DC in it writes no more.
 *
 * @param term the term; only grows
 * @param incarnation who is DC in it. After an election that found no term, every node's trace
 *     names the one that was elected
 */
public record ElectedDocument(long term, String incarnation) implements Document {
  public ElectedDocument {
    TermDocument.requireTerm(term);
  }
}
