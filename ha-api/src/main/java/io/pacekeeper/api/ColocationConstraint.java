package io.pacekeeper.api;

import java.util.Objects;

/**
 * A preference of a resource for the nodes on which another one is.
 *
 * @param with the other resource, or a group
 * @param score how much, from {@code -INFINITY} (never together) to {@code INFINITY} (only
 *     together)
 * @param role which instances of the resource this is about
 * @param withRole which instances of the other resource
 */
public record ColocationConstraint(String with, int score, Role role, Role withRole) {
  public ColocationConstraint {
    Names.requireValid("resource", with);
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(withRole, "withRole");
    score = Score.clamp(score);
  }

  /** Makes one that is about whatever is active. */
  public ColocationConstraint(String with, int score) {
    this(with, score, Role.STARTED, Role.STARTED);
  }
}
