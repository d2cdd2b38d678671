package io.pacekeeper.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.core.cib.Cib;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.policy.simulate.Change;
import io.pacekeeper.core.scheduler.SchedulerRun;
import io.pacekeeper.core.whatif.ClusterSimulation;
import io.pacekeeper.testkit.invariant.Happening;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a cluster in trouble is what its DC has decided. */
class WhatIfTest {
  private int runs;
  private int restless;

  @ParameterizedTest
  @ValueSource(longs = {1, 3, 8, 21})
  void everyDecisionOfAHistoryIsShownAsItWasTakenAndCanBePlayedThrough(long seed) {
    new Simulation(seed)
        .keep(
            (happening, world) -> {
              if (happening instanceof Happening.Scheduled scheduled) {
                look(scheduled.run());
              }
            })
        .run();

    assertThat(runs).isGreaterThan(20);
    assertThat(restless).isZero();
  }

  private void look(SchedulerRun run) {
    runs++;
    Cib cib = run.input().cib();
    ClusterSimulation simulation = ClusterSimulation.of(cib, List.of(), run.input().now());
    assertThat(simulation.inspection().transition()).isEqualTo(run.decided());
    assertThat(simulation.summary()).doesNotContain("@", "null");
    restless += simulation.complete() ? 0 : 1;
    for (String node : cib.nodes().keySet()) {
      ClusterSimulation without =
          ClusterSimulation.of(cib, List.of(new Change.NodeDown(node)), run.input().now());
      assertThat(without.cib().nodes().get(node).membership()).isEqualTo(Membership.OFFLINE);
      assertThat(without.outlook()).noneMatch(outlook -> node.equals(outlook.nextNode()));
      restless += without.complete() ? 0 : 1;
    }
  }
}
