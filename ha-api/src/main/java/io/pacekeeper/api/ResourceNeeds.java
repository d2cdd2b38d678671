package io.pacekeeper.api;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a resource needs of the node that it runs on.
 *
 * @param utilization how much it takes of a node's capacity, by name: {@code memory}, {@code cpu},
 *     or whatever else nodes have; counts where the cluster's {@code placement-strategy} says so
 * @param allowUnhealthyNodes whether it may run on a node whose health speaks against it
 */
public record ResourceNeeds(SortedMap<String, Integer> utilization, boolean allowUnhealthyNodes) {
  /** Nothing. */
  public static final ResourceNeeds NONE = new ResourceNeeds(new TreeMap<>(), false);

  public ResourceNeeds {
    utilization.forEach(ResourceNeeds::requireAmount);
    utilization = Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(utilization)));
  }

  /**
   * Returns an amount of something that can be one: of a node's capacity, or taken of it.
   *
   * @throws IllegalArgumentException if it has no valid name, or is negative
   */
  public static int requireAmount(String name, int amount) {
    Names.requireValid("utilization attribute", name);
    if (amount < 0) {
      throw new IllegalArgumentException(name + " must be 0 or more, but it is " + amount);
    }
    return amount;
  }
}
