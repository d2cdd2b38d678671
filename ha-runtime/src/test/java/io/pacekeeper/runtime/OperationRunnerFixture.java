package io.pacekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.Operation;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.Role;
import io.pacekeeper.core.controller.Effect;
import io.pacekeeper.core.controller.Input;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What tests of the runner of operations stand on: a lease that is held, and agents that keep what
 * was called.
 */
abstract class OperationRunnerFixture {
  static final int LIMIT = 2;

  final HandClock clock = new HandClock();
  final BlockingQueue<Integer> halts = new LinkedBlockingQueue<>();
  final LeaseGuard guard = new LeaseGuard("shop", clock, halts::add, Duration.ZERO);
  final OperationThreads threads = new OperationThreads("shop", LIMIT, Duration.ofMillis(100));
  final ThreadedOperationRunner runner = new ThreadedOperationRunner("shop", guard, threads);
  final BlockingQueue<Input> mailbox = new LinkedBlockingQueue<>();
  final List<ScriptedAgent> agents = new CopyOnWriteArrayList<>();
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

  Effect.RunOperation operation(Operation operation, Role role, long token) {
    Effect.Right right = new Effect.Right(role, token, role == Role.PROMOTED);
    return new Effect.RunOperation(++nextId, operation, "ledger", right, "because");
  }

  void occupyAllThreads() throws InterruptedException {
    for (int i = 0; i < LIMIT; i++) {
      ScriptedAgent agent = blockingAgent("blocker" + i);
      run(Operation.START, "blocker" + i, 1);
      assertThat(agent.entered.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  ScriptedAgent blockingAgent(String id) {
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

  void script(String id, ScriptedAgent agent) {
    runner.add(
        Resource.of(
                id,
                () -> {
                  agents.add(agent);
                  return agent;
                })
            .build());
  }

  Resource resource(String id) {
    return Resource.of(
            id,
            () -> {
              ScriptedAgent agent = new ScriptedAgent();
              agents.add(agent);
              return agent;
            })
        .build();
  }

  Effect.RunOperation start(String resource, long token) {
    return operation(Operation.START, resource, token);
  }

  Effect.RunOperation stop(String resource, long token) {
    return operation(Operation.STOP, resource, token);
  }

  Effect.RunOperation monitor(String resource, long token) {
    return operation(Operation.MONITOR, resource, token);
  }

  Effect.RunOperation operation(Operation operation, String resource, long token) {
    return new Effect.RunOperation(nextId++, operation, resource, token, "because");
  }

  long run(Operation operation, String resource, long token) {
    Effect.RunOperation run = operation(operation, resource, token);
    runner.run(run, mailbox::add);
    return run.id();
  }

  Input answer(Effect.RunOperation operation) throws InterruptedException {
    runner.run(operation, mailbox::add);
    Input answer = mailbox.poll(10, TimeUnit.SECONDS);
    assertThat(answer).as("the answer to %s", operation).isNotNull();
    return answer;
  }

  String result(Effect.RunOperation operation) throws InterruptedException {
    Input answer = answer(operation);
    assertThat(answer).isInstanceOf(Input.OperationReturned.class);
    Input.OperationReturned returned = (Input.OperationReturned) answer;
    assertThat(returned.id()).isEqualTo(operation.id());
    return returned.failure();
  }

  static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
