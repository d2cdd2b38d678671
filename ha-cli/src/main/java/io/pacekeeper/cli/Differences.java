package io.pacekeeper.cli;

import io.pacekeeper.core.scheduler.Transition;
import io.pacekeeper.core.scheduler.Transition.Action;
import io.pacekeeper.core.scheduler.Transition.ResourceAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * In what two decisions about the same cluster are different. Why something is done may be said
 * otherwise by another version: that is no difference.
 */
final class Differences {
  private Differences() {}

  static List<String> between(Transition recorded, Transition now) {
    List<String> before = names(recorded);
    List<String> after = names(now);
    List<String> differences = new ArrayList<>();
    without(before, after).forEach(name -> differences.add(name + " is not decided now"));
    without(after, before).forEach(name -> differences.add(name + " was not decided then"));
    TreeSet<String> resources = new TreeSet<>(recorded.assignment().keySet());
    resources.addAll(now.assignment().keySet());
    for (String resource : resources) {
      String then = recorded.assignment().get(resource);
      String here = now.assignment().get(resource);
      if (!Objects.equals(then, here)) {
        differences.add(
            "%s is to be %s, and was to be %s".formatted(resource, where(here), where(then)));
      }
    }
    if (differences.isEmpty() && !edges(recorded).equals(edges(now))) {
      differences.add("the same actions wait for others");
    }
    if (!Objects.equals(recorded.recheckAt(), now.recheckAt())) {
      differences.add(
          "it is to be decided again %s, and was to be %s"
              .formatted(when(now.recheckAt()), when(recorded.recheckAt())));
    }
    return differences;
  }

  private static List<String> without(List<String> some, List<String> others) {
    List<String> left = new ArrayList<>(some);
    others.forEach(left::remove);
    return left;
  }

  private static String where(@Nullable String nodes) {
    return nodes == null ? "nowhere" : "on " + nodes;
  }

  private static String when(@Nullable Object time) {
    return time == null ? "when something changes" : "at " + time;
  }

  private static List<String> names(Transition transition) {
    return transition.actions().stream().map(Differences::name).toList();
  }

  private static String name(Action action) {
    return action instanceof ResourceAction it
        ? "%s %s on %s"
            .formatted(it.operation().name().toLowerCase(Locale.ROOT), it.resource(), it.node())
        : "fence " + action.node();
  }

  /** Returns what waits for what, whatever the numbers are. */
  private static Set<String> edges(Transition transition) {
    TreeSet<String> edges = new TreeSet<>();
    for (Action action : transition.actions()) {
      for (int before : action.after()) {
        boolean known = before >= 0 && before < transition.actions().size();
        String first = known ? name(transition.actions().get(before)) : "nothing";
        edges.add(name(action) + " after " + first);
      }
    }
    return edges;
  }
}
