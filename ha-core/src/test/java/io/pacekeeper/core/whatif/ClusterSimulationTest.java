package io.pacekeeper.core.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pacekeeper.core.cib.Cib;
import io.pacekeeper.core.policy.simulate.Change;
import io.pacekeeper.core.scheduler.Scenario;
import io.pacekeeper.core.scheduler.Scheduler;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the cluster would do, and how it would be then, on clusters that are but a few lines. */
class ClusterSimulationTest {
  private static final String TWO_NODES =
      """
      node node1
      node node2
      resource ledger stickiness=1
      state ledger node1 started
      """;

  private static Cib cib(String... lines) {
    return Scenario.parse(String.join("\n", lines)).cib(Comparator.naturalOrder());
  }

  private static ClusterSimulation simulate(Cib cib, Change... changes) {
    return ClusterSimulation.of(cib, List.of(changes), Scenario.NOW);
  }

  @Test
  void whereNothingIsToBeDoneTheStatusIsTheSameBeforeAndAfter() {
    ClusterSimulation simulation = simulate(cib(TWO_NODES));

    assertThat(simulation.summary())
        .isEqualTo(
            """
            Current cluster status:
              * Node List:
                * Online: [ node1 node2 ]

              * Full List of Resources:
                * ledger: Started node1

            Transition Summary:

            Executing Cluster Transition:

            Revised Cluster Status:
              * Node List:
                * Online: [ node1 node2 ]

              * Full List of Resources:
                * ledger: Started node1
            """);
    assertThat(simulation.complete()).isTrue();
  }

  @Test
  void aNodeInStandbyHandsOver() {
    ClusterSimulation simulation = simulate(cib(TWO_NODES), new Change.Standby("node1"));

    assertThat(simulation.summary())
        .contains("Performing Requested Modifications:\n  * Putting node node1 in standby\n")
        .contains("  * Move       ledger   ( node1 -> node2 ): node1 is in standby\n")
        .contains(
            """
            Executing Cluster Transition:
              * Resource action: ledger          stop on node1
              * Resource action: ledger          start on node2
            """)
        .endsWith(
            """
            Revised Cluster Status:
              * Node List:
                * Node node1: standby
                * Online: [ node2 ]

              * Full List of Resources:
                * ledger: Started node2
            """);
    assertThat(simulation.dot())
        .contains("\"ledger_stop_0 node1\" -> \"ledger_start_0 node2\" [ style = bold]\n");
  }

  @Test
  void whatIsDecidedIsWhatTheSchedulerDecides() {
    Cib cib = cib(TWO_NODES, "node node3 unclean", "resource mail", "state mail node3 started");

    assertThat(simulate(cib).inspection().transition())
        .isEqualTo(Scheduler.schedule(cib, Scenario.NOW));
  }

  @Test
  void anUncleanNodeIsFencedByWhateverConfirmsItDead() {
    ClusterSimulation simulation =
        simulate(cib(TWO_NODES, "node node3 unclean", "resource mail", "state mail node3 started"));

    assertThat(simulation.summary())
        .contains("    * Node node3: UNCLEAN (offline)\n")
        .contains("    * mail: Started node3 (UNCLEAN)\n")
        .contains("  * Fence node3 'node is unclean'\n")
        .contains("  * Start      mail    ( node2 ): node3 is unclean\n")
        .contains("  * Fencing node3 (it is confirmed dead)\n")
        .contains("    * OFFLINE: [ node3 ]\n")
        .contains("    * mail: Started node2\n");
    assertThat(simulation.dot()).contains("\"fence node3\" -> \"mail_start_0 node2\"");
  }

  @Test
  void whatIsNotKnownIsLeftAlone() {
    ClusterSimulation simulation =
        simulate(cib(TWO_NODES, "node node3 pending", "resource mail", "state mail node3 started"));

    assertThat(simulation.transition())
        .containsExactly("Leave      mail    ( node3 ): it is on node3, which is pending");
    assertThat(simulation.inspection().transition().actions()).isEmpty();
    assertThat(simulation.summary()).endsWith("    * mail: Started node3\n");
  }

  @Test
  void whatIsUnderWaySucceedsAndWhatWaitedForItFollows() {
    ClusterSimulation simulation =
        simulate(
            cib(
                "node node1",
                "resource disk",
                "resource mail",
                "after mail disk",
                "state disk node1 starting"));

    assertThat(simulation.summary())
        .contains("    * disk: Starting node1\n")
        .contains("  * Wait       mail    ( start node1 ): something else is under way\n")
        .contains("  * Under way:       the start of disk on node1 succeeds\n")
        .contains(
            "Executing the Transition that follows:\n"
                + "  * Resource action: mail            start on node1\n")
        .endsWith("    * disk: Started node1\n    * mail: Started node1\n");
    assertThat(simulation.dot()).contains("\"mail_start_0 node1\" [ style=dashed");
  }

  @Test
  void whatWasAskedToStartAndHasNotAnsweredIsTakenToStartInTheOnlyPlaceWhereItCouldBe() {
    assertThat(simulate(cib("node node1", "resource disk", "state disk node1 unknown")).summary())
        .contains("    * disk: UNKNOWN node1\n")
        .contains("  * Under way:       the start of disk on node1 succeeds\n")
        .endsWith("    * disk: Started node1\n");
    assertThat(
            simulate(
                    cib(
                        "node node1",
                        "node node2",
                        "resource disk",
                        "state disk node1 unknown",
                        "state disk node2 unknown"))
                .summary())
        .doesNotContain("Under way")
        .endsWith("    * disk: UNKNOWN node1, UNKNOWN node2\n");
  }

  @Test
  void aNodeThatIsGoneLeavesWhatItRanAndOneThatComesTakesIt() {
    assertThat(simulate(cib(TWO_NODES), new Change.NodeDown("node1")).transition())
        .containsExactly("Start      ledger   ( node2 )");
    assertThat(
            simulate(
                    cib("node node1 offline without=ledger", "resource ledger"),
                    new Change.NodeUp("node1"))
                .summary())
        .contains("  * Bringing node node1 online, with code for every resource\n")
        .endsWith("    * ledger: Started node1\n");
  }

  @Test
  void aFailureIsRecoveredFromUnlessThereAreTooMany() {
    assertThat(simulate(cib(TWO_NODES), new Change.Failure("ledger", "node1")).summary())
        .contains("which makes its failcount there 1\n")
        .contains("  * Recover    ledger   ( node1 ): a failed monitor\n");
    assertThat(
            simulate(
                    cib(
                        "node node1",
                        "node node2",
                        "resource ledger threshold=1",
                        "state ledger node1 started"),
                    new Change.Failure("ledger", "node1"))
                .transition())
        .containsExactly(
            "Recover    ledger   ( node1 -> node2 ): a failed monitor, and failcount 1 on node1");
  }

  @Test
  void anOptionHasItsConsequences() {
    assertThat(
            simulate(cib(TWO_NODES), new Change.Option("stop-all-resources", "true")).transition())
        .containsExactly("Stop       ledger   ( node1 ): stop-all-resources is on");
    assertThat(
            simulate(
                    cib(TWO_NODES),
                    new Change.Option("maintenance-mode", "true"),
                    new Change.Standby("node1"))
                .summary())
        .contains("Transition Summary:\n\n")
        .endsWith("    * ledger: Started node1 (unmanaged)\n");
  }

  @Test
  void groupsClonesAndOrphansAreCalledWhatTheUserCallsThem() {
    ClusterSimulation simulation =
        simulate(
            cib(
                "node node1",
                "node node2",
                "resource disk group=books:1",
                "resource base group=books:2",
                "resource cache cloned",
                "resource shard unique=2:1",
                "resource store promotable",
                "state disk node1 started",
                "state base node1 started",
                "state cache node1 started",
                "state shard:0 node1 started",
                "state store node1 started promotion=promoted score=5",
                "state store node2 started score=10",
                "state old node2 started"));

    assertThat(simulation.summary())
        .startsWith(
            """
            Current cluster status:
              * Node List:
                * Online: [ node1 node2 ]

              * Full List of Resources:
                * Resource Group: books:
                  * disk: Started node1
                  * base: Started node1
                * Clone Set: cache:
                  * Started: [ node1 ]
                  * Stopped: [ node2 ]
                * Clone Set: shard (unique):
                  * shard:0: Started node1
                  * shard:1: Stopped
                * Clone Set: store (promotable):
                  * Promoted: [ node1 ]
                  * Unpromoted: [ node2 ]
                * old: ORPHANED Started node2
            """)
        .contains(
            "  * Stop       old       (                        node2 ): no application declares it\n",
            "  * Start      cache     (                        node2 )\n",
            "  * Start      shard:1   (                        node2 )\n",
            "  * Demote     store     ( Promoted -> Unpromoted node1 ): node2 is to be promoted\n",
            "  * Promote    store     ( Unpromoted -> Promoted node2 ): to be promoted, with"
                + " promotion score 10\n")
        .endsWith(
            """
                * Clone Set: cache:
                  * Started: [ node1 node2 ]
                * Clone Set: shard (unique):
                  * shard:0: Started node1
                  * shard:1: Started node2
                * Clone Set: store (promotable):
                  * Promoted: [ node2 ]
                  * Unpromoted: [ node1 ]
            """);
    assertThat(simulation.scores())
        .doesNotContain("@")
        .contains("pcmk__group_assign: books allocation score on node1: ")
        .contains("pcmk__primitive_assign: old allocation score on node2: ");
    assertThat(simulation.outlook())
        .contains(
            new Outlook("cache", true, "Started", List.of("node1"), "Started", "node1"),
            new Outlook("cache", true, "Stopped", List.of(), "Started", "node2"),
            new Outlook("store", true, "Promoted", List.of("node1"), "Unpromoted", "node1"),
            new Outlook("old", true, "Started", List.of("node2"), "Stopped", null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ledgr@node1 | there is no resource ledgr: there is ledger
          ledger@node9 | there is no node node9: there is node1, node2
          ledger@node2 | ledger is not active on node2, and only what is active can be found to have failed
          """)
  void aFailureThatCannotBeIsRefused(String failure, String complaint) {
    String[] words = failure.split("@");
    assertThatThrownBy(
            () -> simulate(cib(TWO_NODES), new Change.Failure(words[0].strip(), words[1])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(complaint);
  }

  @Test
  void whatIsNotThereIsNamedWithWhatIs() {
    assertThatThrownBy(() -> simulate(cib(TWO_NODES), new Change.NodeDown("node9")))
        .hasMessage("there is no node node9: there is node1, node2");
    assertThatThrownBy(() -> simulate(cib(TWO_NODES), new Change.Option("colour", "red")))
        .hasMessageStartingWith("there is no property colour: there is ");
    assertThatThrownBy(
            () ->
                simulate(
                    cib("node node1", "resource disk group=books:1"),
                    new Change.Failure("books", "node1")))
        .hasMessage("books is a group: name the member that fails");
    assertThatThrownBy(
            () ->
                simulate(
                    cib(
                        "node node1",
                        "resource s unique=2:2",
                        "state s:0 node1 started",
                        "state s:1 node1 started"),
                    new Change.Failure("s", "node1")))
        .hasMessage("there is more than one instance of s on node1: name one of s:0, s:1");
  }
}
