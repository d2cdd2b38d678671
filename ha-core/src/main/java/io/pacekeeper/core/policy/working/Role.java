package io.pacekeeper.core.policy.working;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A Role is what a resource is or is to be on a node; the order of the constants is meant. */
public enum Role {
  UNKNOWN("Unknown"),
  STOPPED("Stopped"),
  STARTED("Started"),
  UNPROMOTED("Unpromoted"),
  PROMOTED("Promoted");

  private final String text;

  Role(String text) {
    this.text = text;
  }

  /** Returns the word for the role. */
  public String text() {
    return text;
  }

  /** Returns the role that a word means, old words included; null: it means none. */
  public static @Nullable Role parse(@Nullable String word) {
    if (word == null) {
      return null;
    }
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "unknown" -> UNKNOWN;
      case "stopped" -> STOPPED;
      case "started" -> STARTED;
      case "unpromoted", "slave" -> UNPROMOTED;
      case "promoted", "master" -> PROMOTED;
      default -> null;
    };
  }

  /** Returns the role that a word means, UNKNOWN where it means none or is missing. */
  public static Role of(@Nullable String word) {
    Role role = parse(word);
    return role == null ? UNKNOWN : role;
  }
}
