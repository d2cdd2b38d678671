package io.pacekeeper.core.fencing;

import io.pacekeeper.api.fencing.FencingDeviceDefinition;
import io.pacekeeper.api.fencing.FencingTopology;
import io.pacekeeper.api.fencing.FencingTopology.Match;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.ConfigDocument.Application;
import io.pacekeeper.core.document.FencingOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What there is to fence with: the devices and topologies of all applications in one.
 *
 * @param options how they are used
 * @param devices the definitions, by id
 * @param topologies in the order in which they are looked at
 * @param warnings what was left out or cannot work, a sentence each
 */
public record FencingSetup(
    FencingOptions options,
    SortedMap<String, FencingDeviceDefinition> devices,
    List<FencingTopology> topologies,
    List<String> warnings) {
  public FencingSetup {
    devices = Collections.unmodifiableSortedMap(new TreeMap<>(devices));
    topologies = List.copyOf(topologies);
    warnings = List.copyOf(warnings);
  }

  /**
   * Returns what a configuration has the cluster fence with. Of two applications that declare the
   * same device, or a topology for the same node, the first by name wins.
   */
  public static FencingSetup of(ConfigDocument config) {
    List<String> warnings = new ArrayList<>();
    SortedMap<String, FencingDeviceDefinition> devices = new TreeMap<>();
    List<FencingTopology> topologies = new ArrayList<>();
    Map<String, String> owners = new HashMap<>();
    for (Map.Entry<String, Application> application : config.applications().entrySet()) {
      String name = application.getKey();
      for (FencingDeviceDefinition device : application.getValue().fencing().devices().values()) {
        if (isFirst(owners, "fencing device " + device.id(), name, warnings)) {
          devices.put(device.id(), device);
        }
      }
      for (FencingTopology topology : application.getValue().fencing().topologies()) {
        String what = topology.match() == Match.NODE ? "" : "nodes like ";
        if (isFirst(
            owners, "the fencing topology of " + what + topology.target(), name, warnings)) {
          topologies.add(topology);
        }
      }
    }
    topologies.forEach(topology -> check(topology, devices, warnings));
    if (!config.options().fencing().isLeaseEnough() && devices.isEmpty()) {
      warnings.add(
          "fencing is companion and no application declares a fencing device: of a host that is lost, pk fence confirm has to say so by hand");
    }
    return new FencingSetup(config.options().fencing(), devices, topologies, warnings);
  }

  /** Returns whether some device is for a node. */
  public boolean canFence(String node) {
    return levels(node).stream().anyMatch(level -> level.problem() == null);
  }

  /** Returns which devices are tried for a node, in words; empty if none can be. */
  public String means(String node) {
    return levels(node).stream()
        .filter(level -> level.problem() == null)
        .map(level -> String.join(" and ", level.ids()))
        .collect(Collectors.joining(", else "));
  }

  /** Returns, a sentence each, which devices there is no code for among these. */
  public List<String> missing(Set<String> code) {
    List<String> missing = new ArrayList<>();
    for (String device : devices.keySet()) {
      if (!code.contains(device)) {
        missing.add(
            "this node is DC and has no code for fencing device "
                + device
                + ", so it cannot use it: register the device on every node");
      }
    }
    return missing;
  }

  /**
   * Returns the levels that are tried for a node, in order: those of its own topology, else of the
   * first whose pattern matches. Without any, each device that is for the node is a level of its
   * own, in the order of their ids.
   */
  List<FencingLevel> levels(String node) {
    for (Match match : Match.values()) {
      for (FencingTopology topology : topologies) {
        if (topology.match() == match && topology.isFor(node)) {
          return levels(topology, node);
        }
      }
    }
    List<FencingLevel> levels = new ArrayList<>();
    for (FencingDeviceDefinition device : devices.values()) {
      if (device.fences(node)) {
        levels.add(
            new FencingLevel(levels.size() + 1, List.of(device.id()), List.of(device), null));
      }
    }
    return levels;
  }

  private List<FencingLevel> levels(FencingTopology topology, String node) {
    List<FencingLevel> levels = new ArrayList<>();
    for (List<String> ids : topology.levels()) {
      int number = levels.size() + 1;
      List<FencingDeviceDefinition> known = new ArrayList<>();
      String problem = null;
      for (String id : ids) {
        FencingDeviceDefinition device = devices.get(id);
        if (device == null || !device.fences(node)) {
          problem = device == null ? id + " is not declared" : id + " is not for " + node;
          break;
        }
        known.add(device);
      }
      levels.add(new FencingLevel(number, ids, problem == null ? known : List.of(), problem));
    }
    return levels;
  }

  private static boolean isFirst(
      Map<String, String> owners, String what, String application, List<String> warnings) {
    String owner = owners.putIfAbsent(what, application);
    if (owner != null) {
      warnings.add(
          "%s is declared by the applications %s and %s: that of %s holds; take one away"
              .formatted(what, owner, application, owner));
    }
    return owner == null;
  }

  private static void check(
      FencingTopology topology,
      SortedMap<String, FencingDeviceDefinition> devices,
      List<String> warnings) {
    for (List<String> level : topology.levels()) {
      for (String id : level) {
        FencingDeviceDefinition device = devices.get(id);
        if (device == null) {
          warnings.add(
              "the fencing topology of %s names the device %s, which no application declares"
                  .formatted(topology.target(), id));
        } else if (topology.match() == Match.NODE && !device.fences(topology.target())) {
          warnings.add(
              "the fencing topology of %s names the device %s, which is not for that node: add it to the device's hosts"
                  .formatted(topology.target(), id));
        }
      }
    }
  }
}
