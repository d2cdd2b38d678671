package io.pacekeeper.core.document;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.fencing.FencingDefinition;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster runs, and who belongs to it.
 *
 * @param featureSet the {@link FeatureSet} that the cluster works at; never lowered
 * @param options the cluster's options
 * @param nodes the nodes of a closed cluster, each with its id; null if every node may join
 * @param participation which nodes are to take part, for those of which anything is said
 * @param applications the definitions that code declared, by application
 * @param overrides what an administrator changed of a resource, by resource and name of the meta
 *     attribute ({@code target-role}, {@code is-managed}, {@code priority}, {@code
 *     op.start.timeout}, ...); lies over the definitions
 * @param constraints location constraints that an administrator made
 * @param changes who changed it, newest last, at most {@link ChangeNote#LIMIT} of them
 */
public record ConfigDocument(
    int featureSet,
    ClusterOptions options,
    @Nullable SortedMap<String, Integer> nodes,
    SortedMap<String, Participation> participation,
    SortedMap<String, Application> applications,
    SortedMap<String, SortedMap<String, String>> overrides,
    List<ResourceLocation> constraints,
    List<ChangeNote> changes)
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
    nodes = nodes == null ? null : ImmutableSortedMap.copyOfSorted(nodes);
    participation = ImmutableSortedMap.copyOfSorted(participation);
    applications = ImmutableSortedMap.copyOfSorted(applications);
    ImmutableSortedMap.Builder<String, SortedMap<String, String>> copy =
        ImmutableSortedMap.naturalOrder();
    for (Map.Entry<String, SortedMap<String, String>> entry : overrides.entrySet()) {
      copy.put(entry.getKey(), ImmutableSortedMap.copyOfSorted(entry.getValue()));
    }
    overrides = copy.build();
    constraints = List.copyOf(constraints);
    changes = ChangeNote.newest(changes);
  }

  /** Makes the configuration of an open cluster in which an administrator constrains nothing. */
  public ConfigDocument(
      ClusterOptions options,
      SortedMap<String, Application> applications,
      SortedMap<String, SortedMap<String, String>> overrides,
      @Nullable ChangeNote change) {
    this(
        FeatureSet.NEWEST,
        options,
        null,
        ImmutableSortedMap.of(),
        applications,
        overrides,
        List.of(),
        change == null ? List.of() : List.of(change));
  }

  /** Returns who changed it last, or null if nobody says so. */
  public @Nullable ChangeNote change() {
    return ChangeNote.last(changes);
  }

  /** Returns whether a node may join. */
  public boolean admits(String node) {
    return nodes == null || nodes.containsKey(node);
  }

  /** Returns whether a node is to take part. */
  public Participation participation(String node) {
    return participation.getOrDefault(node, Participation.ENABLED);
  }

  /** Returns whether this member is to take part: it may, knows enough, and is wanted. */
  public boolean wants(String node, MemberDocument member) {
    return admits(node)
        && featureSet <= member.featureSet()
        && participation(node).isWanted(member.process());
  }

  /** Returns the same with one note more of who changed it. */
  public ConfigDocument with(ChangeNote note) {
    return new ConfigDocument(
        featureSet,
        options,
        nodes,
        participation,
        applications,
        overrides,
        constraints,
        ChangeNote.with(changes, note));
  }

  /** Returns the same at another feature set. */
  public ConfigDocument withFeatureSet(int raised) {
    return new ConfigDocument(
        raised, options, nodes, participation, applications, overrides, constraints, changes);
  }

  /** Returns the same with other options. */
  public ConfigDocument withOptions(ClusterOptions others) {
    return new ConfigDocument(
        featureSet, others, nodes, participation, applications, overrides, constraints, changes);
  }

  /** Returns the same for other nodes; null for every node. */
  public ConfigDocument withNodes(@Nullable SortedMap<String, Integer> others) {
    return new ConfigDocument(
        featureSet, options, others, participation, applications, overrides, constraints, changes);
  }

  /** Returns the same with something else said of who is to take part. */
  public ConfigDocument withParticipation(SortedMap<String, Participation> others) {
    return new ConfigDocument(
        featureSet, options, nodes, others, applications, overrides, constraints, changes);
  }

  /** Returns the same with other declarations. */
  public ConfigDocument withApplications(SortedMap<String, Application> others) {
    return new ConfigDocument(
        featureSet, options, nodes, participation, others, overrides, constraints, changes);
  }

  /** Returns the same with other overrides. */
  public ConfigDocument withOverrides(SortedMap<String, SortedMap<String, String>> others) {
    return new ConfigDocument(
        featureSet, options, nodes, participation, applications, others, constraints, changes);
  }

  /** Returns the same with other constraints. */
  public ConfigDocument withConstraints(List<ResourceLocation> others) {
    return new ConfigDocument(
        featureSet, options, nodes, participation, applications, overrides, others, changes);
  }
}
