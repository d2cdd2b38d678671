package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;

/** A user and a password. Shows neither the password nor how long it is. */
final class Secret {
  private final String user;
  private final char[] password;

  Secret(String user, char[] password) {
    this.user = user;
    this.password = password.clone();
  }

  /**
   * Reads {@code user:password}.
   *
   * @param where where it is from, for the message, which does not show it
   */
  static Secret parse(String where, String text) {
    String line = text.strip();
    int colon = line.indexOf(':');
    if (colon < 1 || colon == line.length() - 1 || line.contains("\n")) {
      throw new HaException(where + " must have one line that reads user:password");
    }
    return new Secret(line.substring(0, colon), line.substring(colon + 1).toCharArray());
  }

  String user() {
    return user;
  }

  char[] password() {
    return password.clone();
  }

  @Override
  public String toString() {
    return "Secret[" + user + ", ...]";
  }
}
