package io.pacekeeper.core.cib;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.ResourceState;
import java.time.Instant;
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

  /**
   * Returns the information base of what the cluster is to run and of what is known of each node.
   *
   * @param effective what it is to run, made once a change of the configuration and not once a
   *     decision
   * @param nodes what is known of each node, by name
   * @param now when that is: what somebody claims of a node may have ended
   */
  public static Cib assemble(
      EffectiveResources effective, Map<String, NodeFacts> nodes, Instant now) {
    ImmutableSortedMap.Builder<String, NodeState> states = ImmutableSortedMap.naturalOrder();
    nodes.forEach((name, facts) -> states.put(name, state(name, facts, now)));
    return new Cib(effective.options(), effective.definitions(), states.build());
  }

  private static NodeState state(String name, NodeFacts facts, Instant now) {
    NodeDocument node = facts.node() == null ? NodeDocument.EMPTY : facts.node();
    MemberDocument member = facts.member();
    SortedMap<String, String> attributes = new TreeMap<>();
    if (member != null) {
      attributes.putAll(member.attributes());
    }
    attributes.putAll(node.attributes());
    SortedMap<String, Integer> capacity = new TreeMap<>();
    if (member != null) {
      capacity.putAll(member.capacity());
    }
    capacity.putAll(node.capacity());
    return new NodeState(
        name,
        facts.membership(),
        node.isStandby(now),
        node.isMaintenance(now),
        facts.leaving(),
        attributes,
        member == null ? ImmutableSortedSet.of() : member.agents(),
        facts.resources(),
        member == null ? null : member.obstacle(),
        capacity);
  }
}
