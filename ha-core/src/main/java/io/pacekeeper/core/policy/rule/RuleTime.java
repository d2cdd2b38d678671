package io.pacekeeper.core.policy.rule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * A RuleTime is a point in time, and the zone in which people there read it off their clocks.
 *
 * @param seconds since the epoch
 */
public record RuleTime(long seconds, ZoneId zone) {
  /** Returns what a clock on the wall shows. */
  LocalDateTime local() {
    return LocalDateTime.ofInstant(Instant.ofEpochSecond(seconds), zone);
  }
}
