package io.pacekeeper.api.fencing;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an application declares about fencing: its devices, and in which order they are tried.
 *
 * @param devices the definitions, by id
 * @param topologies for each node or pattern one at most
 */
public record FencingDefinition(
    SortedMap<String, FencingDeviceDefinition> devices, List<FencingTopology> topologies) {
  /** No device and no topology. */
  public static final FencingDefinition NONE = new FencingDefinition(new TreeMap<>(), List.of());

  public FencingDefinition {
    devices = Collections.unmodifiableSortedMap(new TreeMap<>(devices));
    topologies = List.copyOf(topologies);
    SortedMap<String, FencingTopology> targets = new TreeMap<>();
    for (FencingTopology topology : topologies) {
      if (topology.levels().isEmpty()) {
        throw new IllegalArgumentException(
            "the fencing topology of " + topology.target() + " has no level: add one");
      }
      if (targets.put(topology.match() + " " + topology.target(), topology) != null) {
        throw new IllegalArgumentException(
            "there are two fencing topologies of " + topology.target() + ": make one of them");
      }
    }
  }

  /** Returns what declares these devices and topologies. */
  public static FencingDefinition of(
      Collection<FencingDeviceDefinition> devices, List<FencingTopology> topologies) {
    SortedMap<String, FencingDeviceDefinition> byId = new TreeMap<>();
    for (FencingDeviceDefinition device : devices) {
      if (byId.put(device.id(), device) != null) {
        throw new IllegalArgumentException(
            "two fencing devices have the id " + device.id() + ": give one of them another");
      }
    }
    return new FencingDefinition(byId, topologies);
  }

  /** Returns whether nothing is declared. */
  public boolean isEmpty() {
    return devices.isEmpty() && topologies.isEmpty();
  }
}
