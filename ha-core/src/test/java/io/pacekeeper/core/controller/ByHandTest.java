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
import io.pacekeeper.api.Score;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.ResourceState.Phase;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What administrators have a node do by hand, and that none of it starts anything. */
class ByHandTest {
  private final ServicesBench bench = new ServicesBench();
  private final ByHand byHand = bench.services.byHand();

  @BeforeEach
  void oneResourceIsMonitoredEachTenSeconds() {
    bench.define(ServicesBench.resource("a", OnFail.BLOCK, monitor(10, OnFail.RESTART)));
  }

  private ByHand.@Nullable Result byHand(String operation, String resource) {
    return bench.runByHand("r1", operation, resource);
  }

  private static ByHand.Result done(String text) {
    return new ByHand.Result(true, text);
  }

  private static ByHand.Result notDone(String text) {
    return new ByHand.Result(false, text);
  }

  /** A stop of the resource fails, so that it is blocked. */
  private void isBlocked() {
    bench.isStarted(1, "a", 1);
    bench.order(2, stop(2, "a"));
    bench.returned(2, "busy");
    assertThat(bench.state("a").phase()).isEqualTo(Phase.BLOCKED);
  }

  @Test
  void aCleanupForgetsTheFailedStartAndLeavesItPossiblyActive() {
    bench.order(1, start(1, "a"));
    bench.returned(1, "no disk");
    bench.services.takeChanged();

    assertThat(byHand.cleanup("a")).isEqualTo(done("forgot the failures of a (INFINITY)"));
    assertThat(bench.state("a"))
        .as("it may be active until its stop has succeeded")
        .isEqualTo(new ResourceState(Phase.FAILED, token(1), 0, null));
    assertThat(bench.services.takeChanged()).as("so that it is reported").isTrue();
    assertThat(bench.pass(0)).as("nothing is done without an order").isEmpty();
  }

  @Test
  void aCleanupOfAllNamesThoseThatHadFailed() {
    bench.isStarted(1, "a", 1);
    bench.serviceFailed("a", 1, "it broke");
    bench.isStarted(2, "b", 2);

    assertThat(byHand.cleanup(null)).isEqualTo(done("forgot the failures of a (1)"));
    bench.services.takeChanged();
    assertThat(byHand.cleanup(null)).isEqualTo(done("there was no failure to forget"));
    assertThat(byHand.cleanup("c")).isEqualTo(done("there was no failure to forget"));
    assertThat(bench.services.takeChanged()).isFalse();
  }

  @Test
  void whatCouldNotBeStoppedIsTriedAgainByTheNextOrderAndNotBefore() {
    isBlocked();
    assertThat(bench.order(3, start(3, "a"))).as("blocked").isEmpty();

    assertThat(byHand.cleanup("a"))
        .isEqualTo(
            done(
                "forgot the failures of a (INFINITY); what could not be stopped can be tried"
                    + " again: a"));
    assertThat(bench.services.isArmed()).isTrue();
    assertThat(bench.pass(1000)).isEmpty();
    assertThat(bench.order(4, start(4, "a"))).as("a start without a stop starts nothing").isEmpty();
    assertThat(bench.order(5, stop(5, "a")))
        .containsExactly(
            new Effect.RevokeActivation("a", token(1)), run(3, Operation.STOP, "a", 1, "halt"));
    assertThat(bench.returned(3)).containsExactly(stopped("a", 0));
    assertThat(bench.services.isArmed()).isFalse();
  }

  @Test
  void whatHangsStaysBlocked() {
    bench.isStarted(1, "a", 1);
    bench.order(2, stop(2, "a"));
    bench.pass(3000);
    assertThat(bench.state("a").phase()).isEqualTo(Phase.BLOCKED);

    assertThat(byHand.cleanup("a"))
        .isEqualTo(
            notDone(
                "there was no failure to forget; an operation has not returned yet of a, which"
                    + " stays blocked until it has"));
    assertThat(bench.state("a").failcount()).isEqualTo(Score.INFINITY);
    bench.returned(2);
    assertThat(byHand.cleanup("a").done()).isTrue();
    assertThat(bench.state("a").phase()).isEqualTo(Phase.FAILED);
  }

  @Test
  void aRefreshHasTheMonitorRunNowAndThenAtItsIntervalAgain() {
    bench.isStarted(1, "a", 1);
    bench.pass(4000);

    assertThat(byHand.refresh("a", bench.now()))
        .isEqualTo(done("there was no failure to forget; monitors now a"));
    assertThat(bench.pass(0)).containsExactly(run(2, Operation.MONITOR, "a", 1, "recurring"));
    assertThat(byHand.refresh(null, bench.now()).done()).as("while it runs").isTrue();
    bench.returned(2);
    assertThat(bench.pass(9999)).isEmpty();
    assertThat(bench.pass(1)).containsExactly(run(3, Operation.MONITOR, "a", 1, "recurring"));
  }

  @Test
  void aMonitorByHandTellsWhatItFoundAndCountsNothing() {
    bench.isStarted(1, "a", 1);

    assertThat(byHand("monitor", "a")).isNull();
    assertThat(bench.drained()).containsExactly(run(2, Operation.MONITOR, "a", 1, "by hand"));
    bench.pass(20);
    assertThat(bench.returned(2, "monitor returned false")).isEmpty();
    assertThat(byHand.takeResults())
        .isEqualTo(
            Map.of("r1", notDone("monitor of a failed after 20 ms: monitor returned false")));
    assertThat(bench.state("a")).isEqualTo(new ResourceState(Phase.STARTED, token(1), 0, null));

    byHand("monitor", "a");
    bench.returned(3);
    assertThat(byHand.takeResults())
        .isEqualTo(Map.of("r1", done("monitor of a succeeded after 0 ms")));
  }

  @Test
  void aMonitorByHandThatHangsIsAFailedStopAsAnyOther() {
    bench.isStarted(1, "a", 1);
    byHand("monitor", "a");
    bench.pass(999);
    bench.drained();
    assertThat(bench.pass(1)).containsExactly(new Effect.InterruptOperation(2));
    assertThat(bench.state("a").failcount()).isZero();
    String hangs = "its monitor did not return when interrupted";
    assertThat(bench.pass(3000)).containsExactly(failed("a", Operation.STOP, 1, hangs));
    assertThat(byHand.takeResults())
        .isEqualTo(Map.of("r1", notDone("stop of a failed after 0 ms: " + hangs)));
    bench.returned(2);
    assertThat(bench.state("a").phase()).isEqualTo(Phase.BLOCKED);
  }

  @Test
  void aStopByHandDropsTheStartThatWasOrderedAndMakesRoomForANewOne() {
    bench.isStarted(1, "a", 1);

    assertThat(byHand("stop", "a")).isNull();
    assertThat(bench.pass(0))
        .containsExactly(
            new Effect.RevokeActivation("a", token(1)),
            run(2, Operation.STOP, "a", 1, "asked for by ann"));
    assertThat(bench.state("a").phase()).isEqualTo(Phase.STOPPING);
    assertThat(bench.returned(2)).containsExactly(stopped("a", 0));
    assertThat(byHand.takeResults())
        .isEqualTo(Map.of("r1", done("stop of a succeeded after 0 ms")));
    assertThat(bench.order(2, start(1, "a"))).as("an old start does not run again").isEmpty();
    assertThat(bench.order(3, start(3, "a")))
        .containsExactly(run(3, Operation.START, "a", 3, "go"));
  }

  @Test
  void aStopByHandInterruptsAMonitor() {
    bench.isStarted(1, "a", 1);
    bench.pass(10_000);
    byHand("stop", "a");
    assertThat(bench.pass(0)).containsExactly(new Effect.InterruptOperation(2));
    assertThat(bench.returned(2, "interrupted"))
        .containsExactly(
            new Effect.RevokeActivation("a", token(1)),
            run(3, Operation.STOP, "a", 1, "asked for by ann"));
  }

  @Test
  void aStopByHandThatFailsIsAFailedStop() {
    bench.isStarted(1, "a", 1);
    byHand("stop", "a");
    bench.pass(0);
    assertThat(bench.returned(2, "busy")).containsExactly(failed("a", Operation.STOP, 1, "busy"));
    assertThat(byHand.takeResults())
        .isEqualTo(Map.of("r1", notDone("stop of a failed after 0 ms: busy")));
    assertThat(byHand("stop", "a"))
        .isEqualTo(notDone("a stop of a has failed, and nothing more is done before a cleanup"));
  }

  @Test
  void nothingIsStartedByHand() {
    bench.isStarted(1, "a", 1);
    assertThat(byHand("start", "a"))
        .isEqualTo(notDone("a monitor or a stop can be run by hand, but not a 'start'"));
    assertThat(byHand("start", "b")).isEqualTo(notDone("b is not active here"));
    assertThat(bench.pass(0)).isEmpty();
  }

  @Test
  void whatIsNotActiveIsNotTouched() {
    assertThat(byHand("monitor", "a")).isEqualTo(done("a is not active here"));
    assertThat(byHand("stop", "a")).isEqualTo(notDone("a is not active here"));
    bench.order(1, start(1, "a"));
    String running = "an operation of a is running; try again when it is done";
    assertThat(byHand("stop", "a")).isEqualTo(notDone(running));
    bench.returned(1);
    bench.mayBegin = false;
    assertThat(byHand("monitor", "a"))
        .isEqualTo(
            notDone("the node may begin nothing now: it is cut off, or its lease is about to end"));
    assertThat(List.copyOf(bench.drained())).isEmpty();
  }
}
