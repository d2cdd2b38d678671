package io.pacekeeper.core.policy.history;

import org.jspecify.annotations.Nullable;

/**
 * A TransitionKey says for which transition an operation was done, and what was expected of it.
 *
 * @param transition the number of the transition; -1: it was a shutdown
 */
record TransitionKey(int action, int transition, int expected, String uuid) {
  private static final int PARTS = 4;

  /** So many digits are a whole number without a doubt. */
  private static final int MOST_DIGITS = 9;

  /** Reads a key such as {@code 12:3:0:uuid}; null: it is none. */
  static @Nullable TransitionKey parse(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String[] parts = text.split(":", PARTS);
    if (parts.length < PARTS) {
      return null;
    }
    try {
      return new TransitionKey(
          Integer.parseInt(parts[0]),
          Integer.parseInt(parts[1]),
          Integer.parseInt(parts[2]),
          parts[3]);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Reads the key out of a magic such as {@code 0:7;12:3:0:uuid}; null: there is none. */
  static @Nullable TransitionKey ofMagic(@Nullable String magic) {
    int semicolon = magic == null ? -1 : magic.indexOf(';');
    return magic == null || semicolon < 0 ? null : parse(magic.substring(semicolon + 1));
  }

  /** Returns the result that a key expects without taking it apart; -1: none. */
  static int expected(@Nullable String text) {
    if (text == null) {
      return -1;
    }
    int number = 0;
    int begun = 0;
    int colons = 0;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c >= '0' && c <= '9' && at - begun < MOST_DIGITS) {
        number = number * 10 + (c - '0');
      } else if (c == ':' && at > begun) {
        if (++colons == PARTS - 1) {
          return number;
        }
        begun = at + 1;
        number = 0;
      } else {
        break;
      }
    }
    TransitionKey key = parse(text);
    return key == null ? -1 : key.expected();
  }
}
