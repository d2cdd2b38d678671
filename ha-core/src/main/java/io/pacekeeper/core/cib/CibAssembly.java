package io.pacekeeper.core.cib;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.ResourceState;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the cluster information base of the configuration and of what is known of each node. Who
 * asks brings the verdicts on membership, because those depend on more than documents.
 */
public final class CibAssembly {

  /**
   * What is known of one node.
   *
   * @param membership whether it takes part
   * @param node what an administrator says of it, or null for nothing
   * @param member its incarnation, or null if there is none; without it the node has no code
   * @param leaving whether it asks for everything to be moved away
   * @param resources the state of each resource that is not simply stopped there
   */
  public record NodeFacts(
      Membership membership,
      @Nullable NodeDocument node,
      @Nullable MemberDocument member,
      boolean leaving,
      SortedMap<String, ResourceState> resources) {
    public NodeFacts {
      resources = ImmutableSortedMap.copyOfSorted(resources);
    }
  }

  private CibAssembly() {}

  /** Returns the information base of a configuration and of what is known of each node, by name. */
  public static Cib assemble(ConfigDocument config, Map<String, NodeFacts> nodes) {
    return assemble(config.options(), EffectiveResources.of(config).definitions(), nodes);
  }

  /**
   * Returns the same for a configuration whose {@link EffectiveResources} were made before, so that
   * they are made once a change of the configuration and not once a decision.
   */
  public static Cib assemble(
      ClusterOptions options,
      SortedMap<String, ResourceDefinition> definitions,
      Map<String, NodeFacts> nodes) {
    ImmutableSortedMap.Builder<String, NodeState> states = ImmutableSortedMap.naturalOrder();
    nodes.forEach((name, facts) -> states.put(name, state(name, facts)));
    return new Cib(options, definitions, states.build());
  }

  private static NodeState state(String name, NodeFacts facts) {
    NodeDocument node = facts.node() == null ? NodeDocument.EMPTY : facts.node();
    MemberDocument member = facts.member();
    SortedMap<String, String> attributes = new TreeMap<>();
    if (member != null) {
      attributes.putAll(member.attributes());
    }
    attributes.putAll(node.attributes());
    return new NodeState(
        name,
        facts.membership(),
        node.standby(),
        node.maintenance(),
        facts.leaving(),
        attributes,
        member == null ? ImmutableSortedSet.of() : member.agents(),
        facts.resources(),
        member == null ? null : member.obstacle());
  }
}
