package io.pacekeeper.core.controller;

import static io.pacekeeper.core.controller.ServicesBench.failed;
import static io.pacekeeper.core.controller.ServicesBench.monitor;
import static io.pacekeeper.core.controller.ServicesBench.run;
import static io.pacekeeper.core.controller.ServicesBench.start;
import static io.pacekeeper.core.controller.ServicesBench.stop;
import static io.pacekeeper.core.controller.ServicesBench.stopped;
import static io.pacekeeper.core.controller.ServicesBench.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.Operation;
import io.pacekeeper.core.document.ResourceState.Phase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a node watches what runs. */
class ServicesMonitorsTest {
  private final ServicesBench bench = new ServicesBench();

  @BeforeEach
  void aResourceWithAMonitorEveryTwoSecondsIsStarted() {
    isMonitored(OnFail.RESTART);
    bench.isStarted(1, "a", 1);
  }

  private void isMonitored(OnFail onFail) {
    bench.define(ServicesBench.resource("a", OnFail.FENCE, monitor(2, onFail)));
  }

  private static Effect monitoring(long id) {
    return run(id, Operation.MONITOR, "a", 1, "recurring");
  }

  @Test
  void theNextMonitorIsDueAnIntervalAfterTheEndOfTheLast() {
    assertThat(bench.wakesInMillis()).isEqualTo(2000);
    assertThat(bench.pass(1999)).isEmpty();
    assertThat(bench.pass(1)).containsExactly(monitoring(2));
    assertThat(bench.pass(700)).isEmpty();
    assertThat(bench.returned(2)).isEmpty();
    assertThat(bench.wakesInMillis()).isEqualTo(2000);
    assertThat(bench.pass(2000)).containsExactly(monitoring(3));
  }

  @Test
  void aMonitorChangesNothingInTheReport() {
    bench.services.takeChanged();
    bench.pass(2000);
    assertThat(bench.state("a").phase()).isEqualTo(Phase.STARTED);
    assertThat(bench.services.isQuiet()).isTrue();
    bench.returned(2);
    assertThat(bench.services.takeChanged()).isFalse();
  }

  @Test
  void aFailedMonitorIsCountedAndTheLast() {
    bench.pass(2000);
    assertThat(bench.returned(2, "no answer"))
        .containsExactly(failed("a", Operation.MONITOR, 1, "no answer"));
    assertThat(bench.state("a").phase()).isEqualTo(Phase.FAILED);
    assertThat(bench.pass(10_000)).isEmpty();
    assertThat(bench.wakesInMillis()).isEqualTo(-1);
  }

  @Test
  void aMonitorThatTimesOutHasFailedAtOnceAndOnce() {
    bench.pass(2000);
    assertThat(bench.pass(1000))
        .containsExactly(
            new Effect.InterruptOperation(2),
            failed("a", Operation.MONITOR, 1, "timed out after 1000 ms"));
    assertThat(bench.returned(2, "interrupted")).isEmpty();
    assertThat(bench.state("a").failcount()).isEqualTo(1);
    assertThat(bench.state("a").failure().timedOut()).isTrue();
  }

  @Test
  void aFailureToBeIgnoredIsCountedAndNothingElse() {
    isMonitored(OnFail.IGNORE);
    bench.pass(2000);
    assertThat(bench.returned(2, "no answer"))
        .containsExactly(failed("a", Operation.MONITOR, 1, "no answer"));
    assertThat(bench.state("a").phase()).isEqualTo(Phase.STARTED);
    assertThat(bench.pass(2000)).containsExactly(monitoring(3));
  }

  @Test
  void aTimeoutToBeIgnoredIsCountedOnce() {
    isMonitored(OnFail.IGNORE);
    bench.pass(2000);
    bench.pass(1000);
    assertThat(bench.returned(2)).isEmpty();
    assertThat(bench.state("a").failcount()).isEqualTo(1);
    assertThat(bench.pass(2000)).containsExactly(monitoring(3));
  }

  @Test
  void aStopInterruptsTheMonitorWaitsForItAndDoesNotBelieveIt() {
    bench.pass(2000);
    assertThat(bench.order(2, stop(2, "a"))).containsExactly(new Effect.InterruptOperation(2));
    assertThat(bench.returned(2, "interrupted"))
        .containsExactly(
            new Effect.RevokeActivation("a", token(1)), run(3, Operation.STOP, "a", 1, "halt"));
    assertThat(bench.returned(3)).containsExactly(stopped("a", 0));
    assertThat(bench.state("a").failcount()).isZero();
    assertThat(bench.pass(10_000)).isEmpty();
  }

  @Test
  void aMonitorThatDoesNotReturnForAStopHaltsTheJvm() {
    bench.pass(2000);
    bench.order(2, stop(2, "a"));
    assertThat(bench.pass(2999)).noneMatch(Effect.Halt.class::isInstance);
    assertThat(bench.pass(1)).anyMatch(Effect.Halt.class::isInstance);
  }

  @Test
  void whatIsInMaintenanceIsNotMonitored() {
    bench.leftAlone.add("a");
    assertThat(bench.pass(2000)).isEmpty();
    bench.leftAlone.clear();
    assertThat(bench.pass(1999)).isEmpty();
    assertThat(bench.pass(1)).containsExactly(monitoring(2));
  }

  @Test
  void nothingIsMonitoredWithoutALease() {
    bench.mayBegin = false;
    assertThat(bench.pass(2000)).isEmpty();
    bench.mayBegin = true;
    assertThat(bench.pass(2000)).containsExactly(monitoring(2));
  }

  @Test
  void aRefusedMonitorSaysNothingAndIsTriedAgain() {
    bench.pass(2000);
    assertThat(bench.refused(2)).isEmpty();
    assertThat(bench.state("a").phase()).isEqualTo(Phase.STARTED);
    assertThat(bench.pass(2000)).containsExactly(monitoring(3));
  }

  @Test
  void aMonitorOfAnEarlierActivationIsNotRun() {
    bench.pass(1500);
    bench.order(2, stop(2, "a"), start(2, "a", ServicesBench.afterStop("a")));
    bench.returned(2);
    bench.returned(3);
    assertThat(bench.pass(1999)).isEmpty();
    assertThat(bench.pass(1)).containsExactly(run(4, Operation.MONITOR, "a", 2, "recurring"));
  }

  @Test
  void monitorsCountAgainstTheLimitOfWhatRuns() {
    ServicesBench one = new ServicesBench(1);
    one.define(ServicesBench.resource("a", OnFail.FENCE, monitor(2, OnFail.RESTART)));
    one.isStarted(1, "a", 1);
    one.order(2, start(2, "b"));
    assertThat(one.pass(2000)).isEmpty();
    assertThat(one.returned(2))
        .containsExactly(
            ServicesBench.started("b", 2, 2000), run(3, Operation.MONITOR, "a", 1, "recurring"));
  }
}
