package io.pacekeeper.core.policy.history;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.rule.Words;
import io.pacekeeper.core.policy.working.WorkingNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The FailureAttributes are the attributes of a node that say how often what failed there. */
final class FailureAttributes {
  private static final String COUNT = "fail-count-";
  private static final String LAST = "last-failure-";
  private static final Pattern OPERATION = Pattern.compile(".+_[0-9]+");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_:@%&~<>=,;/ -]*");

  private final List<Entry> entries;
  private final Map<String, Tally> exact = new HashMap<>();
  private final Map<String, Tally> anyInstance = new HashMap<>();

  /** How often something failed, and when for the last time. */
  record Tally(int count, long lastFailure) {
    static final Tally NONE = new Tally(0, 0);

    Tally plus(Tally other) {
      return new Tally(Score.add(count, other.count), Math.max(lastFailure, other.lastFailure));
    }
  }

  private record Entry(String resource, Tally tally) {}

  private FailureAttributes(List<Entry> entries) {
    this.entries = entries;
    for (Entry entry : entries) {
      exact.merge(entry.resource, entry.tally, Tally::plus);
      anyInstance.merge(FailCounts.withoutNumber(entry.resource), entry.tally, Tally::plus);
    }
  }

  /**
   * Reads the attributes of a node.
   *
   * @param old whether they were written before each operation was counted by itself
   */
  static FailureAttributes of(WorkingNode node, boolean old) {
    List<Entry> entries = new ArrayList<>(0);
    node.attributes()
        .forEach(
            (name, value) -> {
              if (name.startsWith(COUNT)) {
                Tally tally = new Tally(Words.score(value), 0);
                add(entries, name.substring(COUNT.length()), tally, old);
              } else if (name.startsWith(LAST)) {
                Long time = Words.leadingInteger(value);
                Tally tally = new Tally(0, time == null ? 0 : time);
                add(entries, name.substring(LAST.length()), tally, old);
              }
            });
    return new FailureAttributes(entries);
  }

  private static void add(List<Entry> entries, String rest, Tally tally, boolean old) {
    int hash = rest.indexOf('#');
    if (old) {
      entries.add(new Entry(rest, tally));
    } else if (hash > 0 && OPERATION.matcher(rest.substring(hash + 1)).matches()) {
      entries.add(new Entry(rest.substring(0, hash), tally));
    }
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Returns the tally of a resource, whose name is taken for a pattern, as Pacemaker does. */
  Tally tally(String resource, boolean unique) {
    if (PLAIN.matcher(resource).matches()) {
      return (unique ? exact : anyInstance).getOrDefault(resource, Tally.NONE);
    }
    Tally tally = Tally.NONE;
    try {
      Pattern pattern = Pattern.compile(unique ? resource : "(?:" + resource + ")(:[0-9]+)?");
      for (Entry entry : entries) {
        if (pattern.matcher(entry.resource).matches()) {
          tally = tally.plus(entry.tally);
        }
      }
    } catch (PatternSyntaxException e) {
      return Tally.NONE;
    }
    return tally;
  }
}
