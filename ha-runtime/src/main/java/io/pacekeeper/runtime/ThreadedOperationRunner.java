package io.pacekeeper.runtime;

import io.pacekeeper.api.Operation;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceAgent;
import io.pacekeeper.core.controller.Effect;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.document.InstanceName;
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
   * nothing here needs a lock; it is volatile because they run on different threads.
   */
  private static final class ActiveResource {
    final LeasedActivation activation;
    volatile @Nullable ResourceAgent agent;

    /** The right to be promoted, or null if it is not. */
    volatile @Nullable LeasedActivation promotion;

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
    } else if (operation.operation() == Operation.PROMOTE) {
      ActiveResource promoted = active.get(operation.resource());
      if (promoted != null) {
        promoted.promotion = new LeasedActivation(operation, guard, threads, mailbox);
      }
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
    if (revoked != null) {
      revoke(revoked.activation, revocation.token());
      revoke(revoked.promotion, revocation.token());
    }
  }

  private static void revoke(@Nullable LeasedActivation right, long token) {
    if (right != null && right.token() == token) {
      right.revoke();
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
        case PROMOTE -> promote(operation);
        case DEMOTE -> demote(operation);
        case MONITOR -> monitor(operation);
      };
    } finally {
      call.end();
    }
  }

  /** Answers an operation that was interrupted before a thread had time for it. */
  private Input notBegun(Effect.RunOperation operation) {
    if (isEnd(operation)) {
      return new Input.OperationReturned(
          operation.id(), "it was not begun in time: every operation thread was busy");
    }
    if (operation.operation() == Operation.START) {
      active.computeIfPresent(
          operation.resource(),
          (resource, starting) ->
              starting.activation.token() == operation.token() ? null : starting);
    }
    return new Input.OperationRefused(operation.id());
  }

  private @Nullable Input start(Effect.RunOperation operation) throws Exception {
    String id = operation.resource();
    ActiveResource starting = active.get(id);
    if (starting == null
        || starting.agent != null
        || starting.activation.token() != operation.token()) {
      return new Input.OperationReturned(
          operation.id(), "an earlier activation of it has not been stopped here");
    }
    Resource resource = resources.get(InstanceName.resource(id));
    Permission permission = Permission.REFUSED;
    if (resource != null && !starting.activation.isRevoked() && isGuarded(operation)) {
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
      LeasedActivation promotion = stopping.promotion;
      if (promotion != null) {
        promotion.revoke();
      }
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

  private @Nullable Input promote(Effect.RunOperation operation) throws Exception {
    ActiveResource promoted = active.get(operation.resource());
    ResourceAgent agent = promoted == null ? null : promoted.agent;
    LeasedActivation promotion = promoted == null ? null : promoted.promotion;
    if (agent == null || promotion == null || promotion.token() != operation.token()) {
      return new Input.OperationReturned(operation.id(), "it is not active here");
    }
    Permission permission = Permission.REFUSED;
    if (!promotion.isRevoked() && isGuarded(operation)) {
      permission = permission(operation);
      if (permission == Permission.GIVEN) {
        agent.promote(promotion);
        return new Input.OperationReturned(operation.id(), null);
      }
    }
    return permission.denial(operation);
  }

  private @Nullable Input demote(Effect.RunOperation operation) throws Exception {
    ActiveResource demoted = active.get(operation.resource());
    ResourceAgent agent = demoted == null ? null : demoted.agent;
    if (demoted != null && agent != null) {
      LeasedActivation promotion = demoted.promotion;
      if (promotion != null) {
        promotion.revoke();
      }
      Permission permission = permission(operation);
      if (permission != Permission.GIVEN) {
        return permission.denial(operation);
      }
      agent.demote();
      demoted.promotion = null;
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

  /** What may run many times at once needs nobody to end it. */
  private boolean isGuarded(Effect.RunOperation operation) throws InterruptedException {
    return !operation.right().exclusive() || guard.awaitOuterGuard();
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
    return isEnd(operation) || guard.mayBegin() ? Permission.GIVEN : Permission.REFUSED;
  }

  private static boolean isEnd(Effect.RunOperation operation) {
    return operation.operation() == Operation.STOP || operation.operation() == Operation.DEMOTE;
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
