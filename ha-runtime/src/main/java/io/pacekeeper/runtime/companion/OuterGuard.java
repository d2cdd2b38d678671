package io.pacekeeper.runtime.companion;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What guards a node from outside its JVM, as its JVM sees it. No method but close blocks. */
public interface OuterGuard extends AutoCloseable {
  /**
   * What is guarded.
   *
   * @param incarnation whose lease it is, or null if there is none
   * @param killAtNanos when the JVM is killed if it is armed, by {@link System#nanoTime}
   * @param armed whether anything that may run once is or could be active
   */
  record Watched(@Nullable String incarnation, long killAtNanos, boolean armed) {}

  /** Hears whether there is a companion that guards; called on a thread of the companion. */
  interface Listener {
    /** It guards, for the first time or again. */
    void guards();

    /** It has not guarded for some time. */
    void doesNotGuard();
  }

  /** Takes what is to be guarded from now on. */
  void watch(Watched newest);

  /** Has the JVM killed at this time, whatever it does until then. */
  void kill(long atNanos, String reason);

  /** Waits until the companion has said that it guards what was told last, and that is armed. */
  boolean awaitArmed(Duration patience) throws InterruptedException;

  /** Ends it politely: nothing is active any more. Unless the JVM is to be killed. */
  @Override
  void close();
}
