package io.pacekeeper.core.document;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.fencing.FencingDefinition;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster runs.
 *
 * @param options the cluster's options
 * @param applications the definitions that code declared, by application
 * @param overrides what an administrator changed of a resource, by resource and name of the meta
 *     attribute ({@code target-role}, {@code is-managed}, {@code maintenance}, {@code priority},
 *     {@code resource-stickiness}, {@code migration-threshold}); lies over the definitions
 * @param change who changed it last, or null
 */
public record ConfigDocument(
    ClusterOptions options,
    SortedMap<String, Application> applications,
    SortedMap<String, SortedMap<String, String>> overrides,
    @Nullable ChangeNote change)
    implements Document {

  /** Nothing to run, with every option at its default. */
  public static final ConfigDocument EMPTY =
      new ConfigDocument(
          ClusterOptions.DEFAULTS, ImmutableSortedMap.of(), ImmutableSortedMap.of(), null);

  /**
   * What one application declares.
   *
   * @param version the version of the declarations; a higher one replaces them
   * @param resources the definitions, by id
   * @param fencing the fencing devices and their topology
   */
  public record Application(
      long version, SortedMap<String, ResourceDefinition> resources, FencingDefinition fencing) {
    public Application {
      resources = ImmutableSortedMap.copyOfSorted(resources);
    }

    /** Makes one that declares no fencing device. */
    public Application(long version, SortedMap<String, ResourceDefinition> resources) {
      this(version, resources, FencingDefinition.NONE);
    }
  }

  public ConfigDocument {
    applications = ImmutableSortedMap.copyOfSorted(applications);
    ImmutableSortedMap.Builder<String, SortedMap<String, String>> copy =
        ImmutableSortedMap.naturalOrder();
    for (Map.Entry<String, SortedMap<String, String>> entry : overrides.entrySet()) {
      copy.put(entry.getKey(), ImmutableSortedMap.copyOfSorted(entry.getValue()));
    }
    overrides = copy.build();
  }
}
