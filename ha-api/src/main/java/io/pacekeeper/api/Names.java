package io.pacekeeper.api;

import java.util.regex.Pattern;

/** The rule for names of clusters, nodes, applications and resources. */
public final class Names {
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private Names() {}

  /**
   * Returns the name if it can be one, so that it is safe as part of a path.
   *
   * @param kind what is named, for the message
   * @throws IllegalArgumentException if it is empty, too long or has other characters
   */
  public static String requireValid(String kind, String name) {
    if (!VALID.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the name of a "
              + kind
              + " has 1 to 128 letters, digits, dots, dashes and underscores,"
              + " and begins with a letter or a digit, but it is '"
              + name
              + "'");
    }
    return name;
  }
}
