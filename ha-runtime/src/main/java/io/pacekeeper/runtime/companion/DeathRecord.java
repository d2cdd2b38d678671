package io.pacekeeper.runtime.companion;

/** Where a companion writes down that its JVM is gone, so that the cluster reads it. */
public interface DeathRecord extends AutoCloseable {
  /** Hears what it has to say, one sentence each. */
  interface Voice {
    /** Something went as it should. */
    void say(String sentence);

    /** Something did not. */
    void warn(String sentence);
  }

  /** Connects, and makes itself ready to write at once, in the background. */
  void open(Voice voice);

  /**
   * Writes down that this incarnation is dead, whose process is gone; tries again until that is
   * done, is known to be pointless, or the time has come.
   *
   * @param giveUpAtNanos when to give up, by {@link System#nanoTime}
   * @return what became of it, as a sentence
   */
  String confirm(String incarnation, long giveUpAtNanos);

  @Override
  void close();
}
