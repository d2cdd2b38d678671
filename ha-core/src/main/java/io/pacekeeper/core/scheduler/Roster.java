package io.pacekeeper.core.scheduler;

import io.pacekeeper.api.ClonePolicy;
import io.pacekeeper.api.GroupMembership;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.Rule;
import io.pacekeeper.core.cib.Cib;
import io.pacekeeper.core.cib.NodeState;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.InstanceName;
import io.pacekeeper.core.document.ResourceState.Phase;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is decided about, numbered, so that the stages work on arrays: nodes by name,
 * resources by id, and behind these the orphans, which are active somewhere though nothing declares
 * them any more. Knows, too, what the policy engine calls them; no id has the sign {@code @}, which
 * makes its names different from all others.
 */
final class Roster {
  private static final String GROUP_SIGN = "@group";
  private static final String CLONE_SIGN = "@clone";

  final ClusterOptions options;
  final List<NodeState> nodes;
  final List<ResourceDefinition> resources;
  private final int declared;
  private final BitSet code;
  private final Map<String, Integer> nodeNumbers = new HashMap<>();
  private final Map<String, Integer> resourceNumbers;
  private final Map<String, Integer> orphans = new HashMap<>();
  private final List<String> orphanNames = new ArrayList<>(0);
  private final SortedMap<String, List<Integer>> groups = new TreeMap<>();

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
    this.code = code();
    addGroups();
  }

  static Roster of(Cib cib) {
    List<NodeState> nodes = new ArrayList<>(cib.nodes().values());
    nodes.sort(Comparator.comparing(NodeState::name));
    List<ResourceDefinition> resources = new ArrayList<>(cib.resources().values());
    resources.sort(Comparator.comparing(ResourceDefinition::id));
    return new Roster(cib.options(), nodes, resources);
  }

  private void addOrphans() {
    TreeSet<String> found = new TreeSet<>();
    for (NodeState node : nodes) {
      node.resources()
          .forEach(
              (name, state) -> {
                if (state.phase().isPossiblyActive() && declared(name, state.phase()) < 0) {
                  found.add(name);
                }
              });
    }
    for (String orphan : found) {
      orphans.put(orphan, resources.size());
      orphanNames.add(orphan);
      resources.add(ResourceDefinition.ofDefaults(InstanceName.resource(orphan)));
    }
  }

  /** Returns which node has code for which resource. */
  private BitSet code() {
    BitSet known = new BitSet(resources.size() * nodes.size());
    for (int n = 0; n < nodes.size(); n++) {
      for (String agent : nodes.get(n).agents()) {
        Integer resource = resourceNumbers.get(agent);
        if (resource != null) {
          known.set(resource * nodes.size() + n);
        }
      }
    }
    return known;
  }

  private void addGroups() {
    for (int r = 0; r < declared; r++) {
      GroupMembership group = resources.get(r).group();
      if (group != null) {
        groups.computeIfAbsent(group.name(), name -> new ArrayList<>()).add(r);
      }
    }
    for (List<Integer> members : groups.values()) {
      members.sort(Comparator.<Integer>comparingInt(this::position).thenComparingInt(r -> r));
    }
  }

  private int position(int resource) {
    GroupMembership group = resources.get(resource).group();
    return group == null ? 0 : group.position();
  }

  /** Returns whether a node has the code of a resource. */
  boolean hasCode(int resource, int node) {
    return code.get(resource * nodes.size() + node);
  }

  /** Returns whether a node is alive. */
  boolean isUp(int node) {
    Membership membership = nodes.get(node).membership();
    return membership == Membership.ONLINE || membership == Membership.PENDING;
  }

  /** Returns the nodes whose attributes match a rule. */
  BitSet matching(Rule rule) {
    BitSet matching = new BitSet();
    for (int n = 0; n < nodes.size(); n++) {
      Map<String, String> attributes = new TreeMap<>(nodes.get(n).attributes());
      attributes.put("#uname", nodeName(n));
      if (rule.matches(attributes)) {
        matching.set(n);
      }
    }
    return matching;
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

  /** Returns the number of a resource that is declared, or -1 if there is none of this id. */
  int resource(String id) {
    return resourceNumbers.getOrDefault(id, -1);
  }

  /** Returns the number of a resource that the engine calls so, or -1 if there is none. */
  int ofEngine(String engineId) {
    for (int r = 0; r < resources.size(); r++) {
      if (engineId(r).equals(engineId)) {
        return r;
      }
    }
    return -1;
  }

  /**
   * Returns what people call what the engine calls so.
   *
   * @param definition what the engine calls the definition that it was made of
   */
  String name(String engineName, String definition) {
    int number = ofEngine(definition);
    if (number >= 0) {
      return reportName(number, engineName);
    }
    int at = engineName.indexOf('@');
    String name = at < 0 ? engineName : engineName.substring(0, at);
    return engineName.contains(GROUP_SIGN) ? "group " + name : name;
  }

  /** Returns the number of a resource, or of an orphan, or -1 if there is none of this name. */
  int known(String name) {
    int number = resource(name);
    return number >= 0 ? number : orphans.getOrDefault(name, -1);
  }

  /** Returns the number of the resource that a report calls by a name, or -1. */
  int resource(String name, Phase phase) {
    int number = declared(name, phase);
    return number >= 0 ? number : orphans.getOrDefault(name, -1);
  }

  /**
   * Returns the resource that a name stands for, as it is declared now. What has a number and is
   * not globally unique is no instance of it, nor is what has none and is; but of the latter nobody
   * knows more where nothing is known.
   */
  private int declared(String name, Phase phase) {
    int number = resourceNumbers.getOrDefault(InstanceName.resource(name), -1);
    if (number < 0) {
      return -1;
    }
    boolean unique = resources.get(number).isGloballyUnique();
    boolean numbered = InstanceName.isNumbered(name);
    // Nor is an instance beyond those that there are to be.
    boolean fits =
        unique == numbered
            ? !numbered || InstanceName.instance(name) < instances(resources.get(number))
            : unique && phase == Phase.UNKNOWN;
    return fits || !phase.isPossiblyActive() ? number : -1;
  }

  private int instances(ResourceDefinition definition) {
    ClonePolicy cloning = definition.cloning();
    int max = cloning == null ? 0 : cloning.max();
    return max == 0 ? Math.max(1, nodes.size()) : max;
  }

  /** Returns the groups, and their members in order. */
  SortedMap<String, List<Integer>> groups() {
    return groups;
  }

  /** Returns the members of the group that a resource is in, or null if it is in none. */
  @Nullable List<Integer> groupOf(int resource) {
    GroupMembership group = resources.get(resource).group();
    return group == null ? null : groups.get(group.name());
  }

  /** Returns how all members of a group are cloned, or null if they are not. */
  @Nullable ClonePolicy cloning(String group) {
    return resources.get(groups.getOrDefault(group, List.of()).get(0)).cloning();
  }

  static String groupId(String group) {
    return group + GROUP_SIGN;
  }

  static String cloneId(String resource) {
    return resource + CLONE_SIGN;
  }

  /** Returns what the engine calls a resource, or each instance of it. */
  String engineId(int resource) {
    return isOrphan(resource)
        ? String.format(Locale.ROOT, "~orphan@%06d", resource - declared)
        : resources.get(resource).id();
  }

  /** Returns a text of the engine's with the names that the user knows. */
  String inNamesOfUser(String text) {
    String said = text.replace(GROUP_SIGN, "").replace(CLONE_SIGN, "");
    for (int r = declared; r < resources.size(); r++) {
      said = said.replace(engineId(r), orphanNames.get(r - declared));
    }
    return said;
  }

  /** Returns what the engine calls a resource, with all instances that it has. */
  String engineTop(int resource) {
    String id = engineId(resource);
    ResourceDefinition definition = resources.get(resource);
    if (definition.cloning() == null) {
      return id;
    }
    GroupMembership group = definition.group();
    return cloneId(group == null ? id : groupId(group.name()));
  }

  /** Returns what the engine calls a resource or a group, or null if there is neither. */
  @Nullable String engineRef(String name) {
    int resource = resource(name);
    if (resource >= 0) {
      return engineTop(resource);
    }
    if (!groups.containsKey(name)) {
      return null;
    }
    return cloning(name) == null ? groupId(name) : cloneId(groupId(name));
  }

  /** Returns what the engine calls what is called so in a report. */
  String engineName(int resource, String name) {
    String id = engineId(resource);
    return resources.get(resource).isGloballyUnique()
        ? InstanceName.of(id, InstanceName.instance(name))
        : id;
  }

  /** Returns how orders and reports call what the engine calls so. */
  String reportName(int resource, String engineName) {
    if (isOrphan(resource)) {
      return orphanNames.get(resource - declared);
    }
    return resources.get(resource).isGloballyUnique() ? engineName : resources.get(resource).id();
  }
}
