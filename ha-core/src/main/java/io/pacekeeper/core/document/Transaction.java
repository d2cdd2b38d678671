package io.pacekeeper.core.document;

import java.util.List;

/**
 * Writes that happen all or not at all.
 *
 * @param steps what is checked and written, in order
 */
public record Transaction(List<Step> steps) {

  /** One part of a transaction; if one does not hold, nothing of the transaction happens. */
  public sealed interface Step {
    /** Returns the document it is about. */
    DocumentKey key();
  }

  /** Holds if the document is there and has this version. */
  public record Check(DocumentKey key, int version) implements Step {}

  /** Writes a document that is there with this version. */
  public record Set(DocumentKey key, int version, Document document) implements Step {}

  /**
   * Writes a document that is not there: an ephemeral one, owned by the writing session, if it is
   * {@link DocumentKey.Kind#isEphemeral of such a kind}, else a persistent one.
   */
  public record Create(DocumentKey key, Document document) implements Step {}

  /** Deletes a document that is there with this version. */
  public record Delete(DocumentKey key, int version) implements Step {}

  public Transaction {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a transaction needs at least one step");
    }
  }

  public static Transaction of(Step... steps) {
    return new Transaction(List.of(steps));
  }
}
