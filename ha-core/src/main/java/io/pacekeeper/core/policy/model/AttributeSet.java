package io.pacekeeper.core.policy.model;

import io.pacekeeper.core.policy.rule.Rule;
import java.util.List;

/**
 * An AttributeSet is a set of attributes that counts while one of its rules holds, or always.
 *
 * @param score which set is looked at first: the higher one
 */
public record AttributeSet(String id, int score, List<Rule> rules, List<Attribute> attributes) {
  public AttributeSet {
    rules = List.copyOf(rules);
    attributes = List.copyOf(attributes);
  }
}
