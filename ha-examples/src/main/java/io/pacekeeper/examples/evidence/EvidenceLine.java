package io.pacekeeper.examples.evidence;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One line of evidence: {@code <CLOCK_MONOTONIC ns> <node> <resource> start|stop <fencing token>};
 * a resource that is asked to writes {@code monitor} and {@code refused} as well.
 *
 * @param nanos when, on the host's monotonic clock
 * @param node the node that says so
 * @param resource which resource
 * @param event whether it is active from now on, or is not any more, or was looked at, or was
 *     refused
 * @param token the fencing token of the activation
 */
public record EvidenceLine(long nanos, String node, String resource, Event event, long token) {

  /** What a resource says of itself. */
  public enum Event {
    /** The first thing its start does. */
    START,
    /** The last thing its stop does. */
    STOP,
    /** It was looked at. */
    MONITOR,
    /** A store refused its token, as it had seen a larger one. */
    REFUSED
  }

  public EvidenceLine {
    requireWord(node);
    requireWord(resource);
    Objects.requireNonNull(event, "event");
  }

  /**
   * Returns what a line says.
   *
   * @throws IllegalArgumentException if it is not a line of evidence
   */
  public static EvidenceLine parse(String text) {
    String[] words = text.split(" ", -1);
    try {
      if (words.length == 5) {
        return new EvidenceLine(
            Long.parseLong(words[0]),
            words[1],
            words[2],
            event(words[3]),
            Long.parseLong(words[4]));
      }
    } catch (IllegalArgumentException e) {
      throw unreadable(text, e);
    }
    throw unreadable(text, null);
  }

  private static Event event(String word) {
    return switch (word) {
      case "start" -> Event.START;
      case "stop" -> Event.STOP;
      case "monitor" -> Event.MONITOR;
      case "refused" -> Event.REFUSED;
      default -> throw new IllegalArgumentException("not start, stop, monitor or refused: " + word);
    };
  }

  private static IllegalArgumentException unreadable(String text, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "not evidence, which reads 'NANOSECONDS NODE RESOURCE start|stop|monitor|refused TOKEN': '"
            + text
            + "'",
        cause);
  }

  private static void requireWord(String word) {
    if (word.isEmpty() || word.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException("not a name: '" + word + "'");
    }
  }

  @Override
  public String toString() {
    return nanos
        + " "
        + node
        + " "
        + resource
        + " "
        + event.name().toLowerCase(Locale.ROOT)
        + " "
        + token;
  }
}
