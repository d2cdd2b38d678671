package io.pacekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.ActivationEndedException;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceAgent;
import io.pacekeeper.api.Role;
import io.pacekeeper.core.controller.Effect;
import io.pacekeeper.core.controller.Input;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ThreadedOperationRunnerTest {
  private static final int LIMIT = 2;

  private final HandClock clock = new HandClock();
  private final BlockingQueue<Integer> halts = new LinkedBlockingQueue<>();
  private final LeaseGuard guard = new LeaseGuard("shop", clock, halts::add, Duration.ZERO);
  private final OperationThreads threads =
      new OperationThreads("shop", LIMIT, Duration.ofMillis(100));
  private final ThreadedOperationRunner runner =
      new ThreadedOperationRunner("shop", guard, threads);
  private final BlockingQueue<Input> mailbox = new LinkedBlockingQueue<>();
  private final List<ScriptedAgent> agents = new CopyOnWriteArrayList<>();
  private final CountDownLatch hung = new CountDownLatch(1);
  private long nextId;

  @BeforeEach
  void hold() {
    guard.set(new Effect.Guard(clock.in(1_000), clock.in(2_000), true, "i1"));
    runner.add(resource("ledger"));
  }

  @AfterEach
  void close() {
    agents.forEach(agent -> agent.blocked.countDown());
    threads.close();
    guard.close();
  }

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

  private Effect.RunOperation operation(Operation operation, Role role, long token) {
    Effect.Right right = new Effect.Right(role, token, role == Role.PROMOTED);
    return new Effect.RunOperation(++nextId, operation, "ledger", right, "because");
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

  @Test
  void pastTheLastMomentNothingBeginsAndTheGuardHalts() throws Exception {
    for (Operation operation : List.of(Operation.STOP, Operation.MONITOR, Operation.START)) {
      HandClock ownClock = new HandClock();
      BlockingQueue<Integer> ownHalts = new LinkedBlockingQueue<>();
      LeaseGuard ownGuard = new LeaseGuard("own", ownClock, ownHalts::add, Duration.ZERO);
      ThreadedOperationRunner own = new ThreadedOperationRunner("own", ownGuard, threads);
      ScriptedAgent agent = new ScriptedAgent();
      own.add(Resource.of("r", () -> agent).build());
      ownGuard.set(new Effect.Guard(ownClock.in(9_000), ownClock.in(2_000), true, "i1"));
      if (operation != Operation.START) {
        own.run(operation(Operation.START, "r", 7), mailbox::add);
        assertThat(mailbox.poll(10, TimeUnit.SECONDS)).isInstanceOf(Input.OperationReturned.class);
      }
      int before = agent.calls.size();
      ownClock.advanceMillis(2_000);

      own.run(operation(operation, "r", 7), mailbox::add);

      assertThat(ownHalts.poll(10, TimeUnit.SECONDS)).isEqualTo(Guard.HALT_STATUS);
      await().during(Duration.ofMillis(100)).until(mailbox::isEmpty);
      assertThat(agent.calls).hasSize(before);
    }
  }

  @Test
  void anInterruptReachesItsOperation() throws Exception {
    ScriptedAgent agent = blockingAgent("ledger");
    long id = run(Operation.START, "ledger", 7);
    assertThat(agent.entered.await(10, TimeUnit.SECONDS)).isTrue();

    runner.interrupt(id);

    assertThat(mailbox.poll(10, TimeUnit.SECONDS))
        .isEqualTo(new Input.OperationReturned(id, "java.lang.InterruptedException"));
  }

  @Test
  void anInterruptNeverReachesALaterOperationOfTheSameThread() throws Exception {
    long id = run(Operation.START, "ledger", 7);
    assertThat(mailbox.poll(10, TimeUnit.SECONDS)).isNotNull();

    runner.interrupt(id);

    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    threads.execute(() -> interrupted.set(Thread.currentThread().isInterrupted()));
    await().until(() -> interrupted.get() != null);
    assertThat(interrupted.get()).isFalse();
  }

  @Test
  void anInterruptThatTheApplicationLeftBehindEndsWithItsOperation() throws Exception {
    OperationThreads one = new OperationThreads("one", 1, Duration.ofSeconds(10));
    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    CountDownLatch queued = new CountDownLatch(1);
    one.execute(
        () -> {
          awaitQuietly(queued);
          Thread.currentThread().interrupt();
        });
    one.execute(() -> interrupted.set(Thread.currentThread().isInterrupted()));
    queued.countDown();

    await().until(() -> interrupted.get() != null);
    assertThat(interrupted.get()).isFalse();
    one.close();
  }

  @Test
  void aStartThatIsInterruptedWhileItWaitsForAThreadIsNotBegun() throws Exception {
    occupyAllThreads();
    long id = run(Operation.START, "ledger", 7);

    runner.interrupt(id);
    agents.forEach(agent -> agent.blocked.countDown());

    await().until(() -> mailbox.size() == LIMIT + 1);
    assertThat(mailbox).contains(new Input.OperationRefused(id));
    assertThat(agents).hasSize(LIMIT);
    mailbox.clear();
    assertThat(result(start("ledger", 8))).isNull();
  }

  @Test
  void aStopThatIsInterruptedWhileItWaitsForAThreadHasFailed() throws Exception {
    assertThat(result(start("ledger", 7))).isNull();
    occupyAllThreads();
    long id = run(Operation.STOP, "ledger", 7);

    runner.interrupt(id);
    agents.forEach(agent -> agent.blocked.countDown());

    await()
        .until(
            () ->
                mailbox.contains(
                    new Input.OperationReturned(
                        id, "it was not begun in time: every operation thread was busy")));
    assertThat(agents.get(0).calls).containsExactly("start");
  }

  @Test
  void noMoreOperationsRunAtOnceThanTheLimitAndTheRestFollows() throws Exception {
    occupyAllThreads();
    run(Operation.START, "ledger", 7);
    assertThat(agents).hasSize(LIMIT);

    agents.get(0).blocked.countDown();

    await().until(() -> agents.size() == LIMIT + 1);
  }

  @Test
  void idleThreadsEnd() throws Exception {
    OperationThreads brief = new OperationThreads("brief", LIMIT, Duration.ofMillis(50));
    CountDownLatch ran = new CountDownLatch(1);
    brief.execute(ran::countDown);
    assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();

    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("ha-brief-operation-")));
  }

  @Test
  void anActivationIsInvalidFromItsRevocationOn() throws Exception {
    assertThat(result(start("ledger", 7))).isNull();
    Activation activation = agents.get(0).activation;
    assertThat(activation.isValid()).isTrue();
    assertThat(activation.remaining()).isEqualTo(Duration.ofSeconds(2));
    activation.requireValid();

    runner.revoke(new Effect.RevokeActivation("ledger", 7));

    assertThat(activation.isValid()).isFalse();
    assertThat(activation.remaining()).isZero();
    assertThatThrownBy(activation::requireValid)
        .isInstanceOf(ActivationEndedException.class)
        .hasMessage("ledger may not be active with token 7: its stop was ordered");
  }

  @Test
  void anActivationIsInvalidBeforeItsStopIsCalledThoughNobodyRevokedIt() throws Exception {
    AtomicReference<Boolean> validInStop = new AtomicReference<>();
    script(
        "ledger",
        new ScriptedAgent() {
          @Override
          void stopping() {
            validInStop.set(activation.isValid());
          }
        });
    assertThat(result(start("ledger", 7))).isNull();

    assertThat(result(stop("ledger", 7))).isNull();

    assertThat(validInStop.get()).isFalse();
  }

  @Test
  void anActivationIsInvalidWhenTheLeaseHasEnded() throws Exception {
    assertThat(result(start("ledger", 7))).isNull();
    clock.advanceMillis(2_000);

    assertThat(agents.get(0).activation.isValid()).isFalse();
    assertThatThrownBy(agents.get(0).activation::requireValid)
        .hasMessage("ledger may not be active with token 7: the node's lease has ended");
  }

  @Test
  void theRevocationOfAnEarlierActivationChangesNothing() throws Exception {
    assertThat(result(start("ledger", 8))).isNull();

    runner.revoke(new Effect.RevokeActivation("ledger", 7));

    assertThat(agents.get(0).activation.isValid()).isTrue();
  }

  @Test
  void aStartThatIsRevokedBeforeItBeganDoesNotBegin() throws Exception {
    occupyAllThreads();
    long id = run(Operation.START, "ledger", 7);
    runner.revoke(new Effect.RevokeActivation("ledger", 7));

    agents.forEach(agent -> agent.blocked.countDown());

    await().until(() -> mailbox.contains(new Input.OperationRefused(id)));
    assertThat(agents).hasSize(LIMIT);
  }

  @Test
  void whatIsToRunOnRevocationRunsOnAnOperationThread() throws Exception {
    assertThat(result(start("ledger", 7))).isNull();
    AtomicReference<String> ranOn = new AtomicReference<>();
    Activation activation = agents.get(0).activation;
    activation.onRevoked(
        () -> {
          throw new IllegalStateException("a mistake of the application");
        });
    activation.onRevoked(() -> ranOn.set(Thread.currentThread().getName()));

    runner.revoke(new Effect.RevokeActivation("ledger", 7));

    await().until(() -> ranOn.get() != null);
    assertThat(ranOn.get()).startsWith("ha-shop-operation-");
  }

  @Test
  void pastTheLastMomentNothingRunsOnRevocation() throws Exception {
    assertThat(result(start("ledger", 7))).isNull();
    AtomicReference<Boolean> ran = new AtomicReference<>(false);
    agents.get(0).activation.onRevoked(() -> ran.set(true));
    clock.advanceMillis(2_000);

    runner.revoke(new Effect.RevokeActivation("ledger", 7));

    await().during(Duration.ofMillis(100)).until(() -> !ran.get());
  }

  @Test
  void whatIsAddedAfterTheRevocationRunsAtOnce() throws Exception {
    assertThat(result(start("ledger", 7))).isNull();
    runner.revoke(new Effect.RevokeActivation("ledger", 7));
    List<String> ranOn = new ArrayList<>();

    agents.get(0).activation.onRevoked(() -> ranOn.add(Thread.currentThread().getName()));

    assertThat(ranOn).containsExactly(Thread.currentThread().getName());
  }

  @Test
  void aFailureThatTheServiceReportsIsPostedOnce() throws Exception {
    assertThat(result(start("ledger", 7))).isNull();
    Activation activation = agents.get(0).activation;

    activation.failed("queue gone");
    activation.failed("queue still gone");

    assertThat(mailbox).containsExactly(new Input.ServiceFailed("ledger", 7, "queue gone"));
  }

  @Test
  void aFailureThatIsReportedAfterTheRevocationIsNotPosted() throws Exception {
    assertThat(result(start("ledger", 7))).isNull();
    runner.revoke(new Effect.RevokeActivation("ledger", 7));

    agents.get(0).activation.failed("queue gone");

    assertThat(mailbox).isEmpty();
  }

  @Test
  void aResourceThatWasTakenAwayIsNotStartedButStopped() throws Exception {
    assertThat(result(start("ledger", 7))).isNull();
    runner.remove("ledger");

    assertThat(result(stop("ledger", 7))).isNull();
    assertThat(answer(start("ledger", 8))).isEqualTo(new Input.OperationRefused(2));
    assertThat(agents.get(0).calls).containsExactly("start", "stop");
  }

  private void occupyAllThreads() throws InterruptedException {
    for (int i = 0; i < LIMIT; i++) {
      ScriptedAgent agent = blockingAgent("blocker" + i);
      run(Operation.START, "blocker" + i, 1);
      assertThat(agent.entered.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private ScriptedAgent blockingAgent(String id) {
    ScriptedAgent agent =
        new ScriptedAgent() {
          @Override
          void starting() throws InterruptedException {
            entered.countDown();
            blocked.await();
          }
        };
    script(id, agent);
    return agent;
  }

  private void script(String id, ScriptedAgent agent) {
    runner.add(
        Resource.of(
                id,
                () -> {
                  agents.add(agent);
                  return agent;
                })
            .build());
  }

  private Resource resource(String id) {
    return Resource.of(
            id,
            () -> {
              ScriptedAgent agent = new ScriptedAgent();
              agents.add(agent);
              return agent;
            })
        .build();
  }

  private Effect.RunOperation start(String resource, long token) {
    return operation(Operation.START, resource, token);
  }

  private Effect.RunOperation stop(String resource, long token) {
    return operation(Operation.STOP, resource, token);
  }

  private Effect.RunOperation monitor(String resource, long token) {
    return operation(Operation.MONITOR, resource, token);
  }

  private Effect.RunOperation operation(Operation operation, String resource, long token) {
    return new Effect.RunOperation(nextId++, operation, resource, token, "because");
  }

  private long run(Operation operation, String resource, long token) {
    Effect.RunOperation run = operation(operation, resource, token);
    runner.run(run, mailbox::add);
    return run.id();
  }

  private Input answer(Effect.RunOperation operation) throws InterruptedException {
    runner.run(operation, mailbox::add);
    Input answer = mailbox.poll(10, TimeUnit.SECONDS);
    assertThat(answer).as("the answer to %s", operation).isNotNull();
    return answer;
  }

  private String result(Effect.RunOperation operation) throws InterruptedException {
    Input answer = answer(operation);
    assertThat(answer).isInstanceOf(Input.OperationReturned.class);
    Input.OperationReturned returned = (Input.OperationReturned) answer;
    assertThat(returned.id()).isEqualTo(operation.id());
    return returned.failure();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** An agent that keeps what was called. */
  private static class ScriptedAgent implements ResourceAgent {
    final List<String> calls = new CopyOnWriteArrayList<>();
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch blocked = new CountDownLatch(1);
    volatile Activation activation;
    volatile Activation promotion;

    void starting() throws Exception {}

    void stopping() throws Exception {}

    boolean monitoring() throws Exception {
      return true;
    }

    @Override
    public void start(Activation given) throws Exception {
      activation = given;
      calls.add("start");
      starting();
    }

    @Override
    public void promote(Activation given) {
      promotion = given;
      calls.add("promote");
    }

    @Override
    public void demote() {
      calls.add("demote");
    }

    @Override
    public void stop() throws Exception {
      calls.add("stop");
      stopping();
    }

    @Override
    public boolean monitor() throws Exception {
      calls.add("monitor");
      return monitoring();
    }
  }
}
