package io.pacekeeper.core.status;

import io.pacekeeper.api.ClusterStatus.Capacity;
import io.pacekeeper.api.ClusterStatus.Color;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.cib.EffectiveResources;
import io.pacekeeper.core.cib.NodeHealth;
import io.pacekeeper.core.cib.NodeState;
import io.pacekeeper.core.document.InstanceName;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes of what was read how well a node is, and how much of what it has is taken. */
record PlacementAssembly(EffectiveResources effective) {

  io.pacekeeper.api.ClusterStatus.@Nullable NodeHealth health(NodeState node) {
    NodeHealth health = NodeHealth.of(effective.options().placement().health(), node.attributes());
    return health == null
        ? null
        : new io.pacekeeper.api.ClusterStatus.NodeHealth(
            Color.valueOf(health.color().name()), health.score(), health.causes());
  }

  SortedMap<String, Capacity> capacity(NodeState node) {
    SortedMap<String, Integer> taken = new TreeMap<>();
    node.resources()
        .forEach(
            (name, state) -> {
              ResourceDefinition definition =
                  effective.definitions().get(InstanceName.resource(name));
              if (definition != null && state.phase().isPossiblyActive()) {
                definition
                    .needs()
                    .utilization()
                    .forEach((what, amount) -> taken.merge(what, amount, Integer::sum));
              }
            });
    SortedMap<String, Capacity> capacity = new TreeMap<>();
    node.capacity()
        .forEach(
            (what, total) -> capacity.put(what, new Capacity(total, taken.getOrDefault(what, 0))));
    return capacity;
  }
}
