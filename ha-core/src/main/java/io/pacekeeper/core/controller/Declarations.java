package io.pacekeeper.core.controller;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.ConfigDocument.Application;
import java.util.Collection;
import java.util.SortedMap;
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
      ChangeNote note) {
    SortedMap<String, ResourceDefinition> ours = new TreeMap<>();
    declared.forEach(definition -> ours.put(definition.id(), definition));
    Application existing = config.applications().get(application);
    if (existing == null || version > existing.version()) {
      return ours.isEmpty() && existing == null
          ? new Declarations(null, null)
          : new Declarations(with(config, application, version, ours, note), null);
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
    SortedMap<String, ResourceDefinition> merged = new TreeMap<>(existing.resources());
    TreeSet<String> different = new TreeSet<>();
    ours.forEach(
        (id, definition) -> {
          ResourceDefinition known = merged.putIfAbsent(id, definition);
          if (known != null && !known.equals(definition)) {
            different.add(id);
          }
        });
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
    boolean grows = merged.size() > existing.resources().size();
    return new Declarations(
        grows ? with(config, application, version, merged, note) : null, notice);
  }

  private static ConfigDocument with(
      ConfigDocument config,
      String application,
      long version,
      SortedMap<String, ResourceDefinition> resources,
      ChangeNote note) {
    SortedMap<String, Application> applications = new TreeMap<>(config.applications());
    applications.put(application, new Application(version, resources));
    return new ConfigDocument(
        config.options(), ImmutableSortedMap.copyOf(applications), config.overrides(), note);
  }
}
