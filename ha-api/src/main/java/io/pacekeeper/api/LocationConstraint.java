package io.pacekeeper.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A preference of a resource for a node, or for the nodes that match a rule. Exactly one of the two
 * is given.
 *
 * @param node the node's name, or null when a rule is given
 * @param rule the rule on node attributes, or null when a node is given
 * @param score how much, from {@code -INFINITY} (never there) to {@code INFINITY} (only there)
 * @param role which instances it is about: {@link Role#PROMOTED} says where it is promoted
 */
public record LocationConstraint(@Nullable String node, @Nullable Rule rule, int score, Role role) {
  public LocationConstraint {
    if ((node == null) == (rule == null)) {
      throw new IllegalArgumentException(
          "a location names either a node or a rule, but it has "
              + (node == null ? "neither" : "both"));
    }
    Objects.requireNonNull(role, "role");
    score = Score.clamp(score);
  }

  /** Makes a preference of whatever is active. */
  public LocationConstraint(@Nullable String node, @Nullable Rule rule, int score) {
    this(node, rule, score, Role.STARTED);
  }

  /** Returns a preference for one node. */
  public static LocationConstraint onNode(String node, int score) {
    return new LocationConstraint(node, null, score);
  }

  /** Returns a preference for the nodes that match a rule. */
  public static LocationConstraint byRule(Rule rule, int score) {
    return new LocationConstraint(null, rule, score);
  }
}
