package io.pacekeeper.core.cib;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.pacekeeper.core.document.ResourceState;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a node.
 *
 * @param name its name
 * @param membership whether it takes part
 * @param standby whether an administrator wants nothing to run on it
 * @param maintenance whether what runs on it is left alone
 * @param leaving whether it asks for everything to be moved away
 * @param attributes its node attributes
 * @param agents the resources for which it has code; no other can run on it
 * @param resources the state of each resource that is not simply stopped there
 * @param obstacle why nothing can run on it, as a part of a sentence that begins with its name and
 *     "is"; null if it can
 * @param capacity how much it has of what resources take
 */
public record NodeState(
    String name,
    Membership membership,
    boolean standby,
    boolean maintenance,
    boolean leaving,
    SortedMap<String, String> attributes,
    SortedSet<String> agents,
    SortedMap<String, ResourceState> resources,
    @Nullable String obstacle,
    SortedMap<String, Integer> capacity) {

  /** Whether a node takes part. */
  public enum Membership {
    /** Takes part. */
    ONLINE,
    /** Alive, but not ready: nothing is ordered of it, and what it runs stays. */
    PENDING,
    /** Not heard of, and not confirmed dead: what it ran may be active. */
    UNCLEAN,
    /** Does not take part, and nothing of it is active. */
    OFFLINE
  }

  public NodeState {
    attributes = ImmutableSortedMap.copyOfSorted(attributes);
    agents = ImmutableSortedSet.copyOfSorted(agents);
    resources = ImmutableSortedMap.copyOfSorted(resources);
    capacity = ImmutableSortedMap.copyOfSorted(capacity);
  }

  /** Makes the state of a node without capacity, that says nothing that speaks against it. */
  public NodeState(
      String name,
      Membership membership,
      boolean standby,
      boolean maintenance,
      boolean leaving,
      SortedMap<String, String> attributes,
      SortedSet<String> agents,
      SortedMap<String, ResourceState> resources) {
    this(
        name,
        membership,
        standby,
        maintenance,
        leaving,
        attributes,
        agents,
        resources,
        null,
        ImmutableSortedMap.of());
  }

  /** Returns the state of a resource on this node. */
  public ResourceState resource(String id) {
    return resources.getOrDefault(id, ResourceState.STOPPED);
  }

  /** Returns the same if it took part otherwise, and what it runs were this. */
  public NodeState with(Membership other, SortedMap<String, ResourceState> states) {
    return new NodeState(
        name, other, standby, maintenance, leaving, attributes, agents, states, obstacle, capacity);
  }

  /** Returns the same if nothing were to run on it. */
  public NodeState inStandby() {
    return new NodeState(
        name,
        membership,
        true,
        maintenance,
        leaving,
        attributes,
        agents,
        resources,
        obstacle,
        capacity);
  }

  /** Returns the same if it took part, had code for these resources, and nothing against them. */
  public NodeState ready(SortedSet<String> code) {
    return new NodeState(
        name,
        Membership.ONLINE,
        standby,
        maintenance,
        false,
        attributes,
        code,
        resources,
        null,
        capacity);
  }

  /** Returns the same with other states of resources. */
  public NodeState withResources(SortedMap<String, ResourceState> others) {
    return new NodeState(
        name,
        membership,
        standby,
        maintenance,
        leaving,
        attributes,
        agents,
        others,
        obstacle,
        capacity);
  }
}
