package io.pacekeeper.core.whatif;

import io.pacekeeper.api.ClonePolicy;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.cib.Cib;
import io.pacekeeper.core.cib.NodeState;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.document.InstanceName;
import io.pacekeeper.core.document.PromotionState.Stage;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.ResourceState.Phase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where everything is or could be active, by the name that reports give it. */
final class Places {
  /**
   * A node on which something is or could be active.
   *
   * @param state what is so with it there
   */
  record Place(NodeState node, ResourceState state) {
    boolean isUnclean() {
      return node.membership() == Membership.UNCLEAN;
    }

    /** Returns whether the node has yet to say what is so. */
    boolean isUnsure() {
      return state.phase() == Phase.UNKNOWN
          || state.promotion().stage() == Stage.UNKNOWN
          || node.membership() == Membership.PENDING;
    }

    boolean isPromoted() {
      return state.promotion().stage() == Stage.PROMOTED;
    }

    /** Returns whether it is active there as it should be, and nothing else is to be said. */
    boolean isPlain() {
      Stage stage = state.promotion().stage();
      return state.phase() == Phase.STARTED
          && (stage == Stage.PROMOTED || stage == Stage.UNPROMOTED)
          && !isUnclean();
    }
  }

  private final Cib cib;
  private final SortedMap<String, List<Place>> places = new TreeMap<>();

  Places(Cib cib) {
    this.cib = cib;
    for (NodeState node : cib.nodes().values()) {
      if (node.membership() != Membership.OFFLINE) {
        node.resources()
            .forEach(
                (name, state) -> {
                  if (state.phase().isPossiblyActive()) {
                    places
                        .computeIfAbsent(name, each -> new ArrayList<>(1))
                        .add(new Place(node, state));
                  }
                });
      }
    }
    // Where it only could be does not matter if it is known to be elsewhere, and may be but once.
    places.replaceAll((name, all) -> isOneOfMany(name) ? all : known(all));
  }

  /** Returns whether several of that name may be active, on a node each. */
  boolean isOneOfMany(String name) {
    ResourceDefinition definition = cib.resources().get(name);
    return definition != null && definition.isAnonymousClone();
  }

  private static List<Place> known(List<Place> all) {
    List<Place> known =
        all.stream().filter(place -> place.state().phase() != Phase.UNKNOWN).toList();
    return known.isEmpty() ? all : known;
  }

  /** Returns where something is, or could be. */
  List<Place> of(String name) {
    return places.getOrDefault(name, List.of());
  }

  /** Returns where a resource or any instance of it is, or could be. */
  List<Place> allOf(String resource) {
    List<Place> all = new ArrayList<>();
    places.forEach(
        (name, of) -> {
          if (InstanceName.resource(name).equals(resource)) {
            all.addAll(of);
          }
        });
    return all;
  }

  /** Returns the names of what is active though there is to be no such thing. */
  List<String> orphans() {
    return places.keySet().stream().filter(name -> definition(name) == null).toList();
  }

  /** Returns the definition of what has a name, or null if there is to be no such thing. */
  @Nullable ResourceDefinition definition(String name) {
    ResourceDefinition definition = cib.resources().get(InstanceName.resource(name));
    if (definition == null || InstanceName.isNumbered(name) != definition.isGloballyUnique()) {
      boolean unsure =
          definition != null
              && of(name).stream().allMatch(place -> place.state().phase() == Phase.UNKNOWN);
      return unsure ? definition : null;
    }
    return InstanceName.instance(name) < instances(definition) ? definition : null;
  }

  /** Returns how many instances there are to be of a resource. */
  int instances(ResourceDefinition definition) {
    ClonePolicy cloning = definition.cloning();
    if (cloning == null) {
      return 1;
    }
    return cloning.max() == 0 ? Math.max(1, cib.nodes().size()) : cloning.max();
  }

  /** Returns what a resource is made of: itself, or the instances that have names of their own. */
  List<String> names(ResourceDefinition definition) {
    if (!definition.isGloballyUnique()) {
      return List.of(definition.id());
    }
    List<String> names = new ArrayList<>();
    if (!of(definition.id()).isEmpty()) {
      names.add(definition.id());
    }
    for (int i = 0; i < instances(definition); i++) {
      names.add(InstanceName.of(definition.id(), i));
    }
    return Collections.unmodifiableList(names);
  }
}
