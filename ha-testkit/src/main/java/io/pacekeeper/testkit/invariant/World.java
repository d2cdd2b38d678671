package io.pacekeeper.testkit.invariant;

import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.Stored;
import org.jspecify.annotations.Nullable;

/** How things really are in a simulation, where no single node could know it. */
public interface World {
  /** Returns the true time, which no node knows. */
  long nanos();

  /**
   * Returns whether what a process runs can act at this moment.
   *
   * <p>It cannot when the process is gone. Nor does it count as acting while it is paused past the
   * moment at which its guard has to halt it: a process that is stopped does nothing, and when it
   * is resumed the guard must end it before anything else of it runs. (Callbacks that were in the
   * middle of something when the process was stopped do get to run for as long as the guard's
   * thread takes to be scheduled. That gap is the companion's to close: where one guards the
   * process, that counts as acting until it is killed, and has to be gone when its lease ends.)
   */
  boolean canAct(String process);

  /**
   * Returns whether an incarnation's lease still gives it the right to be active, by the clock of
   * its own process and by what that process knows.
   */
  boolean mayBeActive(String incarnation);

  /** Returns whether a process is gone, so that nothing of it runs any more. */
  boolean isGone(String process);

  /**
   * Returns whether a fencing device has said of an incarnation that its host is off, and it was
   * not. Nothing but the fencing token can help then.
   */
  boolean wasLiedAbout(String incarnation);

  /** Returns the incarnation that a process lives as now. */
  String incarnationOf(String process);

  /** Returns the process that an incarnation belongs to. */
  String processOf(String incarnation);

  /** Returns the node that a process belongs to. */
  String nodeOf(String process);

  /** Returns a document as the store's leader has it, or null. */
  @Nullable Stored stored(DocumentKey key);
}
