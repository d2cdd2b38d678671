package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where secrets come from: a file, the environment, or somebody who is asked. Never from an
 * argument, which everybody on the host can read.
 */
final class Secrets {
  private static final String CREDENTIALS = "PACEKEEPER_CREDENTIALS";
  private static final String CREDENTIALS_FILE = "PACEKEEPER_CREDENTIALS_FILE";
  private static final String NEW_PASSWORD = "PACEKEEPER_NEW_PASSWORD";

  private final Map<String, String> environment;
  private final Prompt prompt;

  Secrets(Map<String, String> environment, Prompt prompt) {
    this.environment = environment;
    this.prompt = prompt;
  }

  /**
   * Returns who asks, or null if nobody says so.
   *
   * @param file a file that was named, or null
   * @param ask whether somebody is to be asked
   * @throws HaException if it cannot be read, or nobody answers
   */
  @Nullable Secret credentials(@Nullable String file, boolean ask) {
    String named = file == null ? environment.get(CREDENTIALS_FILE) : file;
    String text = environment.get(CREDENTIALS);
    if (ask) {
      return asked();
    } else if (file == null && text != null) {
      return Secret.parse(CREDENTIALS, text);
    }
    return named == null
        ? null
        : Secret.parse("the credentials file " + named, read("credentials", named));
  }

  private Secret asked() {
    String user = prompt.line("User: ");
    char[] password = user == null ? null : prompt.password("Password: ");
    if (user == null || password == null) {
      throw new HaException(
          "nobody can be asked for credentials, as there is no terminal: put them into a file and"
              + " name it with --credentials-file");
    }
    if (user.isBlank() || user.contains(":") || password.length == 0) {
      throw new HaException("a user is a name without a colon, and a password is not empty");
    }
    return new Secret(user.strip(), password);
  }

  /**
   * Returns a password that somebody is to have from now on.
   *
   * @param user who
   * @param file a file that was named and has it, alone or after the user and a colon, so that the
   *     same file can be a credentials file; or null
   * @throws HaException if it cannot be read, or nobody answers
   */
  char[] newPassword(String user, @Nullable String file) {
    String text = file == null ? environment.get(NEW_PASSWORD) : read("password", file).strip();
    String named = user + ":";
    char[] password =
        text == null
            ? askedTwice(user)
            : (text.startsWith(named) ? text.substring(named.length()) : text).toCharArray();
    if (password.length == 0 || (text != null && text.contains("\n"))) {
      throw new HaException("the password of " + user + " must be one line, and not empty");
    }
    return password;
  }

  private char[] askedTwice(String user) {
    char[] once = prompt.password("New password of " + user + ": ");
    char[] again = once == null ? null : prompt.password("The same again: ");
    if (once == null || again == null) {
      throw new HaException(
          "nobody can be asked for the password of "
              + user
              + ", as there is no terminal: put it into a file and name it with --password-file");
    }
    if (!Arrays.equals(once, again)) {
      throw new HaException("the two passwords are not the same, nothing was changed");
    }
    return once;
  }

  private static String read(String what, String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      String why =
          e instanceof NoSuchFileException
              ? "it is not there"
              : e instanceof AccessDeniedException ? "that is not allowed" : "it is no text";
      throw new HaException("the %s file %s cannot be read: %s".formatted(what, file, why), e);
    }
  }
}
