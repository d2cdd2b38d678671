package io.pacekeeper.zookeeper;

import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** A name and a password for ZooKeeper's digest authentication. Shows neither. */
final class Credentials {
  static final String SCHEME = "digest";

  /** The environment variable that has {@code user:password}. */
  static final String VARIABLE = "PACEKEEPER_CREDENTIALS";

  /** The environment variable that names a file that has it. */
  static final String FILE_VARIABLE = "PACEKEEPER_CREDENTIALS_FILE";

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

  /**
   * Reads {@code user:password}, with or without a line's end.
   *
   * @param where where it is from, for the message, which does not show it
   * @throws IllegalArgumentException if it is not written so
   */
  static Credentials parse(String where, char[] text) {
    int end = text.length;
    while (end > 0 && Character.isWhitespace(text[end - 1])) {
      end--;
    }
    int colon = 0;
    boolean oneLine = true;
    for (int i = end - 1; i >= 0; i--) {
      colon = text[i] == ':' ? i : colon;
      oneLine &= text[i] != '\n';
    }
    if (colon < 1 || colon == end - 1 || !oneLine) {
      throw new IllegalArgumentException(where + " must have one line that reads user:password");
    }
    char[] password = Arrays.copyOfRange(text, colon + 1, end);
    try {
      return of(new String(text, 0, colon).strip(), password);
    } finally {
      Arrays.fill(password, ' ');
    }
  }

  /**
   * Reads a file that has {@code user:password} in one line.
   *
   * @throws IllegalArgumentException if it cannot be read, or is not written so
   */
  static Credentials read(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      char[] text = new String(bytes, StandardCharsets.UTF_8).toCharArray();
      return parse("the credentials file " + file, text);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the credentials file " + file + " cannot be read: " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException
        ? "it is not there"
        : e instanceof AccessDeniedException
            ? "that is not allowed"
            : String.valueOf(e.getMessage());
  }

  /** Returns the name of the user. */
  String user() {
    return new String(token, 0, colon(), StandardCharsets.UTF_8);
  }

  private int colon() {
    int colon = 0;
    while (token[colon] != ':') {
      colon++;
    }
    return colon;
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
