package io.pacekeeper.core.cib;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.LocationConstraint;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.TargetRole;
import io.pacekeeper.core.document.Claim;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.ConfigDocument.Application;
import io.pacekeeper.core.document.DirectivesDocument;
import io.pacekeeper.core.document.FeatureSet;
import io.pacekeeper.core.document.PlacementOptions;
import io.pacekeeper.core.document.ResourceLocation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster is to run: the definitions of all applications in one, with what an
 * administrator changed and what operators want for a while laid over them.
 *
 * @param options the cluster's options as they hold
 * @param definitions the definitions as they hold, by id
 * @param warnings what was left out and why, a sentence each: a resource that two applications
 *     declare, an override that cannot be read
 * @param nextEnd when something of this ends by itself, so that it has to be made anew; null for
 *     never
 */
public record EffectiveResources(
    ClusterOptions options,
    SortedMap<String, ResourceDefinition> definitions,
    List<String> warnings,
    @Nullable Instant nextEnd) {

  public EffectiveResources {
    definitions = ImmutableSortedMap.copyOfSorted(definitions);
    warnings = List.copyOf(warnings);
  }

  /** Returns what a configuration has the cluster run if operators want nothing. */
  public static EffectiveResources of(ConfigDocument config) {
    return of(config, DirectivesDocument.EMPTY, Instant.MAX);
  }

  /**
   * Returns what a configuration has the cluster run. Of two applications that declare the same
   * resource the first by name wins; an override that cannot be read changes nothing.
   *
   * @param directives what operators want
   * @param now when that is: some of it may have ended
   */
  public static EffectiveResources of(
      ConfigDocument config, DirectivesDocument directives, Instant now) {
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
    Instant nextEnd = directives.nextEnd(now);
    Map<String, List<LocationConstraint>> locations = new HashMap<>();
    for (ResourceLocation constraint : constraints(config, directives)) {
      if (constraint.holds(now)) {
        nextEnd = Claim.earlier(nextEnd, constraint.until());
        locations
            .computeIfAbsent(constraint.resource(), resource -> new ArrayList<>())
            .add(constraint.location());
      }
    }
    definitions.replaceAll(
        (id, definition) ->
            directed(definition, directives, locations.getOrDefault(id, List.of()), now));
    // First, as older nodes see no clone in a group: whatever the feature set, it is active once.
    ClonedGroups.unify(definitions, config.featureSet(), warnings);
    if (config.featureSet() < FeatureSet.CLONES) {
      definitions.replaceAll((id, definition) -> held(definition, config, warnings));
    }
    ConstraintCheck.of(definitions.values()).addTo(warnings);
    return new EffectiveResources(
        options(config, directives, now, warnings), definitions, warnings, nextEnd);
  }

  /** A node that knows nothing of clones could not do what is ordered of them. */
  private static ResourceDefinition held(
      ResourceDefinition definition, ConfigDocument config, List<String> warnings) {
    if (definition.cloning() == null) {
      return definition;
    }
    warnings.add(
        "resource %s is cloned, and is stopped as long as the cluster works at feature set %d: bring every node to a version that knows feature set %d"
            .formatted(definition.id(), config.featureSet(), FeatureSet.CLONES));
    EditedDefinition edited = new EditedDefinition(definition);
    edited.targetRole = TargetRole.STOPPED;
    return edited.build();
  }

  private static List<ResourceLocation> constraints(
      ConfigDocument config, DirectivesDocument directives) {
    List<ResourceLocation> all = new ArrayList<>(config.constraints());
    all.addAll(directives.locations());
    return all;
  }

  private static ClusterOptions options(
      ConfigDocument config, DirectivesDocument directives, Instant now, List<String> warnings) {
    ClusterOptions options = config.options();
    if (config.featureSet() < FeatureSet.PLACEMENT
        && !options.placement().equals(PlacementOptions.DEFAULTS)) {
      // A DC that knows nothing of it would decide otherwise, and each would undo what another did.
      warnings.add(
          "neither capacity nor health counts as long as the cluster works at feature set %d: bring every node to a version that knows feature set %d"
              .formatted(config.featureSet(), FeatureSet.PLACEMENT));
      options = options.withPlacement(PlacementOptions.DEFAULTS);
    }
    return Claim.anyHolds(directives.maintenance(), now)
        ? options.withMaintenanceMode(true)
        : options;
  }

  /** Lays what operators want, and constraints, over a definition. */
  private static ResourceDefinition directed(
      ResourceDefinition definition,
      DirectivesDocument directives,
      List<LocationConstraint> constraints,
      Instant now) {
    String id = definition.id();
    EditedDefinition edited = new EditedDefinition(definition);
    edited.maintenance |=
        Claim.anyHolds(DirectivesDocument.of(directives.resourceMaintenance(), id), now);
    if (Claim.anyHolds(DirectivesDocument.of(directives.stopped(), id), now)) {
      edited.targetRole = TargetRole.STOPPED;
    }
    edited.locations.addAll(constraints);
    return edited.build();
  }
}
