package io.pacekeeper.examples;

import io.pacekeeper.api.Companion;
import io.pacekeeper.api.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link EvidenceNode} is told on its command line, as {@code --name value}; durations are
 * written {@code 500ms}, {@code 20s} or {@code 1m}.
 *
 * @param zooKeeper {@code --zookeeper}: the servers, as {@code host:port,host:port}
 * @param cluster {@code --cluster}: the cluster's name
 * @param name {@code --name}: the node's name
 * @param resources {@code --resources}: how many resources there are, {@code r0}, {@code r1} and so
 *     on
 * @param sessionTimeout {@code --session-timeout}: ZooKeeper's
 * @param lease {@code --lease}: how long the lease lasts
 * @param evidence {@code --evidence}: the file to which evidence is appended
 * @param stickiness {@code --stickiness}: how much a resource prefers to stay; by default 0, so
 *     that resources spread when nodes join
 * @param startDelay {@code --start-delay}: how long each start takes; by default no time
 * @param stopDelay {@code --stop-delay}: how long each stop takes; by default no time
 * @param monitor {@code --monitor}: how often each resource is monitored, which it writes down,
 *     too; by default never
 * @param work {@code --work}: how often each active resource writes to its {@link
 *     io.pacekeeper.examples.evidence.FencedRegister}, the file of evidence with the resource's
 *     name appended; by default never
 * @param timeout {@code --timeout}: how long each start, stop and monitor may take; by default 20 s
 * @param deadlock {@code --deadlock}: {@code stop} or {@code monitor}, the operation of every
 *     resource in which this JVM's threads wait for each other for ever, for tests of that; by
 *     default none
 * @param companion {@code --companion}: {@code required}, {@code preferred} or {@code off}; by
 *     default {@code preferred}
 */
record EvidenceOptions(
    String zooKeeper,
    String cluster,
    String name,
    int resources,
    Duration sessionTimeout,
    Duration lease,
    Path evidence,
    int stickiness,
    Duration startDelay,
    Duration stopDelay,
    Duration monitor,
    Duration work,
    Duration timeout,
    @Nullable Operation deadlock,
    Companion companion) {
  private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m)");

  private static final Set<String> REQUIRED =
      Set.of(
          "--zookeeper",
          "--cluster",
          "--name",
          "--resources",
          "--session-timeout",
          "--lease",
          "--evidence");

  private static final Set<String> OPTIONAL =
      Set.of(
          "--stickiness",
          "--start-delay",
          "--stop-delay",
          "--monitor",
          "--work",
          "--timeout",
          "--deadlock",
          "--companion");

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException if an option is missing, unknown or cannot be read
   */
  static EvidenceOptions parse(String... args) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!REQUIRED.contains(args[i]) && !OPTIONAL.contains(args[i])) {
        throw new IllegalArgumentException("there is no option " + args[i]);
      }
      if (i + 1 == args.length) {
        throw new IllegalArgumentException("the option " + args[i] + " needs a value");
      }
      values.put(args[i], args[i + 1]);
    }
    return new EvidenceOptions(
        text(values, "--zookeeper"),
        text(values, "--cluster"),
        text(values, "--name"),
        number(values, "--resources", null),
        duration(values, "--session-timeout", null),
        duration(values, "--lease", null),
        Path.of(text(values, "--evidence")),
        number(values, "--stickiness", "0"),
        duration(values, "--start-delay", "0ms"),
        duration(values, "--stop-delay", "0ms"),
        duration(values, "--monitor", "0ms"),
        duration(values, "--work", "0ms"),
        duration(values, "--timeout", "20s"),
        deadlock(values),
        companion(values));
  }

  private static @Nullable Operation deadlock(Map<String, String> values) {
    String value = values.getOrDefault("--deadlock", "");
    return switch (value) {
      case "" -> null;
      case "stop" -> Operation.STOP;
      case "monitor" -> Operation.MONITOR;
      default ->
          throw new IllegalArgumentException(
              "the option --deadlock takes stop or monitor, not '" + value + "'");
    };
  }

  private static Companion companion(Map<String, String> values) {
    String value = values.getOrDefault("--companion", "preferred");
    for (Companion companion : Companion.values()) {
      if (companion.name().toLowerCase(Locale.ROOT).equals(value)) {
        return companion;
      }
    }
    throw new IllegalArgumentException(
        "the option --companion takes required, preferred or off, not '" + value + "'");
  }

  private static String text(Map<String, String> values, String option) {
    String value = values.get(option);
    if (value == null) {
      throw new IllegalArgumentException("the option " + option + " is missing");
    }
    return value;
  }

  private static String text(
      Map<String, String> values, String option, @Nullable String otherwise) {
    return otherwise == null ? text(values, option) : values.getOrDefault(option, otherwise);
  }

  private static int number(Map<String, String> values, String option, @Nullable String otherwise) {
    String value = text(values, option, otherwise);
    try {
      int number = Integer.parseInt(value);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "the option " + option + " takes a number from 0 on, not '" + value + "'");
  }

  private static Duration duration(
      Map<String, String> values, String option, @Nullable String otherwise) {
    String value = text(values, option, otherwise);
    Matcher matcher = DURATION.matcher(value);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "the option "
              + option
              + " takes a duration such as 500ms, 20s or 1m, not '"
              + value
              + "'");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofMinutes(amount);
    };
  }
}
