package io.pacekeeper.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A program that is run when something happens, as Pacemaker runs its alert agents: what happened
 * is in its environment, in variables such as {@code CRM_alert_kind} and {@code CRM_alert_node}.
 * Nothing waits for it: one that hangs is killed when its time is up, and one that fails is a line
 * of the log.
 *
 * <p>It can be declared in code alone: whoever may write what the cluster stores must not be able
 * to run programs on the hosts.
 *
 * @param command the absolute path of the program, and its arguments; no shell in between
 * @param kinds of what it is told
 * @param recipient the value of {@code CRM_alert_recipient}; may be empty
 * @param timeout how long it may run before it is killed, with all that it has started
 * @param environment more variables of its environment, such as those that sample agents of
 *     Pacemaker are configured by
 */
public record AlertScript(
    List<String> command,
    Set<Kind> kinds,
    String recipient,
    Duration timeout,
    SortedMap<String, String> environment) {
  /** How long a program may run unless told otherwise: 30 seconds, as in Pacemaker. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  /** Of what kind an alert is, as {@code CRM_alert_kind} says in small letters. */
  public enum Kind {
    /** A node came or was lost; told by the DC alone. */
    NODE,
    /** A node was fenced, or could not be; told by the DC alone. */
    FENCING,
    /** A resource was started or stopped, or an operation failed; told by the node it was on. */
    RESOURCE
  }

  public AlertScript {
    command = List.copyOf(command);
    if (command.isEmpty() || !Path.of(command.get(0)).isAbsolute()) {
      throw new IllegalArgumentException(
          "an alert needs the absolute path of a program, but has " + command);
    }
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException("an alert needs a kind of event that it is told of");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          "the timeout of an alert must be longer than zero, but it is " + timeout);
    }
    kinds = Collections.unmodifiableSet(EnumSet.copyOf(kinds));
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
  }

  /**
   * Returns one that is told of everything, without a recipient.
   *
   * @param command the absolute path of the program, and its arguments
   */
  public static AlertScript of(String... command) {
    return new AlertScript(
        List.of(command), EnumSet.allOf(Kind.class), "", DEFAULT_TIMEOUT, new TreeMap<>());
  }

  /** Returns the same that is told of these kinds alone. */
  public AlertScript only(Kind first, Kind... others) {
    return new AlertScript(command, EnumSet.of(first, others), recipient, timeout, environment);
  }

  /** Returns the same for a recipient. */
  public AlertScript recipient(String wanted) {
    return new AlertScript(command, kinds, wanted, timeout, environment);
  }

  /** Returns the same with another timeout. */
  public AlertScript timeout(Duration wanted) {
    return new AlertScript(command, kinds, recipient, wanted, environment);
  }

  /** Returns the same with one more variable in its environment. */
  public AlertScript variable(String name, String value) {
    SortedMap<String, String> more = new TreeMap<>(environment);
    more.put(name, value);
    return new AlertScript(command, kinds, recipient, timeout, more);
  }

  /** Returns the program; of its environment nothing, as there may be secrets in it. */
  @Override
  public String toString() {
    return command.get(0);
  }
}
