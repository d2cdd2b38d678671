package io.pacekeeper.pacemaker;

import io.pacekeeper.core.policy.model.Attribute;
import io.pacekeeper.core.policy.model.AttributeSet;
import io.pacekeeper.core.policy.rule.Rule;
import io.pacekeeper.core.policy.rule.Words;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An AttributeReader reads sets of attributes and the rules in them. */
final class AttributeReader {
  private final CibLimits limits;
  private final References references;
  private final RuleReader rules;

  AttributeReader(CibLimits limits, References references) {
    this.limits = limits;
    this.references = references;
    this.rules = new RuleReader(limits, references);
  }

  RuleReader rules() {
    return rules;
  }

  /** Reads all sets of a kind that an element has. */
  List<AttributeSet> sets(Element parent, String name) throws InvalidCibException {
    List<AttributeSet> sets = new ArrayList<>();
    for (Element child : parent.children()) {
      if (child.name().equals(name)) {
        Element set = references.resolve(child);
        if (set != null) {
          sets.add(set(set));
        }
      }
    }
    return sets;
  }

  private AttributeSet set(Element element) throws InvalidCibException {
    List<Rule> conditions = new ArrayList<>();
    List<Attribute> attributes = new ArrayList<>();
    for (Element child : element.children()) {
      switch (child.name()) {
        case "rule" -> {
          Rule rule = rules.rule(child);
          if (rule != null) {
            conditions.add(rule);
          }
        }
        case "nvpair" -> add(attributes, child);
        case "attributes" -> {
          for (Element old : child.children("nvpair")) {
            add(attributes, old);
          }
        }
        default -> Refusals.unknown(limits, child, element.name());
      }
    }
    return new AttributeSet(
        element.id(), Words.score(element.get("score")), conditions, attributes);
  }

  private void add(List<Attribute> attributes, Element pair) throws InvalidCibException {
    Element meant = references.resolve(pair);
    String name = firstOf(pair.get("name"), meant == null ? null : meant.get("name"));
    String value = firstOf(pair.get("value"), meant == null ? null : meant.get("value"));
    if (name != null && value != null) {
      attributes.add(new Attribute(name, value));
    }
  }

  private static @Nullable String firstOf(@Nullable String one, @Nullable String other) {
    return one == null ? other : one;
  }
}
