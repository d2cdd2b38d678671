package io.pacekeeper.pacemaker.conformance;

import io.pacekeeper.pacemaker.conformance.Comparison.Aspect;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The count of what is equal, by tier and by feature. */
final class Figures {
  private final Map<String, Map<Aspect, Integer>> equal = new TreeMap<>();
  private final Map<String, Integer> all = new TreeMap<>();

  void add(Scenario scenario, Collection<Aspect> aspects) {
    count("all", aspects);
    count("tier " + scenario.tier(), aspects);
    scenario.features().stream().distinct().forEach(feature -> count("  " + feature, aspects));
  }

  private void count(String row, Collection<Aspect> aspects) {
    all.merge(row, 1, Integer::sum);
    for (Aspect aspect : aspects) {
      equal.computeIfAbsent(row, any -> new EnumMap<>(Aspect.class)).merge(aspect, 1, Integer::sum);
    }
  }

  int of(String row, Aspect aspect) {
    return equal.getOrDefault(row, Map.of()).getOrDefault(aspect, 0);
  }

  int all(String row) {
    return all.getOrDefault(row, 0);
  }

  String byTier() {
    return table(false);
  }

  String byFeature() {
    return table(true);
  }

  private String table(boolean features) {
    StringBuilder text = new StringBuilder(head());
    for (Map.Entry<String, Integer> row : all.entrySet()) {
      String name = row.getKey();
      if (name.startsWith("  ") == features) {
        text.append(String.format(Locale.ROOT, "%-44s %4d", name, row.getValue()));
        for (Aspect aspect : Aspect.values()) {
          text.append(String.format(Locale.ROOT, " %10d", of(name, aspect)));
        }
        text.append('\n');
      }
    }
    return text.toString();
  }

  private static String head() {
    StringBuilder text =
        new StringBuilder(String.format(Locale.ROOT, "%-44s %4s", "equal in", "of"));
    for (Aspect aspect : Aspect.values()) {
      text.append(String.format(Locale.ROOT, " %10s", aspect.name().toLowerCase(Locale.ROOT)));
    }
    return text.append('\n').toString();
  }
}
