package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.document.ChangeNote;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Who gives a command, and how that is written down beside what it changes. */
final class Author {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z", Locale.ROOT);

  private Author() {}

  /** Returns who gives commands. */
  static String name() {
    return System.getProperty("user.name");
  }

  /**
   * Returns the note of a change.
   *
   * @param command the command that makes it
   * @param what what it changes, in a few words
   */
  static ChangeNote note(CommandSpec command, String what) {
    return new ChangeNote(name(), command.qualifiedName(), Instant.now(), host(), what);
  }

  /** Returns a moment as the status shows it. */
  static String time(Instant moment) {
    return TIME.format(moment.atZone(ZoneId.systemDefault()));
  }

  private static @Nullable String host() {
    String named = System.getenv("HOSTNAME");
    if (named != null && !named.isBlank()) {
      return named;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nobodyKnows) {
      return null;
    }
  }

  /**
   * Returns what the supplier does.
   *
   * @throws HaException of one sentence if what somebody wrote is not possible
   */
  static <T> T understood(Supplier<T> supplier) {
    try {
      return supplier.get();
    } catch (IllegalArgumentException e) {
      throw new HaException(String.valueOf(e.getMessage()), e);
    }
  }
}
