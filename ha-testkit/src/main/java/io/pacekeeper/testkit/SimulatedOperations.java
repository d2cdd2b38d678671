package io.pacekeeper.testkit;

import io.pacekeeper.api.Operation;
import io.pacekeeper.api.Role;
import io.pacekeeper.core.controller.Effect;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.runtime.OperationRunner;
import io.pacekeeper.testkit.invariant.Happening;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Services that take their time: each operation lasts as long as {@link ServiceBehaviour} has it,
 * fails, hangs until it is interrupted, or takes no notice of that. Asks the guard before each
 * begins, as the threads of the production runtime do.
 */
final class SimulatedOperations implements OperationRunner {
  /** How long what is to begin waits for a companion, as in the production runtime. */
  private static final long OUTER_PATIENCE_NANOS = 1_000_000_000;

  private static final long OUTER_LOOK_NANOS = 50_000_000;

  private static final class Call {
    final Effect.RunOperation effect;
    final Consumer<? super Input> mailbox;
    ServiceBehaviour.@Nullable Course course;
    boolean interrupted;

    Call(Effect.RunOperation effect, Consumer<? super Input> mailbox) {
      this.effect = effect;
      this.mailbox = mailbox;
    }
  }

  private final String process;
  private final ProcessTimeline timeline;
  private final SimulatedGuard guard;
  private final BooleanSupplier permitted;
  private final ServiceBehaviour behaviour;
  private final FencedLedger ledger;
  private final Consumer<? super Happening> history;
  private final Map<Long, Call> calls = new HashMap<>();
  private final Map<String, Long> active = new TreeMap<>();

  /** What is active or promoted in a way in which only one may be, with the fencing token. */
  private final Map<String, Long> exclusive = new TreeMap<>();

  SimulatedOperations(
      String process,
      ProcessTimeline timeline,
      SimulatedGuard guard,
      BooleanSupplier permitted,
      ServiceBehaviour behaviour,
      FencedLedger ledger,
      Consumer<? super Happening> history) {
    this.process = process;
    this.timeline = timeline;
    this.guard = guard;
    this.permitted = permitted;
    this.behaviour = behaviour;
    this.ledger = ledger;
    this.history = history;
  }

  @Override
  public void run(Effect.RunOperation operation, Consumer<? super Input> mailbox) {
    Call call = new Call(operation, mailbox);
    if (calls.put(operation.id(), call) != null) {
      throw new IllegalStateException("the id of " + operation + " was used before");
    }
    timeline.after(behaviour.threadNanos(), () -> await(call, OUTER_PATIENCE_NANOS));
  }

  @Override
  public void interrupt(long id) {
    Call call = calls.get(id);
    if (call != null) {
      call.interrupted = true;
      ServiceBehaviour.Course course = call.course;
      if (course != null && course.heedsInterrupt()) {
        timeline.after(behaviour.threadNanos(), () -> end(call, "interrupted"));
      }
    }
  }

  @Override
  public void ask(long question, Consumer<? super Input> mailbox) {
    // Simulated services need no threads, so that there is always one.
    mailbox.accept(new Input.ThreadsAnswered(question));
  }

  @Override
  public void revoke(Effect.RevokeActivation revocation) {
    // A simulated service has nothing to wind down before its stop.
  }

  /** Returns the resources that are active and the tokens they were started with. */
  Map<String, Long> active() {
    return active;
  }

  /** Has each service that is active write something, whatever the guard would say of that. */
  void write() {
    exclusive.forEach(this::write);
  }

  private void write(String resource, long token) {
    history.accept(new Happening.Accessed(process, resource, token, ledger.write(resource, token)));
  }

  /** Lets everything return that hangs. */
  void release() {
    for (Call call : new ArrayList<>(calls.values())) {
      if (call.course != null) {
        end(call, "it hung");
      }
    }
  }

  /** Waits for the companion before it begins a start, if one is required; not for long. */
  private void await(Call call, long patienceNanos) {
    Operation operation = call.effect.operation();
    boolean grants = operation == Operation.START || operation == Operation.PROMOTE;
    if (!grants || !call.effect.right().exclusive() || permitted.getAsBoolean()) {
      begin(call);
    } else if (patienceNanos <= 0) {
      answer(call, new Input.OperationRefused(call.effect.id()));
    } else {
      timeline.after(OUTER_LOOK_NANOS, () -> await(call, patienceNanos - OUTER_LOOK_NANOS));
    }
  }

  private void begin(Call call) {
    Effect.RunOperation effect = call.effect;
    if (guard.isOver()) {
      guard.look();
      return;
    }
    if (!guard.permits(effect.operation())) {
      answer(call, new Input.OperationRefused(effect.id()));
      return;
    }
    if (effect.operation() == Operation.MONITOR && !active.containsKey(effect.resource())) {
      answer(call, new Input.OperationReturned(effect.id(), "it is not active here"));
      return;
    }
    requireNoOther(call);
    history.accept(
        new Happening.OperationBegan(
            process,
            effect.operation(),
            effect.resource(),
            effect.token(),
            effect.right().exclusive()));
    boolean starts = effect.operation() == Operation.START;
    if (starts) {
      active.put(effect.resource(), effect.token());
    }
    if ((starts || effect.operation() == Operation.PROMOTE) && effect.right().exclusive()) {
      exclusive.put(effect.resource(), effect.token());
      write(effect.resource(), effect.token());
    }
    ServiceBehaviour.Course course = behaviour.draw(effect.operation());
    call.course = course;
    boolean soon = call.interrupted && course.heedsInterrupt();
    timeline.after(
        soon ? behaviour.threadNanos() : course.nanos(), () -> end(call, course.failure()));
  }

  private void end(Call call, @Nullable String failure) {
    Effect.RunOperation effect = call.effect;
    if (calls.get(effect.id()) != call) {
      return;
    }
    if (effect.operation() == Operation.STOP && failure == null) {
      active.remove(effect.resource());
      exclusive.remove(effect.resource());
    } else if (effect.operation() == Operation.DEMOTE && failure == null) {
      exclusive.remove(effect.resource());
    }
    int score = behaviour.promotionScore();
    if (effect.operation() == Operation.START
        && effect.right().role() == Role.UNPROMOTED
        && score > 0) {
      call.mailbox.accept(new Input.PromotionScoreSet(effect.resource(), effect.token(), score));
    }
    history.accept(
        new Happening.OperationEnded(
            process, effect.operation(), effect.resource(), effect.token(), failure));
    answer(call, new Input.OperationReturned(effect.id(), failure));
  }

  private void answer(Call call, Input answer) {
    calls.remove(call.effect.id());
    timeline.after(behaviour.threadNanos(), () -> call.mailbox.accept(answer));
  }

  private void requireNoOther(Call call) {
    List<Long> others = new ArrayList<>();
    for (Call other : calls.values()) {
      if (other != call
          && other.course != null
          && other.effect.resource().equals(call.effect.resource())) {
        others.add(other.effect.id());
      }
    }
    if (!others.isEmpty()) {
      throw new IllegalStateException(
          process + " begins " + call.effect + " while " + others + " of it have not returned");
    }
  }
}
