package io.pacekeeper.core.policy.model;

import io.pacekeeper.core.policy.rule.RuleContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The AttributeSets are how several sets of attributes become one table. */
public final class AttributeSets {
  private static final String FORGET = "#default";

  private AttributeSets() {}

  /**
   * Adds to a table what the sets say whose rules hold, the set with the highest score first, of
   * equal ones the last.
   *
   * @param first the id of the set that comes before all others, if there is one
   * @param overwrite whether what is in the table gives way
   */
  public static void merge(
      List<AttributeSet> sets,
      @Nullable String first,
      RuleContext context,
      boolean overwrite,
      Map<String, String> table) {
    for (AttributeSet set : ordered(sets, first)) {
      if (!context.holdsAny(set.rules())) {
        continue;
      }
      for (Attribute attribute : set.attributes()) {
        if (attribute.value().equalsIgnoreCase(FORGET)) {
          table.remove(attribute.name());
        } else if (overwrite) {
          table.put(attribute.name(), attribute.value());
        } else {
          table.putIfAbsent(attribute.name(), attribute.value());
        }
      }
    }
  }

  private static List<AttributeSet> ordered(List<AttributeSet> sets, @Nullable String first) {
    if (sets.size() < 2) {
      return sets;
    }
    List<AttributeSet> ordered = new ArrayList<>(sets);
    Collections.reverse(ordered);
    ordered.sort(
        Comparator.<AttributeSet>comparingInt(set -> set.id().equals(first) ? 0 : 1)
            .thenComparing(Comparator.comparingInt(AttributeSet::score).reversed()));
    return ordered;
  }

  /** Returns whether any set asks for anything but the time: then it is one table for each node. */
  public static boolean conditional(List<AttributeSet> sets) {
    for (AttributeSet set : sets) {
      if (!set.rules().isEmpty()) {
        return true;
      }
    }
    return false;
  }
}
