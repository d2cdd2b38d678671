package io.pacekeeper.pacemaker;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The Schemas are the versions of the format that can be read: 1.0 to 3.9, or none. */
final class Schemas {
  private static final String PREFIX = "pacemaker-";
  private static final int NEWEST_3 = 9;
  private static final int NEWEST_2 = 10;
  private static final int NEWEST_1 = 3;

  private Schemas() {}

  static void check(@Nullable String name) throws InvalidCibException {
    if (name == null) {
      throw new InvalidCibException(
          "The CIB does not say which schema it follows: its <cib> needs validate-with, such as"
              + " \"pacemaker-3.9\".");
    }
    String word = name.toLowerCase(Locale.ROOT);
    if (word.equals("none")) {
      return;
    }
    if (!word.startsWith(PREFIX) || !known(word.substring(PREFIX.length()))) {
      throw new InvalidCibException(
          "The CIB follows the schema \""
              + Refusals.shortened(name)
              + "\", which is not known: pacemaker-1.0 to pacemaker-3.9 are.");
    }
  }

  /** Returns whether a schema that is known is older than 3.0, from where on names are today's. */
  static boolean old(String name) {
    String word = name.toLowerCase(Locale.ROOT);
    return word.startsWith(PREFIX + "1.") || word.startsWith(PREFIX + "2.");
  }

  private static boolean known(String version) {
    if (!version.matches("[1-3]\\.[0-9]{1,2}")) {
      return false;
    }
    int minor = Integer.parseInt(version.substring(2));
    return switch (version.charAt(0)) {
      case '1' -> minor <= NEWEST_1;
      case '2' -> minor <= NEWEST_2;
      default -> minor <= NEWEST_3;
    };
  }
}
