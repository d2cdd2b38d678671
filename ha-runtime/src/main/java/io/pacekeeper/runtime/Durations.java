package io.pacekeeper.runtime;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: a whole number and a unit. */
final class Durations {
  private static final Pattern TEXT = Pattern.compile("(-?[0-9]{1,12}) ?(ms|s|m|h)");

  private Durations() {}

  /**
   * Reads a duration such as {@code 500ms}, {@code 20s}, {@code 1m} or {@code 2h}.
   *
   * @throws IllegalArgumentException if it cannot be read, or is negative
   */
  static Duration parse(String text) {
    Matcher matcher = TEXT.matcher(text.trim());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a duration: write a number and ms, s, m or h, such as 20s");
    }
    long number = Long.parseLong(matcher.group(1));
    if (number < 0) {
      throw new IllegalArgumentException(
          "'" + text + "' is negative: write a duration of zero or longer");
    }
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }
}
