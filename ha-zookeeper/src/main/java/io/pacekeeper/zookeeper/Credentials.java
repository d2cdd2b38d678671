package io.pacekeeper.zookeeper;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A name and a password for ZooKeeper's digest authentication. Shows neither. */
final class Credentials {
  static final String SCHEME = "digest";

  private final byte[] token;

  private Credentials(byte[] token) {
    this.token = token;
  }

  /**
   * Takes a name and a password; keeps a copy.
   *
   * @throws IllegalArgumentException if the name is empty or has a colon, or the password is empty
   */
  static Credentials of(String user, char[] password) {
    if (user.isEmpty() || user.contains(":")) {
      throw new IllegalArgumentException(
          "the user of the credentials must have a name without a colon, but it is '" + user + "'");
    }
    if (password.length == 0) {
      throw new IllegalArgumentException("the password of the user " + user + " is empty");
    }
    var encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
    byte[] name = (user + ":").getBytes(StandardCharsets.UTF_8);
    byte[] token = Arrays.copyOf(name, name.length + encoded.remaining());
    encoded.get(token, name.length, encoded.remaining());
    return new Credentials(token);
  }

  /** Takes {@code user:password} as it is sent. */
  static Credentials ofToken(byte[] token) {
    return new Credentials(token.clone());
  }

  /** Returns {@code user:password} as it is sent. */
  byte[] token() {
    return token.clone();
  }

  @Override
  public String toString() {
    return "Credentials[...]";
  }
}
