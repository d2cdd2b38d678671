package io.pacekeeper.core.scheduler;

import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.cib.Cib;
import io.pacekeeper.core.cib.NodeState;
import io.pacekeeper.core.document.ClusterOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Everything that is decided about, numbered, so that the stages work on arrays: nodes by name,
 * resources by id, and behind these the orphans, which are active somewhere though nothing declares
 * them any more.
 */
final class Roster {
  final ClusterOptions options;
  final List<NodeState> nodes;
  final List<ResourceDefinition> resources;
  private final int declared;
  private final Map<String, Integer> nodeNumbers = new HashMap<>();
  private final Map<String, Integer> resourceNumbers;

  private Roster(ClusterOptions options, List<NodeState> nodes, List<ResourceDefinition> declared) {
    this.options = options;
    this.nodes = nodes;
    this.resources = declared;
    this.declared = declared.size();
    this.resourceNumbers = new HashMap<>(2 * declared.size());
    for (int n = 0; n < nodes.size(); n++) {
      nodeNumbers.put(nodes.get(n).name(), n);
    }
    for (int r = 0; r < declared.size(); r++) {
      resourceNumbers.put(declared.get(r).id(), r);
    }
    addOrphans();
  }

  static Roster of(Cib cib) {
    List<NodeState> nodes = new ArrayList<>(cib.nodes().values());
    nodes.sort(Comparator.comparing(NodeState::name));
    List<ResourceDefinition> resources = new ArrayList<>(cib.resources().values());
    resources.sort(Comparator.comparing(ResourceDefinition::id));
    return new Roster(cib.options(), nodes, resources);
  }

  private void addOrphans() {
    TreeSet<String> orphans = new TreeSet<>();
    for (NodeState node : nodes) {
      node.resources()
          .forEach(
              (id, state) -> {
                if (state.phase().isPossiblyActive() && !resourceNumbers.containsKey(id)) {
                  orphans.add(id);
                }
              });
    }
    for (String orphan : orphans) {
      resourceNumbers.put(orphan, resources.size());
      resources.add(ResourceDefinition.ofDefaults(orphan));
    }
  }

  boolean isOrphan(int resource) {
    return resource >= declared;
  }

  String nodeName(int node) {
    return nodes.get(node).name();
  }

  /** Returns the number of a node, or -1 if there is none of this name. */
  int node(String name) {
    return nodeNumbers.getOrDefault(name, -1);
  }

  /** Returns the number of a resource, or -1 if there is none of this id. */
  int resource(String id) {
    return resourceNumbers.getOrDefault(id, -1);
  }
}
