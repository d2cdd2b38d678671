package io.pacekeeper.core.document;

import org.jspecify.annotations.Nullable;

/**
 * A document as it was read from the store, or what is known of one that could not be understood.
 *
 * @param key which document
 * @param version its version, for comparing and setting; grows by one with each write
 * @param modified the store's transaction that wrote it; of two readings the larger is the newer
 * @param owner the session that holds an ephemeral document; 0 for a persistent one
 * @param created the store's transaction that created it
 * @param document the content, or null if it is unreadable
 * @param problem why it is unreadable, or null
 */
public record Stored(
    DocumentKey key,
    int version,
    long modified,
    long owner,
    long created,
    @Nullable Document document,
    @Nullable String problem) {

  public Stored {
    if ((document == null) == (problem == null)) {
      throw new IllegalArgumentException(key + " must have either a content or a problem");
    }
  }

  /** Returns the content if it is readable and of the type asked for, else null. */
  public <D extends Document> @Nullable D as(Class<D> type) {
    return type.isInstance(document) ? type.cast(document) : null;
  }
}
