package io.pacekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.Role;
import io.pacekeeper.core.controller.Effect;
import io.pacekeeper.core.controller.Input;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThreadedOperationRunnerTest extends OperationRunnerFixture {
  private final CountDownLatch hung = new CountDownLatch(1);

  @Test
  void aQuestionIsAnsweredThoughEveryThreadHoldsAnOperation() throws Exception {
    runner.ask(1, mailbox::add);
    assertThat(mailbox.poll(20, TimeUnit.SECONDS)).isEqualTo(new Input.ThreadsAnswered(1));
    for (int i = 0; i < LIMIT; i++) {
      CountDownLatch begun = new CountDownLatch(1);
      threads.execute(
          () -> {
            begun.countDown();
            hang();
          });
      begun.await();
    }
    runner.ask(2, mailbox::add);
    assertThat(mailbox.poll(20, TimeUnit.SECONDS)).isEqualTo(new Input.ThreadsAnswered(2));
    hung.countDown();
  }

  private void hang() {
    try {
      hung.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aResourceIsStartedWatchedAndStoppedByOneAgent() throws Exception {
    assertThat(result(start("ledger", 7))).isNull();
    assertThat(result(monitor("ledger", 7))).isNull();
    assertThat(result(stop("ledger", 7))).isNull();

    assertThat(agents).hasSize(1);
    assertThat(agents.get(0).calls).containsExactly("start", "monitor", "stop");
    assertThat(agents.get(0).activation.resource()).isEqualTo("ledger");
    assertThat(agents.get(0).activation.fencingToken()).isEqualTo(7);
    assertThat(agents.get(0).activation.reason()).isEqualTo("because");
  }

  @Test
  void nothingStartsBeforeTheGuardOutsideAnswersWhereOneIsRequired() throws Exception {
    RecordingOuterGuard outer = new RecordingOuterGuard();
    try (LeaseGuard both = new LeaseGuard("shop", clock, halts::add, Duration.ZERO, outer, true)) {
      both.set(new Effect.Guard(clock.in(1_000), clock.in(2_000), true, "i1"));
      ThreadedOperationRunner guarded = new ThreadedOperationRunner("shop", both, threads);
      guarded.add(resource("ledger"));
      Effect.RunOperation start = start("ledger", 7);
      guarded.run(start, mailbox::add);
      assertThat(mailbox.poll(10, TimeUnit.SECONDS))
          .isEqualTo(new Input.OperationRefused(start.id()));
      assertThat(agents).isEmpty();

      outer.answers = true;
      Effect.RunOperation again = start("ledger", 8);
      guarded.run(again, mailbox::add);
      assertThat(mailbox.poll(10, TimeUnit.SECONDS))
          .isEqualTo(new Input.OperationReturned(again.id(), null));
    }
  }

  @Test
  void nothingIsPromotedBeforeTheGuardOutsideAnswersWhereOneIsRequired() throws Exception {
    RecordingOuterGuard outer = new RecordingOuterGuard();
    try (LeaseGuard both = new LeaseGuard("shop", clock, halts::add, Duration.ZERO, outer, true)) {
      both.set(new Effect.Guard(clock.in(1_000), clock.in(2_000), true, "i1"));
      ThreadedOperationRunner guarded = new ThreadedOperationRunner("shop", both, threads);
      guarded.add(resource("ledger"));
      Effect.RunOperation start = operation(Operation.START, Role.UNPROMOTED, 7);
      guarded.run(start, mailbox::add);
      assertThat(mailbox.poll(10, TimeUnit.SECONDS))
          .as("an instance that may run many times waits for nobody")
          .isEqualTo(new Input.OperationReturned(start.id(), null));

      Effect.RunOperation promote = operation(Operation.PROMOTE, Role.PROMOTED, 8);
      guarded.run(promote, mailbox::add);
      assertThat(mailbox.poll(10, TimeUnit.SECONDS))
          .isEqualTo(new Input.OperationRefused(promote.id()));
      assertThat(agents.get(0).calls).containsExactly("start");
    }
  }

  @Test
  void aPromotionIsARightOfItsOwnWhichTheDemotionEnds() throws Exception {
    assertThat(result(operation(Operation.START, Role.UNPROMOTED, 7))).isNull();
    assertThat(result(operation(Operation.PROMOTE, Role.PROMOTED, 8))).isNull();
    ScriptedAgent agent = agents.get(0);
    Activation started = agent.activation;
    Activation promoted = agent.promotion;
    assertThat(started.fencingToken()).isZero();
    assertThat(started.role()).isEqualTo(Role.UNPROMOTED);
    assertThat(promoted.fencingToken()).isEqualTo(8);
    assertThat(promoted.role()).isEqualTo(Role.PROMOTED);
    promoted.promotionScore(5);
    assertThat(mailbox.poll(10, TimeUnit.SECONDS))
        .isEqualTo(new Input.PromotionScoreSet("ledger", 8, 5));

    runner.revoke(new Effect.RevokeActivation("ledger", 8));
    assertThat(promoted.isValid()).isFalse();
    assertThat(started.isValid()).isTrue();
    assertThatThrownBy(promoted::requireValid).hasMessageContaining("its demotion was ordered");
    assertThat(result(operation(Operation.DEMOTE, Role.PROMOTED, 8))).isNull();
    assertThat(result(operation(Operation.STOP, Role.UNPROMOTED, 7))).isNull();
    assertThat(agent.calls).containsExactly("start", "promote", "demote", "stop");
    assertThat(started.isValid()).isFalse();
  }

  @Test
  void aPromotionIsNotBegunNearTheEndOfTheLeaseAndADemotionIs() throws Exception {
    assertThat(result(operation(Operation.START, Role.UNPROMOTED, 7))).isNull();
    assertThat(result(operation(Operation.PROMOTE, Role.PROMOTED, 8))).isNull();
    clock.advanceMillis(1_500);
    assertThat(result(operation(Operation.DEMOTE, Role.PROMOTED, 8))).isNull();
    Effect.RunOperation late = operation(Operation.PROMOTE, Role.PROMOTED, 9);
    runner.run(late, mailbox::add);
    assertThat(mailbox.poll(10, TimeUnit.SECONDS)).isEqualTo(new Input.OperationRefused(late.id()));
    assertThat(agents.get(0).calls).containsExactly("start", "promote", "demote");
  }

  @Test
  void everyActivationHasAnAgentOfItsOwn() throws Exception {
    assertThat(result(start("ledger", 7))).isNull();
    assertThat(result(stop("ledger", 7))).isNull();
    assertThat(result(start("ledger", 8))).isNull();

    assertThat(agents).hasSize(2);
  }

  @Test
  void whatIsInactiveIsStoppedByDoingNothing() throws Exception {
    assertThat(result(stop("ledger", 7))).isNull();
    assertThat(agents).isEmpty();
  }

  @Test
  void whatWasNotStoppedIsNotStartedAgain() throws Exception {
    assertThat(result(start("ledger", 7))).isNull();

    assertThat(result(start("ledger", 8)))
        .isEqualTo("an earlier activation of it has not been stopped here");
    assertThat(agents).hasSize(1);
  }

  @Test
  void afterAFailedStartTheSameAgentIsStopped() throws Exception {
    script(
        "ledger",
        new ScriptedAgent() {
          @Override
          void starting() throws Exception {
            throw new IOException("no\n  disk");
          }
        });

    assertThat(result(start("ledger", 7))).isEqualTo("java.io.IOException: no disk");
    assertThat(result(stop("ledger", 7))).isNull();

    assertThat(agents).hasSize(1);
    assertThat(agents.get(0).calls).containsExactly("start", "stop");
  }

  @Test
  void anErrorIsAFailureToo() throws Exception {
    script(
        "ledger",
        new ScriptedAgent() {
          @Override
          boolean monitoring() {
            throw new StackOverflowError();
          }
        });
    assertThat(result(start("ledger", 7))).isNull();

    assertThat(result(monitor("ledger", 7))).isEqualTo("java.lang.StackOverflowError");
  }

  @Test
  void aMonitorThatReturnsFalseHasFailed() throws Exception {
    script(
        "ledger",
        new ScriptedAgent() {
          @Override
          boolean monitoring() {
            return false;
          }
        });
    assertThat(result(start("ledger", 7))).isNull();

    assertThat(result(monitor("ledger", 7))).isEqualTo("monitor returned false");
  }

  @Test
  void whatCouldNotBeStoppedIsStoppedAgain() throws Exception {
    script(
        "ledger",
        new ScriptedAgent() {
          @Override
          void stopping() {
            if (calls.size() == 2) {
              throw new IllegalStateException("busy");
            }
          }
        });
    assertThat(result(start("ledger", 7))).isNull();

    assertThat(result(stop("ledger", 7))).isEqualTo("java.lang.IllegalStateException: busy");
    assertThat(result(stop("ledger", 7))).isNull();
  }

  @Test
  void aStartAfterTheBeginningsEndIsRefusedAndDoesNotReachTheAgent() throws Exception {
    clock.advanceMillis(1_000);

    assertThat(answer(start("ledger", 7))).isEqualTo(new Input.OperationRefused(0));
    assertThat(agents).isEmpty();
    assertThat(halts).isEmpty();
  }

  @Test
  void aMonitorAfterTheBeginningsEndIsRefusedAndAStopIsNot() throws Exception {
    assertThat(result(start("ledger", 7))).isNull();
    clock.advanceMillis(1_000);

    assertThat(answer(monitor("ledger", 7))).isEqualTo(new Input.OperationRefused(1));
    assertThat(result(stop("ledger", 7))).isNull();

    assertThat(agents.get(0).calls).containsExactly("start", "stop");
  }

  @Test
  void aStartThatWaitedPastTheBeginningsEndIsRefused() throws Exception {
    occupyAllThreads();
    long refused = run(Operation.START, "ledger", 7);
    clock.advanceMillis(1_000);

    agents.forEach(agent -> agent.blocked.countDown());

    await().until(() -> mailbox.contains(new Input.OperationRefused(refused)));
    assertThat(agents).hasSize(LIMIT);
  }

  @Test
  void aStartThatTheSupplierHeldUpPastTheBeginningsEndIsRefused() throws Exception {
    ScriptedAgent agent = new ScriptedAgent();
    runner.add(
        Resource.of(
                "ledger",
                () -> {
                  clock.advanceMillis(1_000);
                  return agent;
                })
            .build());

    assertThat(answer(start("ledger", 7))).isEqualTo(new Input.OperationRefused(0));
    assertThat(agent.calls).isEmpty();
  }
}
