package io.pacekeeper.api;

import java.util.List;

/**
 * What ties a resource to others.
 *
 * @param colocations the resources on whose nodes it prefers to be, or not to be
 * @param orders the resources after which it starts
 */
public record ResourceConstraints(
    List<ColocationConstraint> colocations, List<OrderConstraint> orders) {
  /** Nothing. */
  public static final ResourceConstraints NONE = new ResourceConstraints(List.of(), List.of());

  public ResourceConstraints {
    colocations = List.copyOf(colocations);
    orders = List.copyOf(orders);
  }
}
