package io.pacekeeper.core.controller;

import static io.pacekeeper.core.controller.ServicesBench.afterStart;
import static io.pacekeeper.core.controller.ServicesBench.afterStop;
import static io.pacekeeper.core.controller.ServicesBench.run;
import static io.pacekeeper.core.controller.ServicesBench.start;
import static io.pacekeeper.core.controller.ServicesBench.started;
import static io.pacekeeper.core.controller.ServicesBench.stop;
import static io.pacekeeper.core.controller.ServicesBench.stopped;
import static io.pacekeeper.core.controller.ServicesBench.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.Operation;
import io.pacekeeper.core.document.OrderNumber;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.ResourceState.Phase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** How a node carries out its orders: each once, the newest alone. */
class ServicesOrdersTest {
  private final ServicesBench bench = new ServicesBench();

  private static ResourceState state(Phase phase, int number) {
    return new ResourceState(phase, token(number), 0, null);
  }

  @Test
  void anOrderIsCarriedOutAndReported() {
    assertThat(bench.order(1, start(1, "a")))
        .containsExactly(run(1, Operation.START, "a", 1, "go"));
    assertThat(bench.state("a")).isEqualTo(state(Phase.STARTING, 1));
    assertThat(bench.services.consumed()).isEqualTo(new OrderNumber(1, 1));
    assertThat(bench.services.isArmed()).isTrue();
    assertThat(bench.services.isQuiet()).isFalse();
    bench.pass(7);
    assertThat(bench.returned(1)).containsExactly(started("a", 1, 7));
    assertThat(bench.state("a")).isEqualTo(state(Phase.STARTED, 1));
    assertThat(bench.services.isQuiet()).isTrue();
  }

  @Test
  void itIsReportedSinceWhenWhatRunsIsActive() {
    bench.order(1, start(1, "a"));
    assertThat(bench.since("a")).isNull();
    bench.pass(7);
    Instant then = bench.now().wall().truncatedTo(ChronoUnit.MILLIS);
    bench.returned(1);
    bench.pass(1000);
    assertThat(bench.since("a")).isEqualTo(then);
    bench.order(2, stop(2, "a"), start(2, "a", afterStop("a")));
    assertThat(bench.since("a")).isEqualTo(then);
    bench.returned(2);
    assertThat(bench.since("a")).isNull();
    bench.returned(3);
    assertThat(bench.since("a")).isEqualTo(then.plusMillis(1000));
  }

  @Test
  void anOrderRunsOnce() {
    bench.isStarted(1, "a", 1);
    assertThat(bench.order(1, start(1, "a"))).isEmpty();
    bench.serviceFailed("a", 1, "broken");
    assertThat(bench.order(2, start(1, "a"))).isEmpty();
    assertThat(bench.state("a").phase()).isEqualTo(Phase.FAILED);
  }

  @Test
  void aStartThatWasCarriedOutIsNotDoneAgainAfterItsStop() {
    bench.isStarted(1, "a", 1);
    bench.order(2, stop(2, "a"));
    bench.returned(2);
    assertThat(bench.order(3, start(1, "a"))).isEmpty();
    assertThat(bench.state("a")).isEqualTo(ResourceState.STOPPED);
    assertThat(bench.services.isArmed()).isFalse();
    assertThat(bench.order(4, start(4, "a")))
        .containsExactly(run(3, Operation.START, "a", 4, "go"));
  }

  @Test
  void anOlderOrderIsIgnored() {
    bench.order(5, start(5, "a"));
    assertThat(bench.order(4, start(4, "b"), stop(4, "a"))).isEmpty();
    assertThat(bench.services.consumed()).isEqualTo(new OrderNumber(1, 5));
    assertThat(bench.state("b")).isEqualTo(ResourceState.STOPPED);
  }

  @Test
  void aNewerOrderDropsWhatHasNotBegunForGood() {
    bench.mayBegin = false;
    assertThat(bench.order(1, start(1, "a"), start(1, "b"))).isEmpty();
    assertThat(bench.state("a")).isEqualTo(state(Phase.STARTING, 1));
    bench.order(2, start(2, "c"));
    assertThat(bench.state("a")).isEqualTo(ResourceState.STOPPED);
    bench.order(3, start(1, "a"), start(2, "c"));
    bench.mayBegin = true;
    assertThat(bench.pass(0)).containsExactly(run(1, Operation.START, "c", 2, "go"));
  }

  @Test
  void aNewerOrderKeepsWhatItNamesAgainByTheSameToken() {
    bench.mayBegin = false;
    bench.order(1, start(1, "a"), start(1, "b"));
    bench.order(2, start(1, "a"), start(2, "c"));
    bench.mayBegin = true;
    assertThat(bench.pass(0))
        .containsExactly(
            run(1, Operation.START, "a", 1, "go"), run(2, Operation.START, "c", 2, "go"));
  }

  @Test
  void aNewerOrderLeavesAloneWhatRuns() {
    bench.order(1, start(1, "a"));
    assertThat(bench.order(2, start(1, "a"), start(2, "b")))
        .containsExactly(run(2, Operation.START, "b", 2, "go"));
    assertThat(bench.order(3)).isEmpty();
    assertThat(bench.returned(1)).containsExactly(started("a", 1, 0));
    assertThat(bench.state("a")).isEqualTo(state(Phase.STARTED, 1));
  }

  @Test
  void aStopRevokesTheActivationFirst() {
    bench.isStarted(1, "a", 1);
    assertThat(bench.order(2, stop(2, "a")))
        .containsExactly(
            new Effect.RevokeActivation("a", token(1)), run(2, Operation.STOP, "a", 1, "halt"));
    assertThat(bench.state("a")).isEqualTo(state(Phase.STOPPING, 1));
    bench.pass(4);
    assertThat(bench.returned(2)).containsExactly(stopped("a", 4));
    assertThat(bench.services.isArmed()).isFalse();
    assertThat(bench.services.states()).isEmpty();
  }

  @Test
  void aRestartStartsAfterTheStopHasReturned() {
    bench.isStarted(1, "a", 1);
    bench.order(2, stop(2, "a"), start(2, "a", afterStop("a")));
    assertThat(bench.state("a").phase()).isEqualTo(Phase.STOPPING);
    assertThat(bench.returned(2))
        .containsExactly(stopped("a", 0), run(3, Operation.START, "a", 2, "go"));
    bench.returned(3);
    assertThat(bench.state("a")).isEqualTo(state(Phase.STARTED, 2));
  }

  @Test
  void anActionWaitsForThoseItComesAfter() {
    assertThat(bench.order(1, start(1, "a"), start(1, "b", afterStart("a"))))
        .containsExactly(run(1, Operation.START, "a", 1, "go"));
    assertThat(bench.returned(1))
        .containsExactly(started("a", 1, 0), run(2, Operation.START, "b", 1, "go"));
  }

  @Test
  void whatComesAfterAFailedStartIsNotBegun() {
    bench.order(1, start(1, "a"), start(1, "b", afterStart("a")));
    bench.returned(1, "no disk");
    assertThat(bench.state("a").phase()).isEqualTo(Phase.FAILED);
    assertThat(bench.state("b")).isEqualTo(ResourceState.STOPPED);
    assertThat(bench.order(2, stop(2, "a"), stop(2, "b")))
        .containsExactly(
            new Effect.RevokeActivation("a", token(1)), run(2, Operation.STOP, "a", 1, "halt"));
    assertThat(bench.state("b")).isEqualTo(ResourceState.STOPPED);
  }

  @Test
  void aStartOfWhatIsActiveAlreadyDoesNothing() {
    bench.isStarted(1, "a", 1);
    assertThat(bench.order(2, start(2, "a"))).isEmpty();
    assertThat(bench.state("a")).isEqualTo(state(Phase.STARTED, 1));
    assertThat(bench.services.isQuiet()).isTrue();
  }

  @Test
  void aStopOfWhatIsNotActiveDoesNothing() {
    assertThat(bench.order(1, stop(1, "a"))).isEmpty();
    assertThat(bench.services.isQuiet()).isTrue();
    assertThat(bench.services.states()).isEmpty();
  }

  @Test
  void nothingBeginsUnlessItMayButStopsDo() {
    bench.isStarted(1, "a", 1);
    bench.mayBegin = false;
    assertThat(bench.order(2, start(2, "b"), stop(2, "a")))
        .containsExactly(
            new Effect.RevokeActivation("a", token(1)), run(2, Operation.STOP, "a", 1, "halt"));
    assertThat(bench.returned(2)).containsExactly(stopped("a", 0));
  }

  @Test
  void aRefusedStartLeavesItStoppedAndIsNotTriedAgain() {
    bench.order(1, start(1, "a"));
    assertThat(bench.refused(1)).isEmpty();
    assertThat(bench.state("a")).isEqualTo(ResourceState.STOPPED);
    assertThat(bench.services.isArmed()).isFalse();
    assertThat(bench.order(2, start(1, "a"))).isEmpty();
    assertThat(bench.order(3, start(3, "a")))
        .containsExactly(run(2, Operation.START, "a", 3, "go"));
  }

  @Test
  void asManyStartsRunAtOnceAsAreAllowed() {
    ServicesBench two = new ServicesBench(2);
    assertThat(two.order(1, start(1, "a"), start(1, "b"), start(1, "c")))
        .containsExactly(
            run(1, Operation.START, "a", 1, "go"), run(2, Operation.START, "b", 1, "go"));
    assertThat(two.returned(2))
        .containsExactly(started("b", 1, 0), run(3, Operation.START, "c", 1, "go"));
  }

  @Test
  void stopsHaveALimitOfTheirOwn() {
    ServicesBench one = new ServicesBench(1);
    one.isStarted(1, "a", 1);
    one.isStarted(2, "b", 2);
    assertThat(one.order(3, start(3, "c"), stop(3, "a"), stop(3, "b")))
        .containsExactly(
            new Effect.RevokeActivation("a", token(1)),
            run(3, Operation.STOP, "a", 1, "halt"),
            run(4, Operation.START, "c", 3, "go"));
    assertThat(one.returned(3))
        .containsExactly(
            stopped("a", 0),
            new Effect.RevokeActivation("b", token(2)),
            run(5, Operation.STOP, "b", 2, "halt"));
  }

  @Test
  void stoppingEverythingDropsTheOrdersThatHaveNotBegun() {
    bench.isStarted(1, "a", 1);
    bench.mayBegin = false;
    bench.order(2, start(2, "b"));
    assertThat(bench.stopAll("the lease ends"))
        .containsExactly(
            new Effect.RevokeActivation("a", token(1)),
            run(2, Operation.STOP, "a", 1, "the lease ends"));
    bench.mayBegin = true;
    assertThat(bench.returned(2)).containsExactly(stopped("a", 0));
    assertThat(bench.order(3, start(2, "b"))).isEmpty();
    assertThat(bench.services.isArmed()).isFalse();
  }

  @Test
  void aNewIncarnationBeginsOnlyWhenNothingMayBeActive() {
    bench.isStarted(7, "a", 1);
    assertThatThrownBy(bench.services::reset).isInstanceOf(IllegalStateException.class);
    bench.stopAll("lost");
    bench.returned(2);
    bench.services.reset();
    assertThat(bench.services.consumed()).isEqualTo(OrderNumber.NONE);
    assertThat(bench.services.states()).isEmpty();
    assertThat(bench.order(1, start(1, "a")))
        .containsExactly(run(3, Operation.START, "a", 1, "go"));
  }

  @Test
  void aStopThatWasDoneStaysDoneForWhatFollowsThoughTheResourceHasStartedSince() {
    bench.isStarted(1, "a", 1);
    bench.isStarted(2, "b", 2);
    bench.order(
        3,
        stop(3, "b"),
        stop(3, "a", afterStop("b")),
        start(3, "a", afterStop("a"), afterStop("b")),
        start(3, "b", afterStop("b"), afterStop("a"), afterStart("a")));
    bench.returned(3);
    bench.returned(4);
    assertThat(bench.returned(5)).contains(run(6, Operation.START, "b", 3, "go"));
    bench.returned(6);
    assertThat(bench.services.isQuiet()).isTrue();
  }

  @Test
  void whatWaitsForAStartThatFailsIsDropped() {
    bench.order(1, start(1, "a"), start(1, "b", afterStart("a")), start(1, "c", afterStart("b")));
    bench.returned(1, "no disk");
    assertThat(bench.state("b").phase()).isEqualTo(Phase.STOPPED);
    assertThat(bench.state("c").phase()).isEqualTo(Phase.STOPPED);
    assertThat(bench.services.isQuiet()).isTrue();
  }

  @Test
  void whatWaitsForAStopThatFailsIsDropped() {
    bench.define(ServicesBench.resource("a", OnFail.BLOCK));
    bench.isStarted(1, "a", 1);
    bench.isStarted(2, "b", 2);
    bench.order(3, stop(3, "a"), stop(3, "b", afterStop("a")));
    bench.returned(3, "stuck");
    assertThat(bench.state("b").phase()).isEqualTo(Phase.STARTED);
    assertThat(bench.services.isQuiet()).isTrue();
  }
}
