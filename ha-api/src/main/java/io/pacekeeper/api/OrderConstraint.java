package io.pacekeeper.api;

import java.util.Objects;

/**
 * An order in which a resource starts after another one.
 *
 * @param first the other resource, or a group
 * @param kind how much it binds
 * @param symmetrical whether they stop in the reverse order
 * @param firstRole {@link Role#PROMOTED} to wait until the first is promoted, else {@link
 *     Role#STARTED}
 */
public record OrderConstraint(String first, OrderKind kind, boolean symmetrical, Role firstRole) {
  public OrderConstraint {
    Names.requireValid("resource", first);
    Objects.requireNonNull(kind, "kind");
    if (firstRole == Role.UNPROMOTED) {
      throw new IllegalArgumentException(
          "what starts after "
              + first
              + " waits until it is started or until it is promoted, but not until it is"
              + " unpromoted");
    }
    if (kind == OrderKind.SERIALIZE && symmetrical) {
      throw new IllegalArgumentException(
          "an order of kind serialize has no reverse: set symmetrical to false");
    }
  }

  /** Makes one that is mandatory and symmetrical. */
  public OrderConstraint(String first) {
    this(first, OrderKind.MANDATORY, true, Role.STARTED);
  }
}
