package io.pacekeeper.benchmarks.failover;

import io.pacekeeper.api.Companion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the benchmark is told on its command line; see {@link FailoverBenchmark}. */
record Options(
    List<Integer> resources,
    int repetitions,
    List<Contender> contenders,
    Duration lease,
    Duration sessionTimeout,
    Duration idle,
    Companion companion,
    int rounds,
    int servers,
    int ballast,
    boolean killsHosts,
    List<String> flags,
    Path folder) {
  private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m)");

  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("--resources", "1,100,1000"),
          Map.entry("--repetitions", "5"),
          Map.entry("--contenders", "pacekeeper,latch,floor"),
          Map.entry("--lease", "2s"),
          Map.entry("--session-timeout", "2s"),
          Map.entry("--idle", "35s"),
          Map.entry("--companion", "preferred"),
          Map.entry("--rounds", "0"),
          Map.entry("--servers", "3"),
          Map.entry("--ballast", "0"),
          Map.entry("--kill", "jvm"),
          Map.entry("--flag", ""),
          Map.entry("--folder", ""));

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException if there is something in it that cannot be understood
   */
  static Options parse(String... args) throws IOException {
    Map<String, String> values = new HashMap<>(DEFAULTS);
    for (int i = 0; i < args.length; i += 2) {
      if (!DEFAULTS.containsKey(args[i]) || i + 1 == args.length) {
        Set<String> known = new TreeSet<>(DEFAULTS.keySet());
        throw new IllegalArgumentException(
            "the options are " + known + ", each with a value, but there is '" + args[i] + "'");
      }
      values.put(args[i], args[i + 1]);
    }
    String folder = value(values, "--folder");
    String flag = value(values, "--flag");
    return new Options(
        List.of(value(values, "--resources").split(",")).stream().map(Options::number).toList(),
        number(value(values, "--repetitions")),
        List.of(value(values, "--contenders").split(",")).stream().map(Contender::parse).toList(),
        duration(value(values, "--lease")),
        duration(value(values, "--session-timeout")),
        duration(value(values, "--idle")),
        companion(value(values, "--companion")),
        number(value(values, "--rounds"), 0),
        number(value(values, "--servers")),
        number(value(values, "--ballast"), 0),
        killsHosts(value(values, "--kill")),
        flag.isEmpty() ? List.of() : List.of(flag),
        folder.isEmpty() ? Files.createTempDirectory("failover-benchmark") : Path.of(folder));
  }

  private static String value(Map<String, String> values, String option) {
    String value = values.get(option);
    if (value == null) {
      throw new IllegalArgumentException("the option " + option + " is missing");
    }
    return value;
  }

  private static int number(String text) {
    return number(text, 1);
  }

  private static int number(String text, int least) {
    if (!text.matches("\\d{1,6}") || Integer.parseInt(text) < least) {
      throw new IllegalArgumentException(
          "not a number from %d to 999999: '%s'".formatted(least, text));
    }
    return Integer.parseInt(text);
  }

  private static boolean killsHosts(String word) {
    if (!word.equals("jvm") && !word.equals("host")) {
      throw new IllegalArgumentException("a jvm or a host is killed, but not '" + word + "'");
    }
    return word.equals("host");
  }

  private static Companion companion(String word) {
    for (Companion companion : Companion.values()) {
      if (companion.name().toLowerCase(Locale.ROOT).equals(word)) {
        return companion;
      }
    }
    throw new IllegalArgumentException(
        "a companion is required, preferred or off, but not '" + word + "'");
  }

  private static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a duration such as 500ms, 20s or 1m: '" + text + "'");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofMinutes(amount);
    };
  }
}
