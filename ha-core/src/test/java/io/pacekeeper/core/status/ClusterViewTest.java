package io.pacekeeper.core.status;

import static io.pacekeeper.core.status.Documents.CONSUMED;
import static io.pacekeeper.core.status.Documents.NOW;
import static io.pacekeeper.core.status.Documents.failed;
import static io.pacekeeper.core.status.Documents.lease;
import static io.pacekeeper.core.status.Documents.orders;
import static io.pacekeeper.core.status.Documents.report;
import static io.pacekeeper.core.status.Documents.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.ClusterStatus;
import io.pacekeeper.api.ClusterStatus.Membership;
import io.pacekeeper.api.ClusterStatus.NodeStatus;
import io.pacekeeper.api.ClusterStatus.ResourceStatus;
import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.fencing.FencingDefinition;
import io.pacekeeper.api.fencing.FencingDeviceDefinition;
import io.pacekeeper.api.fencing.FencingTopology;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.FeatureSet;
import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.FencingDocument.Confirmation;
import io.pacekeeper.core.document.FencingDocument.Means;
import io.pacekeeper.core.document.FencingOptions;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.OrderNumber;
import io.pacekeeper.core.document.OrderedAction;
import io.pacekeeper.core.document.OrdersDocument;
import io.pacekeeper.core.document.ReportDocument;
import io.pacekeeper.core.document.ResourceState.Phase;
import io.pacekeeper.core.document.TermDocument;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ClusterViewTest {
  private static final Map<String, io.pacekeeper.core.document.ResourceState> LEDGER_STARTED =
      Map.of("ledger", state(Phase.STARTED));

  @Test
  void aClusterReadsAsPeopleExpect() {
    ClusterStatus status =
        Documents.of("cart", "ledger")
            .withNode("node1", LEDGER_STARTED)
            .withNode("node2")
            .with(
                DocumentKey.node("node2"),
                new NodeDocument(true, false, ImmutableSortedMap.of("zone", "west"), null))
            .with(DocumentKey.lease("node3"), lease("node3", LeaseDocument.State.REVOKED))
            .with(
                DocumentKey.report("node3"),
                new ReportDocument("i-node3", OrderNumber.NONE, false, ImmutableSortedMap.of()))
            .with(DocumentKey.lease("node4"), lease("node4", LeaseDocument.State.RELEASED))
            .with(
                DocumentKey.fencing("node3"),
                new FencingDocument(
                    List.of(
                        new Confirmation("i-node3", Means.LEASE, "node1", NOW.minusSeconds(9)))))
            .view()
            .status();

    assertThat(status.toText())
        .isEqualTo(
            """
            Cluster Summary:
              * Stack: ZooKeeper
              * Current DC: node1 (version 0.1.0, term 1) - partition with quorum
              * Last updated: 2026-01-01 00:00:00 UTC
              * Last change:  2025-12-31 23:59:00 UTC by root via pk
              * 3 nodes configured
              * 2 resource instances configured
              * Health: failed (cart is not active; node3 is OFFLINE)

            Node List:
              * node1  online           host-node1 pid 4242, incarnation i-node1
              * node2  online, standby  host-node2 pid 4242, incarnation i-node2
              * node3  OFFLINE

            Full List of Resources:
              * cart    Stopped
              * ledger  Started node1, token 4294967301

            Fencing History:
              * node3 was confirmed dead at 2025-12-31 23:59:51 UTC: lease, by node1, incarnation i-node3
            """);
  }

  @Test
  void theLastChangeMayBeOfANode() {
    ChangeNote before = new ChangeNote("ann", "pk node unstandby", NOW.minusSeconds(99));
    ChangeNote after = new ChangeNote("bob", "pk node standby", NOW.minusSeconds(5));
    Documents documents =
        Documents.of("ledger")
            .with(
                DocumentKey.node("node1"),
                new NodeDocument(false, false, ImmutableSortedMap.of(), before))
            .withUnreadable(DocumentKey.node("node2"));

    assertThat(documents.view().status().lastChange().by()).isEqualTo("root");
    documents.with(
        DocumentKey.node("node3"), new NodeDocument(true, false, ImmutableSortedMap.of(), after));
    assertThat(documents.view().status().lastChange())
        .isEqualTo(
            new ClusterStatus.Change("bob", "pk node standby", NOW.minusSeconds(5), null, null));
  }

  @Test
  void theProcessOfANodeThatIsConfirmedDeadIsNotShown() {
    Documents documents =
        Documents.of("ledger")
            .withNode("node1", LEDGER_STARTED)
            .with(DocumentKey.lease("node1"), lease("node1", LeaseDocument.State.REVOKED));

    assertThat(node(documents, "node1").pid()).isNull();
    assertThat(node(documents, "node1").incarnation()).isEqualTo("i-node1");
  }

  @Test
  void aNodeWithItsMemberAndItsLeaseIsOnline() {
    assertThat(node(Documents.of("ledger").withNode("node1"), "node1").membership())
        .isEqualTo(Membership.ONLINE);
  }

  @Test
  void aNodeWhoseMemberIsGoneAndWhoseLeaseIsNotOverIsUnclean() {
    Documents documents =
        Documents.of("ledger")
            .withNode("node1", LEDGER_STARTED)
            .without(DocumentKey.member("node1"));

    assertThat(node(documents, "node1").membership()).isEqualTo(Membership.UNCLEAN);
    assertThat(resource(documents, "ledger").state()).isEqualTo("Started node1 (UNCLEAN)");
  }

  @Test
  void aNodeWhoseLeaseIsEndingIsUnclean() {
    Documents documents =
        Documents.of("ledger")
            .withNode("node1")
            .with(DocumentKey.lease("node1"), lease("node1", LeaseDocument.State.ENDING));

    assertThat(node(documents, "node1").membership()).isEqualTo(Membership.UNCLEAN);
  }

  @Test
  void nothingIsActiveOnANodeWhoseLeaseIsOver() {
    for (LeaseDocument.State over :
        List.of(
            LeaseDocument.State.RELEASED, LeaseDocument.State.REVOKED, LeaseDocument.State.DEAD)) {
      Documents documents =
          Documents.of("ledger")
              .withNode("node1", LEDGER_STARTED)
              .with(DocumentKey.lease("node1"), lease("node1", over));

      assertThat(node(documents, "node1").membership()).isEqualTo(Membership.OFFLINE);
      assertThat(resource(documents, "ledger").state()).isEqualTo("Stopped");
    }
  }

  @Test
  void aNodeOfWhichOnlyTheAdministratorSpokeIsOffline() {
    Documents documents =
        Documents.of("ledger").with(DocumentKey.node("node9"), NodeDocument.EMPTY);

    assertThat(node(documents, "node9").membership()).isEqualTo(Membership.OFFLINE);
    assertThat(documents.view().status().warnings()).isEmpty();
  }

  @Test
  void aLeaseThatCannotBeReadMeansThatAnythingCouldBeActiveThere() {
    Documents documents =
        Documents.of("ledger").withNode("node1").withUnreadable(DocumentKey.lease("node1"));

    assertThat(node(documents, "node1").membership()).isEqualTo(Membership.UNCLEAN);
    assertThat(resource(documents, "ledger").state()).isEqualTo("UNKNOWN node1");
    assertThat(documents.view().status().warnings())
        .containsExactly("leases/node1 cannot be read: no JSON");
  }

  @Test
  void aReportThatCannotBeReadMakesANodePendingOnWhichAnythingCouldBeActive() {
    Documents documents =
        Documents.of("ledger")
            .withNode("node1", LEDGER_STARTED)
            .withUnreadable(DocumentKey.report("node1"));

    assertThat(node(documents, "node1").membership()).isEqualTo(Membership.PENDING);
    assertThat(resource(documents, "ledger").active().get(0).phase())
        .isEqualTo(ClusterStatus.Phase.UNKNOWN);
    assertThat(documents.view().status().warnings())
        .containsExactly("reports/node1 cannot be read: no JSON");
  }

  @Test
  void aReportOfAnotherIncarnationSaysNothing() {
    Documents documents =
        Documents.of("ledger")
            .withNode("node1")
            .with(DocumentKey.report("node1"), report("elsewhere", CONSUMED, LEDGER_STARTED));

    assertThat(node(documents, "node1").membership()).isEqualTo(Membership.PENDING);
  }

  @Test
  void aNodeThatHasNotAnsweredTheFirstQuestionIsPending() {
    Documents documents =
        Documents.of("ledger")
            .withNode("node1")
            .with(
                DocumentKey.orders("node1"),
                new OrdersDocument("i-node1", CONSUMED.next(), List.of(), new TreeSet<>(), true));

    assertThat(node(documents, "node1").membership()).isEqualTo(Membership.PENDING);
  }

  @Test
  void whereAResourceOnlyCouldBeIsNotShownWhileItIsKnownToBeElsewhere() {
    Documents documents =
        Documents.of("ledger")
            .withNode("node1")
            .withNode("node2", LEDGER_STARTED)
            .withUnreadable(DocumentKey.report("node1"));

    assertThat(resource(documents, "ledger").state()).isEqualTo("Started node2");
    assertThat(resource(documents, "ledger").active())
        .extracting(ClusterStatus.Activity::node)
        .containsExactly("node2", "node1");
  }

  @Test
  void everyDocumentThatCannotBeReadIsNamed() {
    Documents documents = Documents.of("ledger").withNode("node1");
    for (DocumentKey.Kind kind : DocumentKey.Kind.values()) {
      boolean global = kind == DocumentKey.Kind.CONFIG || kind == DocumentKey.Kind.TERM;
      DocumentKey key = new DocumentKey(kind, global ? "" : "node1");
      Documents broken = Documents.of("ledger").withNode("node1").withUnreadable(key);

      assertThat(broken.view().status().warnings())
          .as("with an unreadable %s", key)
          .containsExactly(key.path() + " cannot be read: no JSON");
    }
    assertThat(documents.view().status().warnings()).isEmpty();
  }

  @Test
  void everyDocumentThatIsMissingIsNamed() {
    Map<DocumentKey, String> expected =
        Map.of(
            DocumentKey.CONFIG,
            "config is missing, though nodes take part",
            DocumentKey.TERM,
            "dc/term is missing, though nodes take part",
            DocumentKey.lease("node1"),
            "leases/node1 is missing, though node1 takes part",
            DocumentKey.report("node1"),
            "reports/node1 is missing, though node1 takes part",
            DocumentKey.orders("node1"),
            "orders/node1 is missing, though node1 has reported orders");
    expected.forEach(
        (key, warning) ->
            assertThat(
                    Documents.of("ledger")
                        .withNode("node1")
                        .without(key)
                        .view()
                        .status()
                        .warnings())
                .containsExactly(warning));
  }

  @Test
  void aMissingLeaseOfANodeThatTookPartIsNamedAndTheNodeIsUnclean() {
    Documents documents =
        Documents.of("ledger")
            .withNode("node1", LEDGER_STARTED)
            .without(DocumentKey.member("node1"))
            .without(DocumentKey.lease("node1"));

    assertThat(node(documents, "node1").membership()).isEqualTo(Membership.UNCLEAN);
    assertThat(documents.view().status().warnings())
        .containsExactly("leases/node1 is missing, though node1 took part");
  }

  @Test
  void aLeaseThatWasDeletedIsNamedAsLongAsItIsWaitedFor() {
    Documents documents =
        Documents.of("ledger")
            .withNode("node1", LEDGER_STARTED)
            .with(DocumentKey.lease("node1"), LeaseDocument.ofNobody(Duration.ofSeconds(66)));

    assertThat(node(documents, "node1").membership()).isEqualTo(Membership.UNCLEAN);
    assertThat(documents.view().status().warnings())
        .containsExactly("leases/node1 was deleted: node1 is waited for, for 66000 ms");
  }

  @Test
  void aStartThatWasOrderedAndNotReportedIsShownAsStartingAndCountsAsUnknown() {
    Documents documents =
        Documents.of("ledger")
            .withNode("node1")
            .withNode("node2")
            .with(
                DocumentKey.orders("node2"),
                orders(
                    "node2",
                    CONSUMED.next(),
                    new OrderedAction(
                        CONSUMED.next().token(), Operation.START, "ledger", List.of(), "")));

    assertThat(resource(documents, "ledger").state()).isEqualTo("Starting node2");
    assertThat(documents.view().cib().nodes().get("node2").resource("ledger").phase())
        .isEqualTo(Phase.UNKNOWN);
  }

  @Test
  void failuresAndBlockedResourcesAreNamed() {
    Documents documents =
        Documents.of("cart", "ledger")
            .withNode(
                "node1",
                Map.of(
                    "cart", failed(Phase.FAILED, OnFail.RESTART),
                    "ledger", failed(Phase.BLOCKED, OnFail.FENCE)));

    assertThat(documents.view().status().toText())
        .contains(
            """
            Full List of Resources:
              * cart    FAILED node1, token 4294967301
              * ledger  FAILED node1 (blocked), token 4294967301

            Failed Resource Actions:
              * cart monitor on node1: no answer, failcount 3, at 2025-12-31 23:59:55 UTC
              * ledger monitor on node1: no answer, failcount 3, at 2025-12-31 23:59:55 UTC

            Warnings:
              * ledger is blocked on node1, and is left alone until it is cleaned up
            """);
  }

  @Test
  void aNodeThatAFailurePutInStandbySaysSo() {
    Documents documents =
        Documents.of("ledger")
            .withNode("node1", Map.of("ledger", failed(Phase.STOPPED, OnFail.STANDBY)));

    assertThat(node(documents, "node1").state()).isEqualTo("online, standby (on-fail of ledger)");
  }

  @Test
  void aDcWhoseIncarnationIsGoneIsNamedAsSuch() {
    ClusterStatus status =
        Documents.of("ledger")
            .withNode("node2")
            .with(DocumentKey.TERM, new TermDocument(7, "node1", "i-node1"))
            .view()
            .status();

    assertThat(status.toText())
        .contains("Current DC: node1 (term 7), which does not take part any more");
  }

  @Test
  void whatNothingDeclaresAnyMoreIsOrphaned() {
    Documents documents = Documents.of("cart").withNode("node1", LEDGER_STARTED);

    assertThat(resource(documents, "ledger").state()).isEqualTo("Started node1 (orphaned)");
  }

  @Test
  void aConfigurationThatCannotBeReadOrphansNothingAndExplainsNothing() {
    Documents documents =
        Documents.of("ledger").withNode("node1", LEDGER_STARTED).withUnreadable(DocumentKey.CONFIG);

    assertThat(resource(documents, "ledger").state()).isEqualTo("Started node1");
    assertThatThrownBy(() -> documents.view().explain("ledger"))
        .hasMessage("nothing can be explained, because config cannot be read: no JSON");
  }

  @Test
  void definitionsThatContradictEachOtherAreNamed() {
    ConfigDocument config =
        (ConfigDocument) Documents.of("ledger").all().iterator().next().document();
    Documents documents =
        Documents.of("ledger")
            .withNode("node1")
            .with(
                DocumentKey.CONFIG,
                new ConfigDocument(
                    config.options(),
                    ImmutableSortedMap.of(
                        "shop",
                        config.applications().get("shop"),
                        "zoo",
                        config.applications().get("shop")),
                    config.overrides(),
                    null));

    assertThat(documents.view().status().warnings())
        .containsExactly(
            "resource ledger is declared by the applications shop and zoo: that of shop holds;"
                + " rename one");
  }

  @Test
  void aFencingDeviceThatCannotBeUsedIsNamed() {
    Documents documents =
        Documents.of("cart").withNode("node1").withNode("node2").withNode("node3");
    ConfigDocument config =
        (ConfigDocument) Documents.of("cart").all().iterator().next().document();
    FencingDefinition devices =
        FencingDefinition.of(
            List.of(FencingDeviceDefinition.builder("ipmi").build()),
            List.of(FencingTopology.forNode("node1").level("gone")));
    ConfigDocument.Application shop =
        new ConfigDocument.Application(1, config.applications().get("shop").resources(), devices);
    MemberDocument plain = Documents.member("node1");
    documents =
        documents
            .with(
                DocumentKey.CONFIG,
                new ConfigDocument(
                    config.options(),
                    ImmutableSortedMap.of("shop", shop),
                    config.overrides(),
                    null))
            .with(DocumentKey.member("node1"), having(plain, "no route"))
            .with(DocumentKey.member("node2"), having(Documents.member("node2"), ""));

    assertThat(documents.view().status().warnings())
        .containsExactly(
            "the fencing topology of node1 names the device gone, which no application declares",
            "fencing device ipmi cannot be used from node3, for want of its code: register it on every node, as any may become DC",
            "fencing device ipmi cannot be used from node1: no route");
  }

  @Test
  void anUncleanNodeWhoseLeaseIsNotEnoughIsNamed() {
    Documents documents =
        Documents.of("cart")
            .withNode("node1")
            .withNode("node2")
            .without(DocumentKey.member("node2"));
    ConfigDocument config =
        (ConfigDocument) Documents.of("cart").all().iterator().next().document();
    FencingOptions absent = FencingOptions.DEFAULTS;
    ClusterOptions options =
        new ClusterOptions(
            true,
            false,
            false,
            true,
            config.options().maxLease(),
            new FencingOptions(
                absent.action(),
                absent.timeout(),
                absent.maxAttempts(),
                absent.concurrent(),
                absent.priorityDelay(),
                absent.startup(),
                Means.COMPANION));
    documents =
        documents.with(
            DocumentKey.CONFIG,
            new ConfigDocument(options, config.applications(), config.overrides(), null));

    assertThat(documents.view().status().warnings())
        .containsExactly(
            "fencing is companion and no application declares a fencing device: of a host that is lost, pk fence confirm has to say so by hand",
            "node2 is unclean, and as fencing is companion its lease alone will not end that: its companion, a device or pk fence confirm has to confirm it dead");
  }

  private static MemberDocument having(MemberDocument member, String problem) {
    return new MemberDocument(
        member.incarnation(),
        member.host(),
        member.pid(),
        member.version(),
        member.joined(),
        member.agents(),
        member.attributes(),
        null,
        ImmutableSortedMap.of("ipmi", problem),
        "",
        FeatureSet.NEWEST,
        null);
  }

  @Test
  void aResourceIsExplainedFromTheDocumentsAlone() {
    ClusterView view =
        Documents.of("cart", "ledger").withNode("node1", LEDGER_STARTED).withNode("node2").view();

    assertThat(view.explain("ledger").summary()).isEqualTo("ledger is on node1 and stays there.");
    assertThatThrownBy(() -> view.explain("legder"))
        .hasMessage("there is no resource legder: no application declares it");
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
