package io.pacekeeper.core.controller;

import static io.pacekeeper.core.controller.ServicesBench.failed;
import static io.pacekeeper.core.controller.ServicesBench.start;
import static io.pacekeeper.core.controller.ServicesBench.started;
import static io.pacekeeper.core.controller.ServicesBench.stop;
import static io.pacekeeper.core.controller.ServicesBench.stopped;
import static io.pacekeeper.core.controller.ServicesBench.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.OperationDefinition;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceAgent;
import io.pacekeeper.api.Role;
import io.pacekeeper.core.document.OrderedAction;
import io.pacekeeper.core.document.OrderedAction.After;
import io.pacekeeper.core.document.PromotionState;
import io.pacekeeper.core.document.PromotionState.Stage;
import io.pacekeeper.core.document.ResourceState.Phase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promotions and demotions on a node: their order, their failures, their monitors. */
class ServicesPromotionTest {
  private static final ResourceAgent NOBODY = null;

  private final ServicesBench bench = new ServicesBench();

  @BeforeEach
  void defineADatabase() {
    Duration second = Duration.ofSeconds(1);
    bench.define(
        Resource.of("db", () -> NOBODY)
            .promotable(
                c -> c.promote(new OperationDefinition(Duration.ofSeconds(4), OnFail.RESTART)))
            .stop(Duration.ofSeconds(3), OnFail.FENCE)
            .monitor(Duration.ofSeconds(10), second)
            .monitor(Duration.ofSeconds(11), second, OnFail.RESTART, Role.PROMOTED)
            .build()
            .definition());
  }

  private static OrderedAction promote(int number, String resource, After... after) {
    return new OrderedAction(token(number), Operation.PROMOTE, resource, List.of(after), "lead");
  }

  private static OrderedAction demote(int number, String resource, After... after) {
    return new OrderedAction(token(number), Operation.DEMOTE, resource, List.of(after), "follow");
  }

  private static Effect run(long id, Operation operation, Role role, int number, String reason) {
    return new Effect.RunOperation(
        id, operation, "db", new Effect.Right(role, token(number), role == Role.PROMOTED), reason);
  }

  private static Effect revoke(int number) {
    return new Effect.RevokeActivation("db", token(number));
  }

  private static Effect promoted(int number, long millis) {
    return new Effect.Publish(
        new ClusterEvent.ResourcePromoted(
            ServicesBench.NODE, "db", token(number), Duration.ofMillis(millis)));
  }

  private static Effect demoted(long millis) {
    return new Effect.Publish(
        new ClusterEvent.ResourceDemoted(ServicesBench.NODE, "db", Duration.ofMillis(millis)));
  }

  private PromotionState promotion() {
    return bench.state("db").promotion();
  }

  private boolean isExclusivelyArmed() {
    return bench.services.isExclusivelyArmed(bench.definitions::get);
  }

  /** Operations 1 and 2. */
  private void isPromoted() {
    bench.order(1, start(1, "db"), promote(1, "db", new After(Operation.START, "db")));
    bench.returned(1);
    bench.returned(2);
  }

  @Test
  void anInstanceIsPromotedAfterItsStartWithATokenOfItsOwn() {
    bench.isStarted(1, "db", 1);
    assertThat(promotion()).isEqualTo(PromotionState.NONE);
    assertThat(isExclusivelyArmed()).isFalse();
    assertThat(bench.order(2, promote(2, "db")))
        .containsExactly(run(2, Operation.PROMOTE, Role.PROMOTED, 2, "lead"));
    assertThat(promotion()).isEqualTo(new PromotionState(Stage.PROMOTING, token(2), null));
    assertThat(isExclusivelyArmed()).isTrue();
    assertThat(bench.returned(2)).containsExactly(promoted(2, 0));
    assertThat(promotion()).isEqualTo(new PromotionState(Stage.PROMOTED, token(2), null));
    assertThat(bench.state("db").phase()).isEqualTo(Phase.STARTED);
    assertThat(bench.state("db").token()).isEqualTo(token(1));
  }

  @Test
  void oneOrderStartsAndPromotes() {
    assertThat(bench.order(1, start(1, "db"), promote(1, "db", new After(Operation.START, "db"))))
        .containsExactly(run(1, Operation.START, Role.UNPROMOTED, 1, "go"));
    assertThat(promotion()).isEqualTo(new PromotionState(Stage.PROMOTING, token(1), null));
    assertThat(bench.returned(1))
        .containsExactly(started("db", 1, 0), run(2, Operation.PROMOTE, Role.PROMOTED, 1, "lead"));
  }

  @Test
  void theStartOfAnAnonymousCloneCarriesNoFencingTokenAndItsPromotionDoes() {
    List<Effect> effects = bench.order(1, start(1, "db"));
    Effect.RunOperation start = (Effect.RunOperation) effects.get(0);
    assertThat(start.right().fencingToken()).isZero();
    assertThat(start.token()).isEqualTo(token(1));
    bench.returned(1);
    Effect.RunOperation promotion = (Effect.RunOperation) bench.order(2, promote(2, "db")).get(0);
    assertThat(promotion.right().fencingToken()).isEqualTo(token(2));
  }

  @Test
  void aDemotionRevokesThePromotionAlone() {
    isPromoted();
    assertThat(bench.order(2, demote(2, "db")))
        .containsExactly(revoke(1), run(3, Operation.DEMOTE, Role.PROMOTED, 1, "follow"));
    assertThat(promotion().stage()).isEqualTo(Stage.DEMOTING);
    assertThat(isExclusivelyArmed()).isTrue();
    assertThat(bench.returned(3)).containsExactly(demoted(0));
    assertThat(promotion().stage()).isEqualTo(Stage.UNPROMOTED);
    assertThat(isExclusivelyArmed()).isFalse();
    assertThat(bench.services.isQuiet()).isTrue();
  }

  @Test
  void whateverStopsWhatIsPromotedDemotesItFirst() {
    isPromoted();
    assertThat(bench.stopAll("the lease ends"))
        .containsExactly(revoke(1), run(3, Operation.DEMOTE, Role.PROMOTED, 1, "the lease ends"));
    assertThat(bench.returned(3))
        .containsExactly(
            demoted(0), revoke(1), run(4, Operation.STOP, Role.UNPROMOTED, 1, "the lease ends"));
    assertThat(bench.returned(4)).containsExactly(stopped("db", 0));
    assertThat(bench.services.isArmed()).isFalse();
  }

  @Test
  void anOrderedStopDemotesFirstEvenIfNobodyOrderedThat() {
    isPromoted();
    assertThat(bench.order(2, stop(2, "db")))
        .containsExactly(revoke(1), run(3, Operation.DEMOTE, Role.PROMOTED, 1, "halt"));
    bench.returned(3);
    assertThat(bench.returned(4)).containsExactly(stopped("db", 0));
  }

  @Test
  void whatCouldNotBeDemotedIsStoppedAllTheSame() {
    isPromoted();
    bench.order(2, stop(2, "db", new After(Operation.DEMOTE, "db")), demote(2, "db"));
    List<Effect> effects = bench.returned(3, "stuck");
    assertThat(effects.get(0)).isEqualTo(failed("db", Operation.DEMOTE, 1, "stuck"));
    assertThat(effects.get(effects.size() - 1))
        .isEqualTo(run(4, Operation.STOP, Role.UNPROMOTED, 1, "halt"));
    assertThat(isExclusivelyArmed()).isTrue();
    bench.returned(4);
    assertThat(isExclusivelyArmed()).isFalse();
  }

  @Test
  void whatTheNodeItselfWantsDemotedAndCannotIsStopped() {
    isPromoted();
    bench.services.endAll("the lease ends", service -> Services.End.DEMOTED);
    bench.pass(1);
    List<Effect> effects = bench.returned(3, "stuck");
    assertThat(effects.get(effects.size() - 1))
        .isEqualTo(run(4, Operation.STOP, Role.UNPROMOTED, 1, "the lease ends"));
  }

  @Test
  void whatTheNodeItselfDemotesGoesOnUnpromoted() {
    isPromoted();
    bench.services.endAll("the lease ends", service -> Services.End.DEMOTED);
    assertThat(bench.pass(1))
        .containsExactly(revoke(1), run(3, Operation.DEMOTE, Role.PROMOTED, 1, "the lease ends"));
    assertThat(bench.returned(3)).containsExactly(demoted(0));
    assertThat(bench.state("db").phase()).isEqualTo(Phase.STARTED);
    assertThat(bench.services.isQuiet()).isTrue();
  }

  @Test
  void aFailedPromotionLeavesItPossiblyPromoted() {
    bench.isStarted(1, "db", 1);
    bench.order(2, promote(2, "db"));
    assertThat(bench.returned(2, "no quorum"))
        .containsExactly(failed("db", Operation.PROMOTE, 1, "no quorum"));
    assertThat(bench.state("db").phase()).isEqualTo(Phase.FAILED);
    assertThat(promotion().stage()).isEqualTo(Stage.PROMOTED);
    assertThat(isExclusivelyArmed()).isTrue();
  }

  @Test
  void aPromotionThatIsNotBegunPromotesNothing() {
    bench.isStarted(1, "db", 1);
    bench.order(2, promote(2, "db"));
    bench.refused(2);
    assertThat(promotion().stage()).isEqualTo(Stage.UNPROMOTED);
    assertThat(isExclusivelyArmed()).isFalse();
  }

  @Test
  void aPromotionThatTakesTooLongIsInterruptedAndEndsTheNodeIfItDoesNotReturn() {
    bench.isStarted(1, "db", 1);
    bench.order(2, promote(2, "db"));
    assertThat(bench.wakesInMillis()).isEqualTo(4000);
    assertThat(bench.pass(4000)).containsExactly(new Effect.InterruptOperation(2));
    List<Effect> effects = bench.pass(3000);
    assertThat(effects.get(effects.size() - 1))
        .isEqualTo(
            new Effect.Halt("the stop of db failed: its promote did not return when interrupted"));
  }

  @Test
  void aDemotionInterruptsThePromotionUnderWay() {
    bench.isStarted(1, "db", 1);
    bench.order(2, promote(2, "db"));
    assertThat(bench.order(3, demote(3, "db"))).containsExactly(new Effect.InterruptOperation(2));
    assertThat(bench.returned(2, "interrupted"))
        .containsExactly(revoke(2), run(3, Operation.DEMOTE, Role.PROMOTED, 2, "follow"));
    assertThat(bench.state("db").failcount()).isZero();
  }

  @Test
  void aPromotionIsBegunOnceHoweverOftenItIsOrdered() {
    isPromoted();
    bench.order(2, demote(2, "db"));
    bench.returned(3);
    assertThat(bench.order(3, promote(1, "db"))).isEmpty();
    assertThat(promotion().stage()).isEqualTo(Stage.UNPROMOTED);
  }

  @Test
  void aPromotionThatIsNotNamedAgainIsDropped() {
    bench.order(1, start(1, "db"), promote(1, "db", new After(Operation.START, "db")));
    bench.order(2);
    assertThat(bench.returned(1)).containsExactly(started("db", 1, 0));
    assertThat(promotion().stage()).isEqualTo(Stage.UNPROMOTED);
  }

  @Test
  void aPromotionAfterAFailedStartIsDropped() {
    bench.order(1, start(1, "db"), promote(1, "db", new After(Operation.START, "db")));
    bench.returned(1, "no disk");
    assertThat(promotion().stage()).isEqualTo(Stage.UNPROMOTED);
    assertThat(bench.services.isQuiet()).isTrue();
  }

  @Test
  void aPromotionWaitsForTheDemotionOfAnotherInstance() {
    bench.define(
        Resource.of("shard", () -> NOBODY)
            .promotable(c -> c.globallyUnique(true).nodeMax(2).max(2))
            .build()
            .definition());
    bench.order(1, start(1, "shard:0"), start(1, "shard:1"), promote(1, "shard:0"));
    bench.returned(1);
    bench.returned(2);
    bench.returned(3);
    List<Effect> effects =
        bench.order(
            2, demote(2, "shard:0"), promote(2, "shard:1", new After(Operation.DEMOTE, "shard:0")));
    assertThat(effects).hasSize(2);
    assertThat(((Effect.RunOperation) effects.get(1)).operation()).isEqualTo(Operation.DEMOTE);
    List<Effect> next = bench.returned(4);
    assertThat(((Effect.RunOperation) next.get(1)).resource()).isEqualTo("shard:1");
    assertThat(((Effect.RunOperation) next.get(1)).operation()).isEqualTo(Operation.PROMOTE);
  }

  @Test
  void theMonitorsAreThoseOfTheRole() {
    bench.isStarted(1, "db", 1);
    bench.pass(5_000);
    bench.order(2, promote(2, "db"));
    bench.returned(2);
    assertThat(bench.pass(10_999)).isEmpty();
    assertThat(bench.pass(1))
        .containsExactly(run(3, Operation.MONITOR, Role.PROMOTED, 2, "recurring"));
    bench.returned(3);
    bench.order(3, demote(3, "db"));
    bench.returned(4);
    assertThat(bench.pass(9_999)).isEmpty();
    assertThat(bench.pass(1))
        .containsExactly(run(5, Operation.MONITOR, Role.UNPROMOTED, 1, "recurring"));
  }

  @Test
  void theScoreThatItSetsIsReportedUntilItIsStopped() {
    bench.order(1, start(1, "db"));
    bench.services.promotionScore("db", token(1), 7);
    bench.returned(1);
    assertThat(promotion().score()).isEqualTo(7);
    bench.services.takeChanged();
    bench.services.promotionScore("db", token(1), 7);
    assertThat(bench.services.takeChanged()).isFalse();
    bench.services.promotionScore("db", token(9), 8);
    assertThat(promotion().score()).isEqualTo(7);
    bench.order(2, stop(2, "db"));
    bench.returned(2);
    bench.order(3, start(3, "db"));
    assertThat(promotion().score()).isNull();
  }

  @Test
  void theFailureThatItReportsAsPromotedCounts() {
    isPromoted();
    assertThat(bench.serviceFailed("db", 1, "lost it"))
        .containsExactly(failed("db", Operation.MONITOR, 1, "lost it"));
    assertThat(bench.state("db").phase()).isEqualTo(Phase.FAILED);
    assertThat(promotion().stage()).isEqualTo(Stage.PROMOTED);
  }

  /** With on-fail=demote for its promotion and for its monitor while it is promoted. */
  private void defineOneThatIsDemoted() {
    Duration second = Duration.ofSeconds(1);
    bench.define(
        Resource.of("db", () -> NOBODY)
            .promotable(
                c -> c.promote(new OperationDefinition(Duration.ofSeconds(4), OnFail.DEMOTE)))
            .monitor(Duration.ofSeconds(11), second, OnFail.DEMOTE, Role.PROMOTED)
            .build()
            .definition());
  }

  @Test
  void whatFailedWhilePromotedRunsOnOnceItIsDemotedIfOnFailSaysSo() {
    defineOneThatIsDemoted();
    isPromoted();
    bench.pass(11_000);
    bench.returned(3, "lagging");
    assertThat(bench.state("db").phase()).isEqualTo(Phase.FAILED);
    assertThat(bench.state("db").failure().onFail()).isEqualTo(OnFail.DEMOTE);
    assertThat(bench.order(2, demote(2, "db"), promote(2, "db", new After(Operation.DEMOTE, "db"))))
        .containsExactly(revoke(1), run(4, Operation.DEMOTE, Role.PROMOTED, 1, "follow"));
    assertThat(bench.returned(4))
        .containsExactly(demoted(0), run(5, Operation.PROMOTE, Role.PROMOTED, 2, "lead"));
    assertThat(bench.state("db").phase()).isEqualTo(Phase.STARTED);
    assertThat(bench.state("db").failcount()).isEqualTo(1);
    bench.returned(5);
    assertThat(promotion()).isEqualTo(new PromotionState(Stage.PROMOTED, token(2), null));
  }

  @Test
  void aPromotionThatFailedIsUndoneByADemotionIfOnFailSaysSo() {
    defineOneThatIsDemoted();
    bench.order(1, start(1, "db"), promote(1, "db", new After(Operation.START, "db")));
    bench.returned(1);
    bench.returned(2, "not now");
    assertThat(bench.state("db").phase()).isEqualTo(Phase.FAILED);
    assertThat(promotion().stage()).isEqualTo(Stage.PROMOTED);
    bench.order(2, demote(2, "db"));
    bench.returned(3);
    assertThat(bench.state("db").phase()).isEqualTo(Phase.STARTED);
    assertThat(promotion().stage()).isEqualTo(Stage.UNPROMOTED);
  }

  @Test
  void whatCouldNotBeDemotedDoesNotRunOnWhateverOnFailSaysOfTheMonitor() {
    defineOneThatIsDemoted();
    isPromoted();
    bench.serviceFailed("db", 1, "lost it");
    assertThat(bench.state("db").failure().onFail()).isEqualTo(OnFail.DEMOTE);
    bench.order(2, demote(2, "db"));
    bench.returned(3, "cannot");
    assertThat(bench.state("db").phase()).isEqualTo(Phase.FAILED);
    assertThat(promotion().stage()).isEqualTo(Stage.PROMOTED);
    assertThat(bench.state("db").failure().onFail()).isEqualTo(OnFail.RESTART);
  }

  @Test
  void whatFailedAndIsToBeRestartedIsNotMendedByItsDemotion() {
    isPromoted();
    bench.serviceFailed("db", 1, "lost it");
    bench.order(2, demote(2, "db"));
    bench.returned(3);
    assertThat(bench.state("db").phase()).isEqualTo(Phase.FAILED);
  }

  @Test
  void oneOrderRecoversWhatFailedWhilePromoted() {
    isPromoted();
    bench.serviceFailed("db", 1, "lost it");
    After demoted = new After(Operation.DEMOTE, "db");
    After stopped = new After(Operation.STOP, "db");
    After again = new After(Operation.START, "db");
    assertThat(
            bench.order(
                2,
                demote(2, "db"),
                stop(2, "db", demoted),
                start(2, "db", stopped),
                promote(2, "db", again)))
        .containsExactly(revoke(1), run(3, Operation.DEMOTE, Role.PROMOTED, 1, "follow"));
    assertThat(promotion().stage()).isEqualTo(Stage.DEMOTING);
    assertThat(bench.returned(3))
        .containsExactly(demoted(0), revoke(1), run(4, Operation.STOP, Role.UNPROMOTED, 1, "halt"));
    assertThat(promotion()).isEqualTo(new PromotionState(Stage.PROMOTING, token(2), null));
    assertThat(bench.returned(4))
        .containsExactly(stopped("db", 0), run(5, Operation.START, Role.UNPROMOTED, 2, "go"));
    assertThat(bench.returned(5))
        .containsExactly(started("db", 2, 0), run(6, Operation.PROMOTE, Role.PROMOTED, 2, "lead"));
    bench.returned(6);
    assertThat(promotion()).isEqualTo(new PromotionState(Stage.PROMOTED, token(2), null));
  }
}
