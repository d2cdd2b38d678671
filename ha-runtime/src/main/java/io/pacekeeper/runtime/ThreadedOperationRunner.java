package io.pacekeeper.runtime;

import io.pacekeeper.api.Operation;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceAgent;
import io.pacekeeper.core.controller.Effect;
import io.pacekeeper.core.controller.Input;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs operations on threads of its own. Immediately before it calls the application's code it asks
 * the guard, by the clock: after the lease, nothing begins, whatever was asked for before.
 */
final class ThreadedOperationRunner implements OperationRunner {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadedOperationRunner.class);

  /** Longer ones are cut: they are part of the node's report. */
  private static final int LONGEST_REASON = 300;

  private final String cluster;
  private final LeaseGuard guard;
  private final OperationThreads threads;

  /** What there is code for. */
  private final Map<String, Resource> resources = new ConcurrentHashMap<>();

  /** What is or may be active: from the order to start it until its stop has succeeded. */
  private final Map<String, ActiveResource> active = new ConcurrentHashMap<>();

  private final Map<Long, OperationCall> calls = new ConcurrentHashMap<>();

  /**
   * An activation and the agent that runs it. Operations of one resource follow each other, so that
   * the agent needs no lock; it is volatile because they run on different threads.
   */
  private static final class ActiveResource {
    final LeasedActivation activation;
    volatile @Nullable ResourceAgent agent;

    ActiveResource(LeasedActivation activation) {
      this.activation = activation;
    }
  }

  ThreadedOperationRunner(String cluster, LeaseGuard guard, OperationThreads threads) {
    this.cluster = cluster;
    this.guard = guard;
    this.threads = threads;
  }

  /** Adds code for a resource, instead of what there was. */
  void add(Resource resource) {
    resources.put(resource.id(), resource);
  }

  /** Takes the code for a resource away. What is active is stopped by the code that started it. */
  void remove(String resource) {
    resources.remove(resource);
  }

  @Override
  public void run(Effect.RunOperation operation, Consumer<? super Input> mailbox) {
    OperationCall call = new OperationCall(operation);
    calls.put(operation.id(), call);
    if (operation.operation() == Operation.START) {
      // Made here and not by the thread, so that a revocation finds it from now on.
      active.computeIfAbsent(
          operation.resource(),
          resource -> new ActiveResource(new LeasedActivation(operation, guard, threads, mailbox)));
    }
    threads.execute(() -> answer(call, mailbox));
  }

  @Override
  public void interrupt(long id) {
    OperationCall call = calls.get(id);
    if (call != null) {
      call.interrupt();
    }
  }

  @Override
  public void ask(long question, Consumer<? super Input> mailbox) {
    threads.check(() -> mailbox.accept(new Input.ThreadsAnswered(question)));
  }

  @Override
  public void revoke(Effect.RevokeActivation revocation) {
    ActiveResource revoked = active.get(revocation.resource());
    if (revoked != null && revoked.activation.fencingToken() == revocation.token()) {
      revoked.activation.revoke();
    }
  }

  private void answer(OperationCall call, Consumer<? super Input> mailbox) {
    Effect.RunOperation operation = call.operation();
    Input answer;
    try {
      answer = perform(call);
    } catch (Throwable e) {
      LOG.warn(
          "cluster={} resource={} {} failed",
          cluster,
          operation.resource(),
          operation.operation().name().toLowerCase(Locale.ROOT),
          e);
      answer = new Input.OperationReturned(operation.id(), describe(e));
    }
    calls.remove(operation.id());
    if (answer != null) {
      mailbox.accept(answer);
    }
  }

  /** Returns the answer, or null if there will be none, because the JVM is being halted. */
  private @Nullable Input perform(OperationCall call) throws Exception {
    Effect.RunOperation operation = call.operation();
    if (!call.begin()) {
      return notBegun(operation);
    }
    try {
      return switch (operation.operation()) {
        case START -> start(operation);
        case STOP -> stop(operation);
        case MONITOR -> monitor(operation);
      };
    } finally {
      call.end();
    }
  }

  /** Answers an operation that was interrupted before a thread had time for it. */
  private Input notBegun(Effect.RunOperation operation) {
    if (operation.operation() == Operation.STOP) {
      return new Input.OperationReturned(
          operation.id(), "it was not begun in time: every operation thread was busy");
    }
    if (operation.operation() == Operation.START) {
      active.computeIfPresent(
          operation.resource(),
          (resource, starting) ->
              starting.activation.fencingToken() == operation.token() ? null : starting);
    }
    return new Input.OperationRefused(operation.id());
  }

  private @Nullable Input start(Effect.RunOperation operation) throws Exception {
    String id = operation.resource();
    ActiveResource starting = active.get(id);
    if (starting == null
        || starting.agent != null
        || starting.activation.fencingToken() != operation.token()) {
      return new Input.OperationReturned(
          operation.id(), "an earlier activation of it has not been stopped here");
    }
    Resource resource = resources.get(id);
    Permission permission = Permission.REFUSED;
    if (resource != null && !starting.activation.isRevoked() && guard.awaitOuterGuard()) {
      permission = permission(operation);
      if (permission == Permission.GIVEN) {
        ResourceAgent agent = resource.newAgent();
        permission = permission(operation);
        if (permission == Permission.GIVEN) {
          starting.agent = agent;
          agent.start(starting.activation);
          return new Input.OperationReturned(operation.id(), null);
        }
      }
    }
    active.remove(id, starting);
    return permission.denial(operation);
  }

  private @Nullable Input stop(Effect.RunOperation operation) throws Exception {
    String id = operation.resource();
    ActiveResource stopping = active.get(id);
    if (stopping != null) {
      stopping.activation.revoke();
      ResourceAgent agent = stopping.agent;
      if (agent != null) {
        Permission permission = permission(operation);
        if (permission != Permission.GIVEN) {
          return permission.denial(operation);
        }
        agent.stop();
      }
      active.remove(id, stopping);
    }
    return new Input.OperationReturned(operation.id(), null);
  }

  private @Nullable Input monitor(Effect.RunOperation operation) throws Exception {
    ActiveResource monitored = active.get(operation.resource());
    ResourceAgent agent = monitored == null ? null : monitored.agent;
    if (agent == null) {
      return new Input.OperationReturned(operation.id(), "it is not active here");
    }
    Permission permission = permission(operation);
    if (permission != Permission.GIVEN) {
      return permission.denial(operation);
    }
    return new Input.OperationReturned(
        operation.id(), agent.monitor() ? null : "monitor returned false");
  }

  /** Asks the guard; whoever is given the permission uses it at once. */
  private Permission permission(Effect.RunOperation operation) {
    if (guard.isOver()) {
      guard.halt(
          operation.resource()
              + " was to "
              + operation.operation().name().toLowerCase(Locale.ROOT)
              + " when the lease was about to end");
      return Permission.HALTED;
    }
    return operation.operation() == Operation.STOP || guard.mayBegin()
        ? Permission.GIVEN
        : Permission.REFUSED;
  }

  private static String describe(Throwable thrown) {
    String text = thrown.toString().replaceAll("\\s+", " ");
    return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "...";
  }

  /** Whether the application's code may be called now. */
  private enum Permission {
    GIVEN,
    REFUSED,
    HALTED;

    @Nullable Input denial(Effect.RunOperation operation) {
      return this == HALTED ? null : new Input.OperationRefused(operation.id());
    }
  }
}
