package io.pacekeeper.core.policy.rule;

import java.time.Duration;
import java.time.Period;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** The Dates are how points in time and durations are written in rules. */
final class Dates {
  private Dates() {}

  /** Returns the seconds of an ISO 8601 duration; null: it is none. */
  static @Nullable Long durationSeconds(String text) {
    try {
      int time = text.indexOf('T');
      String date = time < 0 ? text : text.substring(0, time);
      Period period = date.length() > 1 ? Period.parse(date) : Period.ZERO;
      Duration duration = time < 0 ? Duration.ZERO : Duration.parse("P" + text.substring(time));
      long days = period.getYears() * 365L + period.getMonths() * 30L + period.getDays();
      return days * 86_400 + duration.toSeconds();
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
