package io.pacekeeper.core.document;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a node is to take part: what its JVM does when it starts, and what an administrator told
 * a running JVM since.
 *
 * @param enabled whether a JVM takes part as soon as it starts
 * @param wish what an administrator wants of one running JVM, or null for nothing; a JVM that was
 *     started later does not heed it
 */
public record Participation(boolean enabled, @Nullable Wish wish) {
  /** What holds where nothing is said: a JVM takes part when it starts. */
  public static final Participation ENABLED = new Participation(true, null);

  /**
   * What an administrator wants of a JVM.
   *
   * @param started whether it is to take part
   * @param process the JVM, by its random id
   * @param by who wants it
   * @param at since when, by the administrator's wall clock
   */
  public record Wish(boolean started, String process, String by, Instant at) {}

  /** Returns whether this JVM is to take part. */
  public boolean isWanted(String process) {
    return (wish != null && wish.process().equals(process)) ? wish.started() : enabled;
  }

  /** Returns the same for JVMs that start from now on. */
  public Participation withEnabled(boolean wanted) {
    return new Participation(wanted, wish);
  }

  /** Returns the same for a running JVM. */
  public Participation withWish(Wish wanted) {
    return new Participation(enabled, wanted);
  }
}
