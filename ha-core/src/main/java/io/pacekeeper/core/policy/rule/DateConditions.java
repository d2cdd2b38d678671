package io.pacekeeper.core.policy.rule;

import java.time.LocalDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The DateConditions are what rules ask of the time. */
final class DateConditions {
  private DateConditions() {}

  static boolean holds(DateExpression expression, RuleTime time, LongConsumer recheck) {
    Long start = expression.start() == null ? null : Dates.seconds(expression.start(), time);
    Long end = expression.end() == null ? null : Dates.seconds(expression.end(), time);
    if (start != null && end == null && expression.duration() != null) {
      end = Dates.plus(start, expression.duration());
    }
    String operation =
        expression.operation() == null
            ? "in_range"
            : expression.operation().toLowerCase(Locale.ROOT);
    return switch (operation) {
      case "in_range" -> inRange(time.seconds(), start, end, recheck);
      case "gt" -> after(time.seconds(), start, recheck);
      case "lt" -> before(time.seconds(), end, recheck);
      case "date_spec" -> expression.spec() == null || matches(expression.spec(), time.local());
      default -> false;
    };
  }

  private static boolean inRange(
      long now, @Nullable Long start, @Nullable Long end, LongConsumer recheck) {
    if (start == null && end == null) {
      return false;
    }
    if (start != null && now < start) {
      recheck.accept(start);
      return false;
    }
    if (end != null) {
      if (now > end) {
        return false;
      }
      recheck.accept(end + 1);
    }
    return true;
  }

  private static boolean after(long now, @Nullable Long start, LongConsumer recheck) {
    if (start == null) {
      return false;
    }
    if (now > start) {
      return true;
    }
    recheck.accept(start + 1);
    return false;
  }

  private static boolean before(long now, @Nullable Long end, LongConsumer recheck) {
    if (end == null || now >= end) {
      return false;
    }
    recheck.accept(end);
    return true;
  }

  private static boolean matches(Map<String, String> spec, LocalDateTime now) {
    return within(spec.get("years"), now.getYear())
        && within(spec.get("months"), now.getMonthValue())
        && within(spec.get("monthdays"), now.getDayOfMonth())
        && within(spec.get("hours"), now.getHour())
        && within(spec.get("minutes"), now.getMinute())
        && within(spec.get("seconds"), now.getSecond())
        && within(spec.get("yeardays"), now.getDayOfYear())
        && within(spec.get("weekyears"), now.get(IsoFields.WEEK_BASED_YEAR))
        && within(spec.get("weeks"), now.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR))
        && within(spec.get("weekdays"), now.get(ChronoField.DAY_OF_WEEK))
        && within(spec.get("moon"), moon(now));
  }

  /** Returns whether a number is in a range such as 3, 3-5, 3- or -5; nonsense is no limit. */
  private static boolean within(@Nullable String range, int value) {
    if (range == null) {
      return true;
    }
    String text = range.strip();
    if (text.matches("[0-9]{1,9}")) {
      return value == Integer.parseInt(text);
    }
    if (!text.matches("[0-9]{0,9}-[0-9]{0,9}") || text.equals("-")) {
      return true;
    }
    int dash = text.indexOf('-');
    int low = dash == 0 ? Integer.MIN_VALUE : Integer.parseInt(text.substring(0, dash));
    String rest = text.substring(dash + 1);
    int high = rest.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(rest);
    return low <= value && value <= high;
  }

  /** Returns the phase of the moon, from 0 (new) to 7. */
  private static int moon(LocalDateTime now) {
    int golden = now.getYear() % 19 + 1;
    int epact = (11 * golden + 18) % 30;
    if ((epact == 25 && golden > 11) || epact == 24) {
      epact++;
    }
    return (((now.getDayOfYear() + epact) * 6 + 11) % 177 / 22) & 7;
  }
}
