package io.pacekeeper.core.controller;

import static io.pacekeeper.core.controller.ServicesBench.failed;
import static io.pacekeeper.core.controller.ServicesBench.run;
import static io.pacekeeper.core.controller.ServicesBench.start;
import static io.pacekeeper.core.controller.ServicesBench.stop;
import static io.pacekeeper.core.controller.ServicesBench.stopped;
import static io.pacekeeper.core.controller.ServicesBench.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.Score;
import io.pacekeeper.core.document.Failure;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.ResourceState.Phase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a node makes of operations that fail, take too long, or never return. */
class ServicesFailuresTest {
  private static final String SLOW_START = "its start did not return when interrupted";

  private final ServicesBench bench = new ServicesBench();

  private static Effect interrupt(long id) {
    return new Effect.InterruptOperation(id);
  }

  private static List<Effect> halt(String reason) {
    return List.of(
        new Effect.Publish(new ClusterEvent.Halting(ServicesBench.NODE, reason)),
        new Effect.Halt(reason));
  }

  private Failure failure(Operation operation, OnFail onFail, boolean timedOut, String reason) {
    return new Failure(operation, onFail, timedOut, reason, bench.now().wall());
  }

  @Test
  void aFailedStartCountsInfinitelyAndLeavesItPossiblyActive() {
    bench.order(1, start(1, "a"));
    assertThat(bench.returned(1, "no disk"))
        .containsExactly(failed("a", Operation.START, Score.INFINITY, "no disk"));
    assertThat(bench.state("a"))
        .isEqualTo(
            new ResourceState(
                Phase.FAILED,
                token(1),
                Score.INFINITY,
                failure(Operation.START, OnFail.RESTART, false, "no disk")));
    assertThat(bench.services.isArmed()).isTrue();
  }

  @Test
  void aFailedStartCountsOnceWhereItIsNotFatal() {
    bench.startFailureIsFatal = false;
    bench.order(1, start(1, "a"));
    bench.returned(1, "no disk");
    assertThat(bench.state("a").failcount()).isEqualTo(1);
  }

  @Test
  void aStartThatTimesOutIsInterruptedAndCountsAsFailedWhenItReturns() {
    bench.order(1, start(1, "a"));
    assertThat(bench.wakesInMillis()).isEqualTo(5000);
    assertThat(bench.pass(4999)).isEmpty();
    assertThat(bench.pass(1)).containsExactly(interrupt(1));
    assertThat(bench.state("a").phase()).isEqualTo(Phase.STARTING);
    assertThat(bench.pass(2999)).isEmpty();
    assertThat(bench.returned(1))
        .containsExactly(failed("a", Operation.START, Score.INFINITY, "timed out"));
    assertThat(bench.state("a").phase()).isEqualTo(Phase.FAILED);
    assertThat(bench.state("a").failure())
        .isEqualTo(failure(Operation.START, OnFail.RESTART, true, "timed out"));
  }

  @Test
  void aStartThatDoesNotReturnWithinTheStopTimeoutHaltsTheJvm() {
    bench.order(1, start(1, "a"));
    bench.pass(5000);
    assertThat(bench.wakesInMillis()).isEqualTo(3000);
    List<Effect> effects = bench.pass(3000);
    assertThat(effects.get(0)).isEqualTo(failed("a", Operation.STOP, 1, SLOW_START));
    assertThat(effects.subList(1, 3)).isEqualTo(halt("the stop of a failed: " + SLOW_START));
    assertThat(effects).hasSize(3);
    assertThat(bench.state("a").phase()).isEqualTo(Phase.BLOCKED);
  }

  @Test
  void aStopThatFailsHaltsTheJvm() {
    bench.isStarted(1, "a", 1);
    bench.order(2, stop(2, "a"));
    List<Effect> effects = bench.returned(2, "stuck");
    assertThat(effects.get(0)).isEqualTo(failed("a", Operation.STOP, 1, "stuck"));
    assertThat(effects.subList(1, 3)).isEqualTo(halt("the stop of a failed: stuck"));
    assertThat(bench.services.isArmed()).isTrue();
  }

  @Test
  void aStopThatTimesOutIsInterruptedAndHaltsTheJvm() {
    bench.isStarted(1, "a", 1);
    bench.order(2, stop(2, "a"));
    assertThat(bench.pass(2999)).isEmpty();
    List<Effect> effects = bench.pass(1);
    String why = "timed out after 3000 ms";
    assertThat(effects.subList(0, 2))
        .containsExactly(interrupt(2), failed("a", Operation.STOP, 1, why));
    assertThat(effects.subList(2, 4)).isEqualTo(halt("the stop of a failed: " + why));
  }

  @Test
  void aFailedStopOfWhatIsOnlyToBeBlockedHaltsNothing() {
    bench.define(ServicesBench.resource("a", OnFail.BLOCK));
    bench.isStarted(1, "a", 1);
    bench.order(2, stop(2, "a"), start(2, "a", ServicesBench.afterStop("a")));
    assertThat(bench.returned(2, "stuck")).containsExactly(failed("a", Operation.STOP, 1, "stuck"));
    assertThat(bench.state("a"))
        .isEqualTo(
            new ResourceState(
                Phase.BLOCKED,
                token(1),
                Score.INFINITY,
                failure(Operation.STOP, OnFail.BLOCK, false, "stuck")));
    assertThat(bench.order(3, stop(3, "a"), start(3, "a", ServicesBench.afterStop("a")))).isEmpty();
    assertThat(bench.stopAll("the lease ends")).isEmpty();
    assertThat(bench.services.isArmed()).isTrue();
    assertThat(bench.services.isQuiet()).isTrue();
  }

  @Test
  void aBlockedStopThatReturnsLateMakesRoomAndChangesNothingElse() {
    ServicesBench one = new ServicesBench(1);
    one.define(ServicesBench.resource("a", OnFail.BLOCK));
    one.isStarted(1, "a", 1);
    one.isStarted(2, "b", 2);
    one.order(3, stop(3, "a"), stop(3, "b"));
    one.pass(3000);
    assertThat(one.returned(3))
        .containsExactly(
            new Effect.RevokeActivation("b", token(2)), run(4, Operation.STOP, "b", 2, "halt"));
    assertThat(one.state("a").phase()).isEqualTo(Phase.BLOCKED);
  }

  @Test
  void aStopInterruptsAStartThatRunsAndWaitsForIt() {
    bench.order(1, start(1, "a"));
    assertThat(bench.order(2, stop(2, "a"))).containsExactly(interrupt(1));
    assertThat(bench.pass(100)).isEmpty();
    assertThat(bench.returned(1))
        .containsExactly(
            ServicesBench.started("a", 1, 100),
            new Effect.RevokeActivation("a", token(1)),
            run(2, Operation.STOP, "a", 1, "halt"));
  }

  @Test
  void whatFailedIsStoppedBeforeItIsStartedAgain() {
    bench.order(1, start(1, "a"));
    bench.returned(1, "no disk");
    assertThat(bench.order(2, stop(2, "a")))
        .containsExactly(
            new Effect.RevokeActivation("a", token(1)), run(2, Operation.STOP, "a", 1, "halt"));
    assertThat(bench.returned(2)).containsExactly(stopped("a", 0));
    assertThat(bench.state("a").phase()).isEqualTo(Phase.STOPPED);
    assertThat(bench.state("a").failcount()).isEqualTo(Score.INFINITY);
  }

  @Test
  void aServiceThatSaysItFailedIsBelievedOnce() {
    bench.isStarted(1, "a", 1);
    assertThat(bench.serviceFailed("a", 1, "lost its socket"))
        .containsExactly(failed("a", Operation.MONITOR, 1, "lost its socket"));
    assertThat(bench.state("a").phase()).isEqualTo(Phase.FAILED);
    assertThat(bench.serviceFailed("a", 1, "again")).isEmpty();
    assertThat(bench.state("a").failcount()).isEqualTo(1);
  }

  @Test
  void aServiceOfAnEarlierActivationIsNotBelieved() {
    bench.isStarted(1, "a", 1);
    bench.order(2, stop(2, "a"), start(2, "a", ServicesBench.afterStop("a")));
    bench.returned(2);
    bench.returned(3);
    assertThat(bench.serviceFailed("a", 1, "late")).isEmpty();
    assertThat(bench.serviceFailed("nobody", 1, "late")).isEmpty();
    assertThat(bench.state("a").phase()).isEqualTo(Phase.STARTED);
  }

  @Test
  void aServiceThatFailsWhileItsStartRunsHasFailedWhenThatReturns() {
    bench.order(1, start(1, "a"));
    assertThat(bench.serviceFailed("a", 1, "lost its socket")).isEmpty();
    assertThat(bench.returned(1))
        .containsExactly(
            ServicesBench.started("a", 1, 0), failed("a", Operation.MONITOR, 1, "lost its socket"));
    assertThat(bench.state("a").phase()).isEqualTo(Phase.FAILED);
  }

  @Test
  void aServiceThatFailsWhileItIsStoppedHasNotFailed() {
    bench.isStarted(1, "a", 1);
    bench.order(2, stop(2, "a"));
    assertThat(bench.serviceFailed("a", 1, "its thread ended")).isEmpty();
    bench.returned(2);
    assertThat(bench.state("a").failcount()).isZero();
  }

  @Test
  void failuresAreForgottenAtTheFirstFailureAfterTheFailureTimeout() {
    bench.isStarted(1, "a", 1);
    bench.serviceFailed("a", 1, "one");
    restart(2, 2);
    bench.pass(59_999);
    bench.serviceFailed("a", 2, "two");
    assertThat(bench.state("a").failcount()).isEqualTo(2);
    restart(3, 4);
    bench.pass(Duration.ofSeconds(60).toMillis());
    bench.serviceFailed("a", 3, "three");
    assertThat(bench.state("a").failcount()).isEqualTo(1);
  }

  private void restart(int number, long id) {
    bench.order(number, stop(number, "a"), start(number, "a", ServicesBench.afterStop("a")));
    bench.returned(id);
    bench.returned(id + 1);
  }
}
