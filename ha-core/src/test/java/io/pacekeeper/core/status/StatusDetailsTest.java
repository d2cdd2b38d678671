package io.pacekeeper.core.status;

import static io.pacekeeper.core.status.Documents.CONSUMED;
import static io.pacekeeper.core.status.Documents.NOW;
import static io.pacekeeper.core.status.Documents.state;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.ClusterStatus;
import io.pacekeeper.api.ClusterStatus.NodeStatus;
import io.pacekeeper.api.ClusterStatus.ResourceStatus;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.Claim;
import io.pacekeeper.core.document.DirectivesDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.FeatureSet;
import io.pacekeeper.core.document.HistoryDocument;
import io.pacekeeper.core.document.HostDocument;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.ResourceState.Phase;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What else the status says of nodes and of what they run: who wants what, since when, and why. */
class StatusDetailsTest {
  private static final Map<String, ResourceState> LEDGER_STARTED =
      Map.of("ledger", state(Phase.STARTED));

  @Test
  void aNodeThatIsGuardedSaysSoAndOneThatIsNotSaysWhy() {
    MemberDocument plain = Documents.member("node1");
    Documents documents =
        Documents.of("ledger")
            .withNode("node1", LEDGER_STARTED)
            .withNode("node2")
            .with(DocumentKey.member("node1"), guarded("node1", ""))
            .with(DocumentKey.member("node2"), guarded("node2", "it is to have no companion"));

    assertThat(documents.view().status().toText())
        .contains(
            "* node1  online  host-node1 pid 4242, guarded, incarnation i-node1\n",
            "* node2  online  host-node2 pid 4242, NOT guarded (it is to have no companion),"
                + " incarnation i-node2\n");
    assertThat(node(documents, "node1").details().since()).isEqualTo(plain.joined());
    assertThat(node(documents, "node1").details().session()).isEqualTo("0x0");
  }

  private static MemberDocument guarded(String node, String unguarded) {
    MemberDocument member = Documents.member(node);
    return new MemberDocument(
        member.incarnation(),
        member.host(),
        member.pid(),
        member.version(),
        member.joined(),
        member.agents(),
        member.attributes(),
        null,
        member.devices(),
        "",
        FeatureSet.NEWEST,
        unguarded);
  }

  @Test
  void aNodeThatDeclaresDifferentlyIsWarnedOf() {
    MemberDocument plain = Documents.member("node1");
    MemberDocument differs =
        new MemberDocument(
            plain.incarnation(),
            plain.host(),
            plain.pid(),
            plain.version(),
            plain.joined(),
            plain.agents(),
            plain.attributes(),
            null,
            plain.devices(),
            "",
            FeatureSet.NEWEST,
            "",
            "this node declares ledger differently",
            ImmutableSortedMap.of());
    Documents documents =
        Documents.of("ledger")
            .withNode("node1", LEDGER_STARTED)
            .with(DocumentKey.member("node1"), differs);

    assertThat(documents.view().status().warnings())
        .containsExactly("node1: this node declares ledger differently");
  }

  @Test
  void aJvmThatWaitsIsShownWithWhatItWaitsFor() {
    Documents documents =
        Documents.of("ledger")
            .withNode("node1", LEDGER_STARTED)
            .with(
                DocumentKey.host("node2"),
                new HostDocument("p", "host2", 7, "0.1.0", 2, NOW, "was stopped by anna"))
            .with(
                DocumentKey.node("node2"),
                new NodeDocument(false, false, ImmutableSortedMap.of(), null))
            .with(
                DocumentKey.host("node3"),
                new HostDocument("p", "host3", 8, "0.1.0", 2, NOW, "is not one of its nodes"));

    assertThat(documents.view().status().toText())
        .contains("* node2  OFFLINE  host2 pid 7, was stopped by anna\n");
    assertThat(documents.view().status().warnings())
        .containsExactly(
            "node3, which is no node, has a JVM (host3 pid 8): it is not one of its nodes");
    assertThat(documents.view().status().toMembershipText("host-node1", ZoneId.of("UTC")))
        .isEqualTo(
            """
            Membership information
            ----------------------
                Nodeid  Votes  Name           Session  Host         Pid  Since
                     -      0  node1 (local)  0x0      host-node1  4242  2025-12-31 23:00:00 UTC

            Not members:
              * node2: OFFLINE; its JVM (host2 pid 7) was stopped by anna

            Nodes have no votes: the quorum is that of ZooKeeper's servers.
            """);
  }

  @Test
  void whoWantsSomethingIsNamedWithReasonAndEndAsLongAsThatHolds() {
    Claim disk = new Claim("anna", "new disk", NOW.minusSeconds(9), NOW.plusSeconds(60));
    Claim over = new Claim("bob", "", NOW.minusSeconds(9), NOW.minusSeconds(1));
    Claim backup = new Claim("cron", "", NOW.minusSeconds(9), null);
    ChangeNote note = new ChangeNote("anna", "pk maintenance on", NOW, "laptop", "a, b");
    Documents documents =
        Documents.of("cart", "ledger")
            .withNode("node1", LEDGER_STARTED)
            .with(
                DocumentKey.node("node1"),
                new NodeDocument(
                    List.of(disk, over),
                    List.of(),
                    ImmutableSortedMap.of(),
                    List.of(),
                    ImmutableSortedMap.of()))
            .with(
                DocumentKey.DIRECTIVES,
                DirectivesDocument.EMPTY
                    .withMaintenance(List.of(disk, backup), note)
                    .withStopped("cart", List.of(backup), note));

    assertThat(documents.view().status().toText())
        .contains(
            "* Last change:  2026-01-01 00:00:00 UTC by anna via pk maintenance on on laptop\n",
            "  *** The cluster is in maintenance: no resource is started or stopped; wanted by anna"
                + " (new disk) until 2026-01-01 00:01:00 UTC and cron ***\n",
            "* node1  online, standby  host-node1 pid 4242, incarnation i-node1,"
                + " standby by anna (new disk) until 2026-01-01 00:01:00 UTC\n",
            "* cart    Stopped (disabled, unmanaged), stopped by cron\n");
  }

  @Test
  void whatIsActiveSaysSinceWhenAndWhyAsFarAsTheHistoryGoesBack() {
    Documents documents =
        Documents.of("cart", "ledger")
            .withNode(
                "node1",
                Map.of(
                    "cart", started(CONSUMED.token()),
                    "ledger", started(CONSUMED.token() - 1)))
            .with(
                DocumentKey.HISTORY,
                HistoryDocument.EMPTY.with(
                    List.of(
                        entry(HistoryDocument.Kind.TRANSITION, null, "transition 1.5"),
                        entry(HistoryDocument.Kind.MOVE, "cart", "cart moves")),
                    100));

    assertThat(documents.view().status().toText())
        .contains("* cart    Started node1 since 2025-12-31 23:59:50 UTC, token 4294967301\n");
    assertThat(resource(documents, "cart").active())
        .extracting(ClusterStatus.Activity::reason)
        .containsExactly("cart moves");
    assertThat(resource(documents, "ledger").active())
        .extracting(ClusterStatus.Activity::reason)
        .containsExactly((String) null);
  }

  private static ResourceState started(long token) {
    return new ResourceState(Phase.STARTED, token, 0, null, NOW.minusSeconds(10));
  }

  private static HistoryDocument.Entry entry(
      HistoryDocument.Kind kind, String resource, String text) {
    return new HistoryDocument.Entry(
        1, NOW.minusSeconds(5), kind, "node1", "node1", resource, CONSUMED.token(), text);
  }

  @Test
  void aLeaseThatTheDcSawSilentIsAWarningUntilItIsRenewedOrOver() {
    HistoryDocument.Entry silent = entry(HistoryDocument.Kind.LEASE, null, "it is silent");
    HistoryDocument.Entry again =
        entry(HistoryDocument.Kind.LEASE, null, HistoryDocument.renewsAgain("node1"));
    Documents documents =
        Documents.of("ledger")
            .withNode("node1", LEDGER_STARTED)
            .with(DocumentKey.HISTORY, HistoryDocument.EMPTY.with(List.of(silent), 9));

    assertThat(documents.view().status().warnings())
        .containsExactly("it is silent, as node1 saw at 2025-12-31T23:59:55Z");
    assertThat(ClusterView.of(documents.all(), NOW.plusSeconds(60)).status().warnings()).isEmpty();
    documents.with(DocumentKey.HISTORY, HistoryDocument.EMPTY.with(List.of(silent, again), 9));
    assertThat(documents.view().status().warnings()).isEmpty();
  }

  private static NodeStatus node(Documents documents, String name) {
    return documents.view().status().nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static ResourceStatus resource(Documents documents, String id) {
    return documents.view().status().resources().stream()
        .filter(resource -> resource.id().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
