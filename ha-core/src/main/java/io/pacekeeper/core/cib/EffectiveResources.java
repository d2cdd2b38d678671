package io.pacekeeper.core.cib;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.ConfigDocument.Application;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the cluster is to run: the definitions of all applications in one, with what an
 * administrator changed laid over them.
 *
 * @param definitions the definitions as they hold, by id
 * @param warnings what was left out and why, a sentence each: a resource that two applications
 *     declare, an override that cannot be read
 */
public record EffectiveResources(
    SortedMap<String, ResourceDefinition> definitions, List<String> warnings) {

  public EffectiveResources {
    definitions = ImmutableSortedMap.copyOfSorted(definitions);
    warnings = List.copyOf(warnings);
  }

  /**
   * Returns what a configuration has the cluster run. Of two applications that declare the same
   * resource the first by name wins; an override that cannot be read changes nothing.
   */
  public static EffectiveResources of(ConfigDocument config) {
    List<String> warnings = new ArrayList<>();
    SortedMap<String, ResourceDefinition> definitions = new TreeMap<>();
    Map<String, String> owners = new HashMap<>();
    for (Map.Entry<String, Application> application : config.applications().entrySet()) {
      for (ResourceDefinition definition : application.getValue().resources().values()) {
        String owner = owners.putIfAbsent(definition.id(), application.getKey());
        if (owner == null) {
          definitions.put(definition.id(), definition);
        } else {
          warnings.add(
              "resource %s is declared by the applications %s and %s: that of %s holds; rename one"
                  .formatted(definition.id(), owner, application.getKey(), owner));
        }
      }
    }
    for (Map.Entry<String, SortedMap<String, String>> override : config.overrides().entrySet()) {
      ResourceDefinition definition = definitions.get(override.getKey());
      if (definition == null) {
        warnings.add(
            "config changes resource %s, which no application declares"
                .formatted(override.getKey()));
      } else {
        definitions.put(
            override.getKey(), Overrides.apply(definition, override.getValue(), warnings));
      }
    }
    return new EffectiveResources(
        ImmutableSortedMap.copyOfSorted(definitions), Collections.unmodifiableList(warnings));
  }
}
