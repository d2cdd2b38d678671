package io.pacekeeper.core.document;

/**
 * Who is DC. Every write of the DC checks this document's version and that of its own {@link
 * ElectedDocument}.
 *
 * @param term counts elections, from 1; only grows
 * @param node the DC
 * @param incarnation the DC's incarnation
 */
public record TermDocument(long term, String node, String incarnation) implements Document {
  /** The largest term, so that a fencing token holds it. */
  public static final long MAX_TERM = Integer.MAX_VALUE;

  public TermDocument {
    requireTerm(term);
  }

  static void requireTerm(long term) {
    if (term < 1 || term > MAX_TERM) {
      throw new IllegalArgumentException("a term is between 1 and " + MAX_TERM + ", not " + term);
    }
  }
}
