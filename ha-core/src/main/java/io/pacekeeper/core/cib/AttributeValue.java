package io.pacekeeper.core.cib;

import io.pacekeeper.api.Score;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The value of a meta attribute or of a cluster property, as an administrator writes it. What
 * cannot be understood is an {@link IllegalArgumentException} that says what it must be.
 */
public final class AttributeValue {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|sec|m|min|h|hr|d)?");

  private AttributeValue() {}

  /** Reads a flag, in any of Pacemaker's spellings. */
  public static boolean flag(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "on", "yes", "y", "1" -> true;
      case "false", "off", "no", "n", "0" -> false;
      default -> throw new IllegalArgumentException("it must be true or false");
    };
  }

  /** Reads a score. */
  public static int score(String value) {
    return switch (value) {
      case "INFINITY", "+INFINITY" -> Score.INFINITY;
      case "-INFINITY" -> -Score.INFINITY;
      default -> {
        try {
          yield (int)
              Math.max(-Score.INFINITY, Math.min(Score.INFINITY, Long.parseLong(value.trim())));
        } catch (NumberFormatException notANumber) {
          throw new IllegalArgumentException(
              "it must be a whole number, INFINITY or -INFINITY", notANumber);
        }
      }
    };
  }

  /** Reads a count of failures, 0 being never. */
  public static int threshold(String value) {
    int threshold = score(value);
    if (threshold < 0) {
      throw new IllegalArgumentException("it must be 0 (never) or more");
    }
    return threshold;
  }

  /** Reads a duration such as {@code 500ms}, {@code 20s}, {@code 5m} or {@code 1h}. */
  public static Duration duration(String value) {
    Matcher matcher = DURATION.matcher(value.trim());
    if (matcher.matches()) {
      long amount = Long.parseLong(matcher.group(1));
      String unit = matcher.group(2) == null ? "s" : matcher.group(2);
      return switch (unit) {
        case "ms" -> Duration.ofMillis(amount);
        case "m", "min" -> Duration.ofMinutes(amount);
        case "h", "hr" -> Duration.ofHours(amount);
        case "d" -> Duration.ofDays(amount);
        default -> Duration.ofSeconds(amount);
      };
    }
    try {
      return Duration.parse(value);
    } catch (DateTimeException notOne) {
      throw new IllegalArgumentException("it must be a duration such as 500ms, 20s or 5m", notOne);
    }
  }

  /** Returns a duration as it is written: in the largest unit that it is whole in. */
  public static String durationOf(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + "s";
    }
    return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds / 60 + "min";
  }

  /** Reads a whole number. */
  public static int number(String value) {
    try {
      return Integer.parseInt(value.trim());
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException("it must be a whole number", notANumber);
    }
  }

  /** Reads one of some words, written with small letters and dashes or not. */
  public static <E extends Enum<E>> E word(Class<E> words, String value) {
    String wanted = value.trim().toLowerCase(Locale.ROOT).replace('_', '-');
    for (E word : words.getEnumConstants()) {
      if (wordOf(word).equals(wanted)) {
        return word;
      }
    }
    throw new IllegalArgumentException(
        "it must be "
            + Arrays.stream(words.getEnumConstants())
                .map(AttributeValue::wordOf)
                .collect(Collectors.joining(", ")));
  }

  /** Returns a word as it is written. */
  public static String wordOf(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
