package io.pacekeeper.core.policy.rule;

import io.pacekeeper.api.Score;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The Words are how truth, time, scores and numbers are written in a CIB. */
public final class Words {
  /** No interval is longer: as many milliseconds as 32 bits hold. */
  private static final long LONGEST_INTERVAL = 0xFFFF_FFFFL;

  /** What an operation may take where nothing is said of it, in milliseconds. */
  public static final long DEFAULT_TIMEOUT = 20_000;

  private Words() {}

  /** Returns what a word for true or false means; null: it is neither. */
  public static @Nullable Boolean truth(@Nullable String text) {
    if (text == null) {
      return null;
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "on", "yes", "y", "1" -> Boolean.TRUE;
      case "false", "off", "no", "n", "0" -> Boolean.FALSE;
      default -> null;
    };
  }

  /** Returns whether a text is a word for true. */
  public static boolean isTrue(@Nullable String text) {
    return Boolean.TRUE.equals(truth(text));
  }

  /** Returns what a word means, or another value where it means neither true nor false. */
  public static boolean truth(@Nullable String text, boolean otherwise) {
    Boolean value = truth(text);
    return value == null ? otherwise : value;
  }

  /** Returns the score that a text means; colours have the scores that are given. */
  public static int score(@Nullable String text, int green, int yellow, int red) {
    if (text == null) {
      return 0;
    }
    switch (text) {
      case "INFINITY", "+INFINITY" -> {
        return Score.INFINITY;
      }
      case "-INFINITY" -> {
        return -Score.INFINITY;
      }
      default -> {
        return switch (text.toLowerCase(Locale.ROOT)) {
          case "green" -> green;
          case "yellow" -> yellow;
          case "red" -> red;
          default -> clamp(leadingInteger(text));
        };
      }
    }
  }

  /** Returns the score that a text means where colours mean nothing. */
  public static int score(@Nullable String text) {
    return score(text, 0, 0, 0);
  }

  private static int clamp(@Nullable Long value) {
    return value == null ? 0 : (int) Math.max(-Score.INFINITY, Math.min(Score.INFINITY, value));
  }

  /** Returns the whole number with which a text begins; null: with none. */
  public static @Nullable Long leadingInteger(@Nullable String text) {
    if (text == null) {
      return null;
    }
    int at = 0;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    int start = at;
    if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      at++;
    }
    int digits = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == digits) {
      return null;
    }
    try {
      return Long.parseLong(text.substring(start, at));
    } catch (NumberFormatException e) {
      return text.charAt(start) == '-' ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /** Returns the whole number with which a text begins, or another where it begins with none. */
  public static int integer(@Nullable String text, int otherwise) {
    Long value = leadingInteger(text);
    if (value == null) {
      return otherwise;
    }
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
  }

  /** Returns how many milliseconds a text means, written with or without a unit; -1: none. */
  public static long milliseconds(@Nullable String text) {
    Long number = leadingInteger(text);
    if (number == null || text == null) {
      return -1;
    }
    String trimmed = text.stripLeading();
    int at = trimmed.charAt(0) == '-' || trimmed.charAt(0) == '+' ? 1 : 0;
    while (at < trimmed.length() && Character.isDigit(trimmed.charAt(at))) {
      at++;
    }
    String unit = trimmed.substring(at).strip().toLowerCase(Locale.ROOT);
    if (unit.startsWith("ms")) {
      return number;
    }
    if (unit.startsWith("us")) {
      return number / 1000;
    }
    if (unit.isEmpty() || unit.startsWith("s")) {
      return times(number, 1000);
    }
    if (unit.startsWith("m")) {
      return times(number, 60_000);
    }
    return unit.startsWith("h") ? times(number, 3_600_000) : -1;
  }

  private static long times(long number, long unit) {
    long most = Long.MAX_VALUE / unit;
    return number > most ? Long.MAX_VALUE : number < -most ? -1 : number * unit;
  }

  /** Returns the milliseconds of an interval, ISO 8601 durations included; 0: none are meant. */
  public static long interval(@Nullable String text) {
    Long value = parsedInterval(text);
    return value == null ? 0 : value;
  }

  /** Returns the milliseconds of an interval, ISO 8601 durations included; null: none are meant. */
  public static @Nullable Long parsedInterval(@Nullable String text) {
    if (text == null) {
      return null;
    }
    if (!text.isEmpty() && text.charAt(0) == 'P') {
      Long seconds = Dates.durationSeconds(text);
      return seconds == null
          ? null
          : Long.valueOf(Math.min(times(seconds, 1000), LONGEST_INTERVAL));
    }
    long value = milliseconds(text);
    return value < 0 ? null : Long.valueOf(Math.min(value, LONGEST_INTERVAL));
  }

  /** Returns the milliseconds of a timeout; the default where none are meant. */
  public static long timeout(@Nullable String text) {
    long value = milliseconds(text);
    return value < 0 ? DEFAULT_TIMEOUT : value;
  }
}
