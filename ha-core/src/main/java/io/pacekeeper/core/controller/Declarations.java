package io.pacekeeper.core.controller;

import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.fencing.FencingDefinition;
import io.pacekeeper.api.fencing.FencingDeviceDefinition;
import io.pacekeeper.api.fencing.FencingTopology;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.ConfigDocument.Application;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the configuration when a node declares its resources.
 *
 * @param config the configuration to write, or null if nothing is to be written
 * @param notice what the node is to be told, or null
 */
record Declarations(@Nullable ConfigDocument config, @Nullable String notice) {

  /**
   * Declares. Of an application, a higher version replaces what was declared; the same version adds
   * what is not there yet, and does not change what is; a lower one changes nothing.
   */
  static Declarations of(
      ConfigDocument config,
      String application,
      long version,
      Collection<ResourceDefinition> declared,
      FencingDefinition fencing,
      ChangeNote note) {
    SortedMap<String, ResourceDefinition> ours = new TreeMap<>();
    declared.forEach(definition -> ours.put(definition.id(), definition));
    Application existing = config.applications().get(application);
    if (existing == null || version > existing.version()) {
      return ours.isEmpty() && fencing.isEmpty() && existing == null
          ? new Declarations(null, null)
          : new Declarations(
              with(config, application, new Application(version, ours, fencing), note), null);
    }
    if (version < existing.version()) {
      return new Declarations(
          null,
          "this node declares version "
              + version
              + " of application "
              + application
              + ", the cluster runs version "
              + existing.version()
              + ": it is behind, and serves what it has code for");
    }
    TreeSet<String> different = new TreeSet<>();
    SortedMap<String, ResourceDefinition> resources =
        merged(existing.resources(), ours, "", different);
    SortedMap<String, FencingDeviceDefinition> devices =
        merged(existing.fencing().devices(), fencing.devices(), "fencing device ", different);
    SortedMap<String, FencingTopology> topologies =
        merged(byTarget(existing.fencing()), byTarget(fencing), "fencing topology of ", different);
    Application merged =
        new Application(
            version, resources, new FencingDefinition(devices, List.copyOf(topologies.values())));
    String notice =
        different.isEmpty()
            ? null
            : "this node declares "
                + String.join(", ", different)
                + " differently from version "
                + version
                + " of application "
                + application
                + " in the cluster: the cluster's declaration holds; raise the version to replace it";
    return new Declarations(
        grows(existing, merged) ? with(config, application, merged, note) : null, notice);
  }

  /** Adds what is not there yet, and notes what is there and different. */
  private static <T> SortedMap<String, T> merged(
      SortedMap<String, T> there,
      SortedMap<String, T> ours,
      String kind,
      SortedSet<String> different) {
    SortedMap<String, T> merged = new TreeMap<>(there);
    ours.forEach(
        (id, definition) -> {
          T known = merged.putIfAbsent(id, definition);
          if (known != null && !known.equals(definition)) {
            different.add(kind + id);
          }
        });
    return merged;
  }

  private static SortedMap<String, FencingTopology> byTarget(FencingDefinition fencing) {
    SortedMap<String, FencingTopology> topologies = new TreeMap<>();
    for (FencingTopology topology : fencing.topologies()) {
      boolean one = topology.match() == FencingTopology.Match.NODE;
      topologies.put(one ? topology.target() : "nodes like " + topology.target(), topology);
    }
    return topologies;
  }

  private static boolean grows(Application existing, Application merged) {
    return merged.resources().size() > existing.resources().size()
        || merged.fencing().devices().size() > existing.fencing().devices().size()
        || merged.fencing().topologies().size() > existing.fencing().topologies().size();
  }

  private static ConfigDocument with(
      ConfigDocument config, String name, Application application, ChangeNote note) {
    SortedMap<String, Application> applications = new TreeMap<>(config.applications());
    applications.put(name, application);
    return config.withApplications(applications).with(note);
  }
}
