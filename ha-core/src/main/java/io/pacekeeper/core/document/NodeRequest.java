package io.pacekeeper.core.document;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator asks of one node.
 *
 * @param id a random id, by which it is answered
 * @param kind what is asked
 * @param resource the resource that it is about, or null for all, or for none
 * @param argument what else there is to say, depending on the kind; may be empty
 * @param by who asks
 * @param at when, by the asker's wall clock
 */
public record NodeRequest(
    String id, Kind kind, @Nullable String resource, String argument, String by, Instant at) {

  /** What can be asked of a node. */
  public enum Kind {
    /** To forget the failures of a resource, or of all. */
    CLEANUP,
    /** To forget them, and to monitor now what is active. */
    REFRESH,
    /** To run one operation by hand; the argument says which. */
    RUN,
    /** To prove that it holds the cluster's credentials; the argument is the challenge. */
    PROVE
  }
}
