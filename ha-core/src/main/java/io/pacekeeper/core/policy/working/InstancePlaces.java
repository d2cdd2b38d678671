package io.pacekeeper.core.policy.working;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The InstancePlaces are the instances of a clone by node. Partners are looked for node by node for
 * every ordering of two clones, so it is not for each of them to go through all instances.
 */
final class InstancePlaces {
  private final List<WorkingResource> instances;
  private final Function<WorkingResource, @Nullable WorkingNode> placeOf;
  private @Nullable Map<WorkingNode, List<WorkingResource>> byNode;

  InstancePlaces(
      List<WorkingResource> instances, Function<WorkingResource, @Nullable WorkingNode> placeOf) {
    this.instances = instances;
    this.placeOf = placeOf;
  }

  /** Returns the instances on a node, in their order. */
  List<WorkingResource> on(WorkingNode node) {
    Map<WorkingNode, List<WorkingResource>> known = byNode;
    if (known == null) {
      known = new HashMap<>();
      for (WorkingResource instance : instances) {
        WorkingNode place = placeOf.apply(instance);
        if (place != null) {
          known.computeIfAbsent(place, absent -> new ArrayList<>()).add(instance);
        }
      }
      byNode = known;
    }
    return known.getOrDefault(node, List.of());
  }

  /** A place, or the order of the instances, is another now. */
  void forget() {
    byNode = null;
  }
}
