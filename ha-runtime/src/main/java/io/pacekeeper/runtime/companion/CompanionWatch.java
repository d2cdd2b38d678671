package io.pacekeeper.runtime.companion;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a companion thinks: takes in what its JVM says, kills it when its time has come, makes sure
 * that it is gone, and has that written down.
 *
 * <p>It judges by what was said before the moment at which it judges: the clock speaks through the
 * same pipe as the JVM, so that whatever was written before a tick has been taken in when the tick
 * is. A companion that was held up kills nobody who has renewed meanwhile.
 */
public final class CompanionWatch {
  /** How often it looks whether the JVM is gone, right after the pipe has ended. */
  private static final long LOOK_EVERY_NANOS = Duration.ofMillis(1).toNanos();

  /** The same when the JVM lives on without the pipe. */
  private static final long LOOK_SELDOM_NANOS = Duration.ofMillis(20).toNanos();

  private static final long SOON_NANOS = Duration.ofSeconds(2).toNanos();

  private final Target target;
  private final DeathRecord record;
  private final Time time;
  private final Consumer<String> answers;
  private final DeathRecord.Voice voice;
  private final long patienceNanos;
  private long number = -1;
  private OuterGuard.Watched watched = new OuterGuard.Watched(null, 0, false);
  private String reason = "";

  /** The process that is watched. */
  public interface Target {
    /** Returns whether nothing of it can run any more. */
    boolean isGone();

    /** Has it killed, if it is that process still. */
    void kill();
  }

  /** The time, and time passing. */
  public interface Time {
    /** Returns the time, as the JVM's {@link System#nanoTime} would. */
    long nanos();

    /** Lets this much pass. */
    void pause(long nanos);
  }

  /** Where lines come from. */
  public interface Feed {
    /**
     * Returns the next line; a tick when this time has come and everything has been returned that
     * was written before; null when the pipe has ended.
     *
     * @param tickAtNanos when a tick is wanted, {@link Long#MAX_VALUE} for never
     */
    @Nullable String next(long tickAtNanos) throws IOException;
  }

  /**
   * Makes one.
   *
   * @param answers takes what is answered to the JVM
   * @param patienceNanos for how long it tries to have a death written down
   */
  public CompanionWatch(
      Target target,
      DeathRecord record,
      Time time,
      Consumer<String> answers,
      DeathRecord.Voice voice,
      long patienceNanos) {
    this.target = target;
    this.record = record;
    this.time = time;
    this.answers = answers;
    this.voice = voice;
    this.patienceNanos = patienceNanos;
  }

  /** The line by which a JVM lets its companion go. */
  public static final String QUIT = Pipe.QUIT;

  /**
   * Returns the line by which a JVM tells what is to be watched.
   *
   * @param number counts what is told; the highest holds
   * @param reason why it is to be killed, or empty if only its lease could be a reason
   */
  public static String line(long number, OuterGuard.Watched watched, String reason) {
    String incarnation = watched.incarnation();
    return String.join(
        " ",
        Pipe.WATCH,
        Long.toString(number),
        Long.toString(watched.killAtNanos()),
        watched.armed() ? Pipe.ARMED : Pipe.IDLE,
        Pipe.word(incarnation == null ? "" : incarnation),
        Pipe.word(reason));
  }

  /** Returns the line by which a feed tells the time. */
  public static String tick(long nanos) {
    return Pipe.TICK + " " + nanos;
  }

  /**
   * Does everything there is to do for one JVM, and returns when that is done. What it was told it
   * keeps: if the feed or the time throws, it can be called again, and goes on.
   */
  public void watch(Feed feed) throws IOException {
    String line = feed.next(tickAtNanos());
    while (line != null) {
      String[] words = line.split(" ");
      if (words[0].equals(Pipe.WATCH)) {
        take(words);
      } else if (words[0].equals(Pipe.TICK) && isOver(Long.parseLong(words[1]))) {
        endIt();
        return;
      } else if (words[0].equals(Pipe.QUIT)) {
        return;
      }
      line = feed.next(tickAtNanos());
    }
    pipeEnded();
  }

  private void take(String[] words) {
    long told = Long.parseLong(words[1]);
    if (told > number) {
      number = told;
      String incarnation = Pipe.text(words[4]);
      watched =
          new OuterGuard.Watched(
              incarnation.isEmpty() ? null : incarnation,
              Long.parseLong(words[2]),
              words[3].equals(Pipe.ARMED));
      reason = Pipe.text(words[5]);
    }
    answers.accept(Pipe.ACK + " " + told);
  }

  private long tickAtNanos() {
    return watched.armed() ? watched.killAtNanos() : Long.MAX_VALUE;
  }

  private boolean isOver(long nanos) {
    return watched.armed() && nanos - watched.killAtNanos() >= 0;
  }

  /** The JVM has closed the pipe: most likely it is gone, but only looking tells. */
  private void pipeEnded() {
    long ended = time.nanos();
    while (!target.isGone()) {
      long now = time.nanos();
      if (isOver(now)) {
        endIt();
        return;
      }
      time.pause(now - ended < SOON_NANOS ? LOOK_EVERY_NANOS : LOOK_SELDOM_NANOS);
    }
    // Services wait for what is written; what is said of it can wait.
    String confirmed = confirmed(time.nanos() + patienceNanos);
    voice.say("the " + target + " is gone");
    voice.say(confirmed);
  }

  private void endIt() {
    long giveUpAt = time.nanos() + patienceNanos;
    target.kill();
    voice.warn("the " + target + " is killed: " + why());
    while (!target.isGone()) {
      if (time.nanos() - giveUpAt >= 0) {
        voice.warn("the " + target + " was killed and is not gone; nothing is confirmed");
        return;
      }
      time.pause(LOOK_EVERY_NANOS);
    }
    String confirmed = confirmed(giveUpAt);
    voice.say("the " + target + " is gone");
    voice.say(confirmed);
  }

  private String why() {
    return reason.isEmpty()
        ? "its lease is about to end, and what may run once is still active"
        : reason;
  }

  private String confirmed(long giveUpAtNanos) {
    String incarnation = watched.incarnation();
    return incarnation == null
        ? "it held no lease: there is nothing to confirm"
        : record.confirm(incarnation, giveUpAtNanos);
  }
}
