package io.pacekeeper.core.status;

import io.pacekeeper.api.ClusterStatus;
import io.pacekeeper.api.ClusterStatus.NodeDetails;
import io.pacekeeper.api.ClusterStatus.NodeStatus;
import io.pacekeeper.core.cib.EffectiveResources;
import io.pacekeeper.core.cib.NodeState;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.document.Claim;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.HostDocument;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.NodeDocument;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Makes the status of one node of what was read. */
record NodeAssembly(
    DocumentSet documents,
    ConfigDocument config,
    EffectiveResources effective,
    @Nullable NodeReading reading,
    Instant now) {

  NodeStatus assemble(NodeState state, @Nullable String standbyBy) {
    String name = state.name();
    // The member document of a node that was killed outlives it until its session expires.
    MemberDocument member =
        state.membership() == Membership.OFFLINE
            ? null
            : documents.get(DocumentKey.member(name), MemberDocument.class);
    HostDocument host =
        member != null ? null : documents.get(DocumentKey.host(name), HostDocument.class);
    return new NodeStatus(
        name,
        ClusterStatus.Membership.valueOf(state.membership().name()),
        state.standby(),
        standbyBy,
        state.maintenance(),
        state.leaving(),
        member != null ? member.host() : host == null ? null : host.host(),
        member != null ? (Long) member.pid() : host == null ? null : (Long) host.pid(),
        member != null ? member.incarnation() : reading == null ? null : reading.incarnation(),
        member != null ? member.version() : host == null ? null : host.version(),
        state.attributes(),
        details(state, member, host));
  }

  private NodeDetails details(
      NodeState state, @Nullable MemberDocument member, @Nullable HostDocument host) {
    String name = state.name();
    PlacementAssembly placement = new PlacementAssembly(effective);
    NodeDocument said = documents.get(DocumentKey.node(name), NodeDocument.class);
    SortedMap<String, Integer> ids = config.nodes();
    DocumentKey trace = member != null ? DocumentKey.member(name) : DocumentKey.host(name);
    String unguarded = member == null ? null : member.unguarded();
    return new NodeDetails(
        ids == null ? null : ids.get(name),
        member == null && host == null ? null : session(trace),
        member != null ? member.joined() : host == null ? null : host.since(),
        unguarded == null ? null : unguarded.isEmpty(),
        unguarded == null || unguarded.isEmpty() ? null : unguarded,
        config.participation(name).enabled(),
        host == null ? null : host.waitsFor(),
        said == null ? List.of() : claims(said.standby(), now),
        said == null ? List.of() : claims(said.maintenance(), now),
        placement.health(state),
        placement.capacity(state));
  }

  private String session(DocumentKey trace) {
    return "0x" + Long.toHexString(documents.owner(trace));
  }

  /** Returns the claims that hold, for people, but for those of which nobody knows whose. */
  static List<ClusterStatus.Claim> claims(Collection<Claim> claims, Instant now) {
    return Claim.holding(claims, now).stream()
        .filter(claim -> !claim.equals(NodeDocument.unnamed()))
        .map(
            claim ->
                new ClusterStatus.Claim(
                    claim.owner(), claim.reason(), claim.since(), claim.until()))
        .toList();
  }
}
