package io.pacekeeper.core.policy.rule;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The Dates are how points in time and durations are written in rules. */
final class Dates {
  private static final long DAY = 86_400;
  private static final Pattern DURATION_PART = Pattern.compile("([0-9]{1,9})([YMWDHS])");
  private static final Pattern CALENDAR = Pattern.compile("(\\d{4})-?(\\d{2})-?(\\d{2})");
  private static final Pattern ORDINAL = Pattern.compile("(\\d{4})-(\\d{1,3})");
  private static final Pattern WEEK = Pattern.compile("(\\d{4})-?W(\\d{1,2})-?(\\d)");
  private static final Pattern TIME =
      Pattern.compile("(\\d{2})(?::?(\\d{2})(?::?(\\d{2})(?:[.,]\\d*)?)?)?(.*)");
  private static final Pattern OFFSET = Pattern.compile("\\s+([+-])(\\d{2}):?(\\d{2})?.*");

  private Dates() {}

  /**
   * Returns the seconds of an ISO 8601 duration as Pacemaker counts them; null: it is none. The T
   * before hours and seconds may be missing, and a month has 30 days. Years and days count as those
   * of a date do, from the first on: one year or one day is nothing.
   */
  static @Nullable Long durationSeconds(String text) {
    Matcher parts = DURATION_PART.matcher(text);
    int at = 1;
    boolean time = false;
    long years = 0;
    long days = 0;
    long seconds = 0;
    while (at < text.length()) {
      if (text.charAt(at) == 'T') {
        time = true;
        at++;
        continue;
      }
      if (!parts.region(at, text.length()).lookingAt()) {
        return null;
      }
      long number = Long.parseLong(parts.group(1));
      switch (parts.group(2).charAt(0)) {
        case 'Y' -> years = number;
        case 'M' -> seconds += number * (time ? 60 : 30 * DAY);
        case 'W' -> days += 7 * number;
        case 'D' -> days += number;
        case 'H' -> seconds += number * 3600;
        default -> seconds += number;
      }
      at = parts.end();
    }
    return at == 1
        ? null
        : Long.valueOf((daysBefore(years) + Math.max(0, days - 1)) * DAY + seconds);
  }

  /** Returns how many days the years before one have. */
  private static long daysBefore(long year) {
    long whole = Math.max(0, year - 1);
    return 365 * whole + whole / 4 - whole / 100 + whole / 400;
  }

  /** Returns the point in time that a text means, in seconds since the epoch; null: none. */
  static @Nullable Long seconds(String text, RuleTime now) {
    String trimmed = text.strip();
    if (trimmed.equalsIgnoreCase("epoch")) {
      return 0L;
    }
    try {
      if (trimmed.startsWith("T") || trimmed.indexOf(':') == 2) {
        String time = trimmed.startsWith("T") ? trimmed.substring(1) : trimmed;
        return at(now.local().toLocalDate(), time, now);
      }
      int end = 0;
      while (end < trimmed.length() && trimmed.charAt(end) != ' ' && trimmed.charAt(end) != 'T') {
        end++;
      }
      LocalDate date = date(trimmed.substring(0, end));
      if (date == null) {
        return null;
      }
      return end == trimmed.length()
          ? Long.valueOf(date.atStartOfDay().toEpochSecond(ZoneOffset.UTC))
          : at(date, trimmed.substring(end + 1), now);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable LocalDate date(String text) {
    Matcher week = WEEK.matcher(text);
    if (week.matches()) {
      return LocalDate.of(number(week, 1), 1, 4)
          .with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, number(week, 2))
          .with(ChronoField.DAY_OF_WEEK, number(week, 3));
    }
    Matcher calendar = CALENDAR.matcher(text);
    if (calendar.matches()) {
      return LocalDate.of(number(calendar, 1), number(calendar, 2), number(calendar, 3));
    }
    Matcher ordinal = ORDINAL.matcher(text);
    return ordinal.matches() ? LocalDate.ofYearDay(number(ordinal, 1), number(ordinal, 2)) : null;
  }

  private static @Nullable Long at(LocalDate date, String time, RuleTime now) {
    Matcher matcher = TIME.matcher(time.stripLeading());
    if (!matcher.matches()) {
      return null;
    }
    int hours = number(matcher, 1);
    int minutes = number(matcher, 2);
    int seconds = number(matcher, 3);
    if (hours > 24 || minutes > 59 || seconds > 59 || (hours == 24 && minutes + seconds > 0)) {
      return null;
    }
    long local =
        date.atStartOfDay().toEpochSecond(ZoneOffset.UTC) + hours * 3600L + minutes * 60L + seconds;
    String rest = matcher.group(4);
    Matcher offset = OFFSET.matcher(rest);
    if (rest.indexOf('Z') >= 0) {
      return local;
    }
    if (offset.matches()) {
      int shift = number(offset, 2) * 3600 + number(offset, 3) * 60;
      return offset.group(1).equals("+") ? local - shift : local + shift;
    }
    return local - offset(now.zone(), now.seconds());
  }

  private static int offset(ZoneId zone, long seconds) {
    return zone.getRules().getOffset(Instant.ofEpochSecond(seconds)).getTotalSeconds();
  }

  private static int number(Matcher matcher, int group) {
    String text = matcher.group(group);
    return text == null ? 0 : Integer.parseInt(text);
  }

  /** Returns a point in time moved on by a duration that is given field by field. */
  static long plus(long start, Map<String, String> duration) {
    LocalDateTime time = LocalDateTime.ofEpochSecond(start, 0, ZoneOffset.UTC);
    int years = field(duration, "years");
    if (years != 0) {
      int day = time.getDayOfYear();
      time =
          LocalDate.of(time.getYear() + years, 1, 1).plusDays(day - 1L).atTime(time.toLocalTime());
    }
    return time.plusMonths(field(duration, "months"))
        .plusWeeks(field(duration, "weeks"))
        .plusDays(field(duration, "days"))
        .plusHours(field(duration, "hours"))
        .plusMinutes(field(duration, "minutes"))
        .plusSeconds(field(duration, "seconds"))
        .toEpochSecond(ZoneOffset.UTC);
  }

  private static int field(Map<String, String> duration, String name) {
    return Words.integer(duration.get(name), 0);
  }
}
