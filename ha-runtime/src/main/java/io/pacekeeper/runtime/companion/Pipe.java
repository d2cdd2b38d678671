package io.pacekeeper.runtime.companion;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The words of the pipe: a line for each message, its parts apart by spaces. */
final class Pipe {
  /** {@code hello FORMAT PID START_TICKS NANO_TIME}: whose companion it is. */
  static final String HELLO = "hello";

  /** {@code set NAME VALUE}: a setting. */
  static final String SET = "set";

  /** {@code begin PATIENCE_NANOS}: all settings were told. Answered {@link #READY}. */
  static final String BEGIN = "begin";

  /** {@code watch NUMBER KILL_AT_NANOS armed|idle INCARNATION REASON}. Answered {@link #ACK}. */
  static final String WATCH = "watch";

  /** Everything has been stopped; there is nothing to guard any more. */
  static final String QUIT = "quit";

  /** {@code tick NANO_TIME}: the companion's own clock, in between what it is told. */
  static final String TICK = "tick";

  static final String READY = "ready";
  static final String ACK = "ack";
  static final String SAY = "say";
  static final String WARN = "warn";

  static final String ARMED = "armed";
  static final String IDLE = "idle";

  /** The format of all of this. */
  static final int FORMAT = 1;

  private static final String NOTHING = "-";

  private Pipe() {}

  /** Returns a text as one word. */
  static String word(String text) {
    return text.isEmpty() ? NOTHING : "+" + URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Returns the text that is one word. */
  static String text(String word) {
    return word.equals(NOTHING) ? "" : URLDecoder.decode(word.substring(1), StandardCharsets.UTF_8);
  }
}
