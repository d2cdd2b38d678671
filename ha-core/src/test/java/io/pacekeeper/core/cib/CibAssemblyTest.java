package io.pacekeeper.core.cib;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.pacekeeper.core.cib.CibAssembly.NodeFacts;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.FeatureSet;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.ResourceState;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CibAssemblyTest {
  private static final MemberDocument MEMBER =
      new MemberDocument(
          "i1",
          "host1",
          42,
          "1.0",
          Instant.EPOCH,
          ImmutableSortedSet.of("ledger"),
          ImmutableSortedMap.of("disk", "ssd", "zone", "east"));

  @Test
  void whatAnAdministratorSaysOfANodeWinsOverWhatTheNodeDeclares() {
    NodeDocument node = new NodeDocument(true, false, ImmutableSortedMap.of("zone", "west"), null);

    NodeState state = assemble(new NodeFacts(Membership.ONLINE, node, MEMBER, false, started()));

    assertThat(state.attributes())
        .containsOnly(Map.entry("disk", "ssd"), Map.entry("zone", "west"));
    assertThat(state.standby()).isTrue();
    assertThat(state.agents()).containsExactly("ledger");
    assertThat(state.resources()).isEqualTo(started());
  }

  @Test
  void whatAnAdministratorSaysOfItsCapacityWinsToo() {
    MemberDocument member =
        new MemberDocument(
            MEMBER.incarnation(),
            MEMBER.host(),
            MEMBER.pid(),
            MEMBER.version(),
            MEMBER.joined(),
            MEMBER.agents(),
            MEMBER.attributes(),
            null,
            MEMBER.devices(),
            "",
            FeatureSet.NEWEST,
            null,
            null,
            ImmutableSortedMap.of("cpu", 8, "memory", 4096));
    NodeDocument node =
        NodeDocument.EMPTY.withCapacity(
            ImmutableSortedMap.of("disk", 2, "memory", 1024),
            new ChangeNote("ann", "pk", Instant.EPOCH));

    NodeState state = assemble(new NodeFacts(Membership.ONLINE, node, member, false, started()));

    assertThat(state.capacity())
        .containsOnly(Map.entry("cpu", 8), Map.entry("disk", 2), Map.entry("memory", 1024));
  }

  @Test
  void aNodeWithoutAMemberHasNoCode() {
    NodeState state = assemble(new NodeFacts(Membership.UNCLEAN, null, null, false, started()));

    assertThat(state.agents()).isEmpty();
    assertThat(state.attributes()).isEmpty();
    assertThat(state.membership()).isEqualTo(Membership.UNCLEAN);
    assertThat(state.resources()).isEqualTo(started());
  }

  private static ImmutableSortedMap<String, ResourceState> started() {
    return ImmutableSortedMap.of(
        "ledger", new ResourceState(ResourceState.Phase.STARTED, 7, 0, null));
  }

  private static NodeState assemble(NodeFacts facts) {
    return CibAssembly.assemble(
            EffectiveResources.of(ConfigDocument.EMPTY), Map.of("node1", facts), Instant.EPOCH)
        .nodes()
        .get("node1");
  }
}
