package io.pacekeeper.pacemaker.conformance;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Where two decisions about one cluster differ.
 *
 * @param expected the lines of each aspect that Pacemaker wrote
 * @param actual the lines of each aspect that were compared with them
 */
public record Comparison(Map<Aspect, List<String>> expected, Map<Aspect, List<String>> actual) {
  private static final Pattern SPACE = Pattern.compile("\\s+");

  /** What the reader of the XML complains about is no part of the decision. */
  private static final String ABOUT_SCHEMA = "Schema validation of configuration is disabled";

  /** What is said aside while the status is read, of fence devices that changed: see the page. */
  private static final Pattern ABOUT_UNFENCING =
      Pattern.compile("Parameters to \\S+ for unfencing .*|notice: Unfencing .*");

  private static final Pattern PRODUCER = Pattern.compile("^\\w+: ");

  /** What is compared, the most telling first. */
  public enum Aspect {
    TRANSITION(decision -> transition(decision.summary())),
    DOT(decision -> sorted(decision.dot())),
    SUMMARY(decision -> folded(decision.summary())),
    SCORES(decision -> scores(decision.scores()));

    @SuppressWarnings("ImmutableEnumChecker") // a method of this class
    private final Function<Decision, List<String>> lines;

    Aspect(Function<Decision, List<String>> lines) {
      this.lines = lines;
    }
  }

  public static Comparison of(Decision expected, Decision actual) {
    return new Comparison(aspects(expected), aspects(actual));
  }

  private static Map<Aspect, List<String>> aspects(Decision decision) {
    Map<Aspect, List<String>> aspects = new EnumMap<>(Aspect.class);
    for (Aspect aspect : Aspect.values()) {
      aspects.put(aspect, aspect.lines.apply(decision));
    }
    return aspects;
  }

  public boolean equal(Aspect aspect) {
    return lines(expected, aspect).equals(lines(actual, aspect));
  }

  /** The lines of {@code aspect} that only one side has: {@code -} Pacemaker's, {@code +} ours. */
  public String difference(Aspect aspect, int limit) {
    List<String> missing = lines(expected, aspect);
    List<String> surplus = lines(actual, aspect);
    List<String> shown = diff(missing, surplus);
    StringBuilder text = new StringBuilder();
    shown.stream().limit(limit).forEach(line -> text.append("    ").append(line).append('\n'));
    if (shown.size() > limit) {
      text.append("    ... ").append(shown.size() - limit).append(" more\n");
    }
    return text.toString();
  }

  private static List<String> lines(Map<Aspect, List<String>> side, Aspect aspect) {
    return side.getOrDefault(aspect, List.of());
  }

  /** The longest common subsequence decides what is shown as missing and what as surplus. */
  private static List<String> diff(List<String> a, List<String> b) {
    List<String> lines = new ArrayList<>();
    if ((long) a.size() * b.size() > 9_000_000) {
      lines.add("too long to compare line by line: " + a.size() + " and " + b.size() + " lines");
      return lines;
    }
    int[][] common = new int[a.size() + 1][b.size() + 1];
    for (int i = a.size() - 1; i >= 0; i--) {
      for (int j = b.size() - 1; j >= 0; j--) {
        common[i][j] =
            a.get(i).equals(b.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < a.size() || j < b.size()) {
      if (i < a.size() && j < b.size() && a.get(i).equals(b.get(j))) {
        i++;
        j++;
      } else if (j == b.size() || (i < a.size() && common[i + 1][j] >= common[i][j + 1])) {
        lines.add("- " + a.get(i++));
      } else {
        lines.add("+ " + b.get(j++));
      }
    }
    return lines;
  }

  private static List<String> transition(String summary) {
    List<String> lines = new ArrayList<>();
    boolean inside = false;
    for (String line : folded(summary)) {
      if (line.equals("Transition Summary:")) {
        inside = true;
      } else if (line.equals("Executing Cluster Transition:")) {
        inside = false;
      } else if (inside) {
        lines.add(line);
      }
    }
    return lines;
  }

  private static List<String> folded(String text) {
    return text.lines()
        .map(line -> SPACE.matcher(line).replaceAll(" ").strip())
        .filter(line -> !line.isEmpty() && !line.startsWith(ABOUT_SCHEMA))
        .filter(line -> !ABOUT_UNFENCING.matcher(line).matches())
        .toList();
  }

  private static List<String> sorted(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .sorted()
        .distinct()
        .toList();
  }

  private static List<String> scores(String text) {
    return text.lines()
        .map(line -> PRODUCER.matcher(line).replaceFirst("").strip())
        .filter(line -> !line.isEmpty())
        .sorted()
        .distinct()
        .toList();
  }
}
