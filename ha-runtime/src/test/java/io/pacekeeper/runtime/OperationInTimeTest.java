package io.pacekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.api.Operation;
import io.pacekeeper.api.Resource;
import io.pacekeeper.core.controller.Effect;
import io.pacekeeper.core.controller.Input;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class OperationInTimeTest extends OperationRunnerFixture {
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
}
