package io.pacekeeper.pacemaker.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.core.policy.PolicyDecision;
import io.pacekeeper.core.policy.PolicyEngine;
import io.pacekeeper.core.policy.rule.RuleTime;
import io.pacekeeper.core.policy.unpack.Unpacked;
import io.pacekeeper.core.policy.unpack.Unpacking;
import io.pacekeeper.core.policy.working.Reason;
import io.pacekeeper.core.policy.working.Reason.Kind;
import io.pacekeeper.core.policy.working.Reasons;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.pacemaker.CibReader;
import io.pacekeeper.pacemaker.conformance.CrmSimulate;
import io.pacekeeper.pacemaker.conformance.Decision;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where resources are put, and what scores they have; crm_simulate has to agree if installed. */
class PlacementTest {
  private static final String TWO_NODES = "node n1\nnode n2\n";
  private static final String THREE_NODES = TWO_NODES + "node n3\n";

  @TempDir private Path folder;

  private PolicyDecision decide(String text) throws Exception {
    Unpacked unpacked = unpack(text);
    PolicyDecision decision = PolicyEngine.decide(unpacked, true);
    if (CrmSimulate.installed()) {
      Decision expected = new CrmSimulate(folder).decide(ClusterText.toCib(text), List.of());
      assertThat(lines(decision.scores())).isEqualTo(lines(expected.scores()));
    }
    return decision;
  }

  private static Unpacked unpack(String text) throws Exception {
    byte[] cib = ClusterText.toCib(text).getBytes(StandardCharsets.UTF_8);
    return Unpacking.unpack(
        new CibReader().read(new ByteArrayInputStream(cib)),
        new RuleTime(1_700_000_000, ZoneOffset.UTC));
  }

  private static List<String> lines(String scores) {
    return scores.lines().filter(line -> line.contains(" score on ")).sorted().toList();
  }

  private static String node(PolicyDecision decision, String resource) {
    WorkingResource found = decision.working().resourceById(resource);
    return Optional.ofNullable(Objects.requireNonNull(found).assigned())
        .map(WorkingNode::name)
        .orElse("nowhere");
  }

  /** Returns the last score that was shown of a resource on a node. */
  private static String score(PolicyDecision decision, String resource, String node) {
    String shown = ": " + resource + " allocation score on " + node + ": ";
    return decision
        .scores()
        .lines()
        .filter(line -> line.contains(shown))
        .map(line -> line.substring(line.indexOf(shown) + shown.length()))
        .reduce("none", (earlier, later) -> later);
  }

  @Test
  void whatIsWorthAsMuchElsewhereStaysWhereItIs() throws Exception {
    PolicyDecision decision =
        decide(
            TWO_NODES
                + """
                primitive a resource-stickiness=1
                primitive b resource-stickiness=1
                ran n1 a start
                ran n1 b start
                location a n2 1
                """);
    assertThat(node(decision, "a")).isEqualTo("n1");
    assertThat(node(decision, "b")).isEqualTo("n1");
  }

  @Test
  void whatNobodyPrefersMovesToTheNodeWithLess() throws Exception {
    PolicyDecision decision =
        decide(TWO_NODES + "primitive a\nprimitive b\nran n1 a start\nran n1 b start\n");
    assertThat(node(decision, "a")).isEqualTo("n1");
    assertThat(node(decision, "b")).isEqualTo("n2");
  }

  @Test
  void namesOfNodesAreComparedByTheirBytes() throws Exception {
    PolicyDecision decision = decide("node node9\nnode node10\nnode Node2\nprimitive a\n");
    assertThat(node(decision, "a")).isEqualTo("Node2");
  }

  @Test
  void halfOfAPreferenceIsRoundedAwayFromZero() throws Exception {
    PolicyDecision decision =
        decide(TWO_NODES + "primitive a\nprimitive b\ncolocation b a 500000\nlocation b n2 5\n");
    assertThat(score(decision, "a", "n2")).isEqualTo("3");
    assertThat(node(decision, "a")).isEqualTo("n2");
  }

  @Test
  void aPreferenceThatIsTooSmallToCountCountsOne() throws Exception {
    PolicyDecision decision =
        decide(TWO_NODES + "primitive a\nprimitive b\ncolocation b a 10\nlocation b n2 100\n");
    assertThat(score(decision, "a", "n2")).isEqualTo("1");
  }

  @Test
  void whatMustBeWithSomethingThatIsNowhereIsNowhere() throws Exception {
    PolicyDecision decision =
        decide(
            TWO_NODES + "primitive a target-role=Stopped\nprimitive b\ncolocation b a INFINITY\n");
    assertThat(node(decision, "b")).isEqualTo("nowhere");
    assertThat(score(decision, "b", "n1")).isEqualTo("-INFINITY");
  }

  @Test
  void whatWouldRatherBeWithSomethingThatIsNowhereRunsAllTheSame() throws Exception {
    PolicyDecision decision =
        decide(TWO_NODES + "primitive a target-role=Stopped\nprimitive b\ncolocation b a 50\n");
    assertThat(node(decision, "b")).isEqualTo("n1");
    assertThat(score(decision, "b", "n1")).isEqualTo("0");
  }

  @Test
  void whatMustNotBeTogetherIsApart() throws Exception {
    PolicyDecision decision =
        decide(TWO_NODES + "primitive a\nprimitive b\ncolocation b a -INFINITY\nlocation a n1 9\n");
    assertThat(node(decision, "a")).isEqualTo("n1");
    assertThat(node(decision, "b")).isEqualTo("n2");
  }

  @Test
  void whatAvoidsAnotherKeepsItFromWhereItWouldRatherBe() throws Exception {
    PolicyDecision decision =
        decide(
            TWO_NODES
                + "primitive a\nprimitive b\ncolocation b a -INFINITY\nlocation a n2 9\n"
                + "location b n2 9\n");
    assertThat(node(decision, "a")).isEqualTo("n1");
    assertThat(node(decision, "b")).isEqualTo("n2");
  }

  @Test
  void nodesAreTheSameWhoseAttributesDifferInCaseAlone() throws Exception {
    PolicyDecision decision =
        decide(
            """
            node n1 rack=a
            node n2 rack=b
            node n3 rack=B
            primitive a
            primitive b
            location a n3 100
            location b n2 50
            colocation b a INFINITY node-attribute=rack
            """);
    assertThat(node(decision, "a")).isEqualTo("n3");
    assertThat(node(decision, "b")).isEqualTo("n2");
  }

  @Test
  void whatPrefersNothingElseDoesNotMoveAnActivePrimary() throws Exception {
    String cluster =
        TWO_NODES
            + "primitive a resource-stickiness=1\nprimitive b\nran n1 a start\n"
            + "location b n2 100\ncolocation b a INFINITY influence=";
    assertThat(node(decide(cluster + "true\n"), "a")).isEqualTo("n2");
    assertThat(node(decide(cluster + "false\n"), "a")).isEqualTo("n1");
  }

  @Test
  void aLocationOfAGroupCountsOnce() throws Exception {
    PolicyDecision decision =
        decide(TWO_NODES + "primitive a\nprimitive b\ngroup g: a b\nlocation g n2 10\n");
    assertThat(score(decision, "a", "n2")).isEqualTo("10");
    assertThat(node(decision, "b")).isEqualTo("n2");
  }

  @Test
  void theFirstMemberSeesTheStickinessOfAll() throws Exception {
    PolicyDecision decision =
        decide(
            TWO_NODES
                + """
                primitive a resource-stickiness=5
                primitive b resource-stickiness=5
                group g: a b
                ran n2 a start
                ran n2 b start
                """);
    assertThat(score(decision, "a", "n2")).isEqualTo("10");
    assertThat(score(decision, "b", "n1")).isEqualTo("-INFINITY");
  }

  @Test
  void instancesStayWhereTheyAre() throws Exception {
    PolicyDecision decision =
        decide(
            THREE_NODES
                + """
                primitive a
                clone c: a clone-max=2
                ran n2 a start
                ran n3 a start
                """);
    assertThat(node(decision, "a:0")).isEqualTo("n2");
    assertThat(node(decision, "a:1")).isEqualTo("n3");
    assertThat(score(decision, "a:0", "n2")).isEqualTo("1");
  }

  @Test
  void whatGoesWithThePromotedOneCountsTwice() throws Exception {
    PolicyDecision decision =
        decide(
            TWO_NODES
                + """
                primitive a agent=Stateful
                clone c: a promotable=true
                primitive b
                transient n1 master-a=10
                transient n2 master-a=5
                location b n2 50
                colocation b c INFINITY with-rsc-role=Promoted
                """);
    assertThat(decision.scores()).contains("promotion score on n2: 105");
    assertThat(node(decision, "b")).isEqualTo("n2");
  }

  @Test
  void withoutAPromotionScoreNothingIsPromoted() throws Exception {
    PolicyDecision decision =
        decide(TWO_NODES + "primitive a agent=Stateful\nclone c: a promotable=true\n");
    WorkingResource instance = Objects.requireNonNull(decision.working().resourceById("a:0"));
    assertThat(instance.nextRole()).isEqualTo(Role.UNPROMOTED);
    assertThat(decision.scores()).contains("a:0 promotion score on n1: -1");
  }

  @Test
  void whatDoesNotFitIsNotPutThere() throws Exception {
    PolicyDecision decision =
        decide(
            """
            option placement-strategy=utilization
            node n1 capacity.cpu=2
            node n2 capacity.cpu=3
            primitive a needs.cpu=3
            primitive b needs.cpu=3
            """);
    assertThat(node(decision, "a")).isEqualTo("n2");
    assertThat(node(decision, "b")).isEqualTo("nowhere");
  }

  @Test
  void whatHasToBeTogetherNeedsRoomTogether() throws Exception {
    PolicyDecision decision =
        decide(
            """
            option placement-strategy=utilization
            node n1 capacity.cpu=2
            node n2 capacity.cpu=3
            primitive a needs.cpu=1
            primitive b needs.cpu=2
            group g: a b
            """);
    assertThat(node(decision, "a")).isEqualTo("n2");
    assertThat(node(decision, "b")).isEqualTo("n2");
  }

  @Test
  void nodesWithAsMuchRoomAreTakenInTheOrderOfPacemakersTable() throws Exception {
    StringBuilder cluster = new StringBuilder("option placement-strategy=utilization\n");
    for (int node = 1; node <= 17; node++) {
      cluster.append("node n").append(node).append(" capacity.cpu=2\n");
    }
    cluster.append("primitive a needs.cpu=2\nprimitive b needs.cpu=2\ngroup g: a b\n");
    cluster.append("primitive c needs.cpu=2\nprimitive d needs.cpu=2\ngroup h: c d\n");
    cluster.append("colocation h g 5\n");
    PolicyDecision decision = decide(cluster.toString());
    assertThat(node(decision, "a")).isEqualTo("n10");
    assertThat(node(decision, "b")).isEqualTo("nowhere");
  }

  @Test
  void balancedMeansWhereMostIsFree() throws Exception {
    PolicyDecision decision =
        decide(
            """
            option placement-strategy=balanced
            node n1 capacity.cpu=4
            node n2 capacity.cpu=9
            primitive a needs.cpu=2
            primitive b needs.cpu=2
            """);
    assertThat(node(decision, "a")).isEqualTo("n2");
    assertThat(node(decision, "b")).isEqualTo("n2");
  }

  @Test
  void anUnmanagedResourceStaysThoughItIsToBeStopped() throws Exception {
    PolicyDecision decision =
        decide(TWO_NODES + "primitive a is-managed=false target-role=Stopped\nran n2 a start\n");
    assertThat(node(decision, "a")).isEqualTo("n2");
  }

  @Test
  void everythingThatAddsToAScoreIsWrittenDownWhereSomebodyAsks() throws Exception {
    Unpacked unpacked =
        unpack(
            TWO_NODES
                + """
                primitive a resource-stickiness=7
                primitive b
                ran n1 a start
                location a n1 10
                location b n1 100
                colocation b a 500000
                """);
    Reasons reasons = new Reasons();
    unpacked.working().setReasons(reasons);
    PolicyDecision decision = PolicyEngine.decide(unpacked, false);
    WorkingResource a = Objects.requireNonNull(decision.working().resourceById("a"));
    WorkingNode n1 = Objects.requireNonNull(decision.working().nodeByName("n1"));
    WorkingResource b = decision.working().resourceById("b");
    assertThat(reasons.of(a, n1.index()))
        .containsExactly(
            new Reason(Kind.LOCATION, "l3", null, 10),
            new Reason(Kind.STICKINESS, "", null, 7),
            new Reason(Kind.WANTED_BY, "c5", b, 50));
    assertThat(a.allowed().score(n1.index())).isEqualTo(67);
  }
}
