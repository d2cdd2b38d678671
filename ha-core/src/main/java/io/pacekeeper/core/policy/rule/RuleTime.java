package io.pacekeeper.core.policy.rule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A RuleTime is a point in time, and the zone in which people there read it off their clocks.
 *
 * @param seconds since the epoch
 */
public record RuleTime(long seconds, ZoneId zone) {
  /** Returns the time that a date means (ISO 8601), seen from now; null: it means none. */
  public @Nullable RuleTime at(String date) {
    Long meant = Dates.seconds(date, this);
    return meant == null ? null : new RuleTime(meant, zone);
  }

  /** Returns what a clock on the wall shows. */
  LocalDateTime local() {
    return LocalDateTime.ofInstant(Instant.ofEpochSecond(seconds), zone);
  }
}
