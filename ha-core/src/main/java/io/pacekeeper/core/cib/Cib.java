package io.pacekeeper.core.cib;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.document.ClusterOptions;
import java.util.SortedMap;

/**
 * The cluster information base: what the cluster is to run, and what is known of its nodes. All
 * that the scheduler decides from.
 *
 * @param options the cluster's options
 * @param resources what it is to run, with what an administrator changed applied, by id
 * @param nodes what is known of each node, by name
 */
public record Cib(
    ClusterOptions options,
    SortedMap<String, ResourceDefinition> resources,
    SortedMap<String, NodeState> nodes) {
  public Cib {
    resources = ImmutableSortedMap.copyOfSorted(resources);
    nodes = ImmutableSortedMap.copyOfSorted(nodes);
  }
}
