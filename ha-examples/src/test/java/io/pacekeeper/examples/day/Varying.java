package io.pacekeeper.examples.day;

import java.util.List;
import java.util.regex.Pattern;

/** What differs from one day to the next: times, ids, processes, and how long something took. */
final class Varying {
  private record Part(Pattern pattern, String name) {}

  private static final List<Part> PARTS =
      List.of(
          part(
              "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?( ?[A-Z]{1,4}\\b|[+-]\\d\\d:?\\d\\d)?",
              "<time>"),
          part("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<id>"),
          part("0x[0-9a-f]{6,}", "<session>"),
          part("127\\.0\\.0\\.1:\\d+|localhost:\\d+", "<zookeeper>"),
          part("\\bpid \\d+", "pid <pid>"),
          part("\\bprocess \\d+", "process <pid>"),
          part("\\btoken \\d+", "token <token>"),
          part("\\b\\d+ ms\\b", "<n> ms"),
          part("\\b\\d+(\\.\\d+)? s\\b", "<n> s"),
          part("\\btransition \\d+\\.\\d+", "transition <number>"),
          part("\\bterm \\d+", "term <term>"),
          part("\\bincarnation [0-9a-f]{8}\\b", "incarnation <id>"),
          part("(?<=Current DC: )node\\d", "<node>"),
          part("\\bversion [^,)]+", "version <version>"),
          part("(?<=<session>  host1) +\\d+", " <pid>"),
          part("\\b\\d+ access lists", "<n> access lists"),
          part("(?<=<time>  (transition|move|failure|fencing|node|election)) +node\\d", " <dc>"),
          part("/tmp/[^ :,]*", "<file>"));

  /** What is told of what goes on, for as long as it does: nobody can say whether it is seen. */
  private static final Pattern PROGRESS = Pattern.compile("\\S+: (starting|stopping)( on \\S+)?");

  private Varying() {}

  private static Part part(String regex, String name) {
    return new Part(Pattern.compile(regex), name);
  }

  /** What is told of several nodes as it happens comes in any order. */
  private static final Pattern IN_ANY_ORDER = Pattern.compile("node\\d: (started|stopped)");

  /** Returns lines with names in place of what varies, and with single blanks. */
  static List<String> replaced(List<String> lines) {
    List<String> kept =
        lines.stream()
            .map(Varying::replaced)
            .filter(line -> !PROGRESS.matcher(line).matches())
            .toList();
    boolean ordered = kept.stream().noneMatch(line -> IN_ANY_ORDER.matcher(line).matches());
    return ordered ? kept : kept.stream().sorted().toList();
  }

  private static String replaced(String line) {
    String result = line;
    for (Part part : PARTS) {
      result = part.pattern().matcher(result).replaceAll(part.name());
    }
    // What is written in columns is as wide as what is in it.
    return result.replaceAll("(?<=\\S) {2,}", " ").stripTrailing();
  }
}
