package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.document.Claim;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who wants something, why, and for how long. */
final class ClaimOptions {
  private static final int LONGEST_OWNER = 64;
  private static final int LONGEST_REASON = 200;

  @Option(
      names = "--owner",
      paramLabel = "NAME",
      description =
          "For whom it is wanted; by default for you. It holds for as long as anybody wants it.")
  private @Nullable String owner;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for others to read.")
  private @Nullable String reason;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description = "How long, such as 30m or 2h; then it ends by itself. By default for ever.")
  private @Nullable String duration;

  /** Returns the claim that is made now. */
  Claim claim() {
    Instant now = Instant.now();
    Duration length = duration == null ? null : Settings.term("for", duration);
    return new Claim(
        owner(owner),
        text("reason", reason == null ? "" : reason, LONGEST_REASON),
        now,
        length == null ? null : now.plus(length));
  }

  /** Returns for whom something is wanted if this is said. */
  static String owner(@Nullable String named) {
    String owner = text("owner", named == null ? Author.name() : named, LONGEST_OWNER);
    if (owner.isBlank()) {
      throw new HaException("an owner has a name, but it is empty");
    }
    return owner;
  }

  private static String text(String what, String text, int longest) {
    if (text.length() > longest || text.chars().anyMatch(Character::isISOControl)) {
      throw new HaException(
          "a %s has at most %d characters, on one line, but it has %d"
              .formatted(what, longest, text.length()));
    }
    return text;
  }
}
