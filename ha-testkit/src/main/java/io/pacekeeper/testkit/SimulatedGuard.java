package io.pacekeeper.testkit;

import io.pacekeeper.api.Operation;
import io.pacekeeper.core.controller.Effect;
import io.pacekeeper.runtime.Guard;
import io.pacekeeper.runtime.companion.OuterGuard;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The guard of a simulated process: ends it when it is to be halted, a little late as a thread is
 * that has to be scheduled, but within the kill budget.
 */
final class SimulatedGuard implements Guard {
  private final ProcessTimeline timeline;
  private final SkewedClock clock;
  private final Dice dice;
  private final long killBudgetNanos;
  private final SimulatedCompanionship companionship;
  private final Consumer<String> end;
  private Effect.@Nullable Guard deadlines;
  private boolean halted;

  /**
   * Makes a guard.
   *
   * @param killBudgetNanos how long before the lease's end the process is ended; it is late by half
   *     of that at most
   * @param companionship tells the companion, which kills it later if it lives still
   * @param end ends the process
   */
  SimulatedGuard(
      ProcessTimeline timeline,
      SkewedClock clock,
      Dice dice,
      long killBudgetNanos,
      SimulatedCompanionship companionship,
      Consumer<String> end) {
    this.timeline = timeline;
    this.clock = clock;
    this.dice = dice;
    this.killBudgetNanos = killBudgetNanos;
    this.companionship = companionship;
    this.end = end;
  }

  @Override
  public void set(Effect.Guard newest) {
    boolean same = newest.equals(deadlines);
    deadlines = newest;
    companionship.watch(
        new OuterGuard.Watched(
            newest.incarnation(), newest.killAtNanos() + killBudgetNanos / 4, newest.armed()));
    if (!same && newest.armed()) {
      long due = clock.driverNanosAt(newest.killAtNanos()) - timeline.nanos();
      timeline.after(Math.max(0, due) + dice.between(0, killBudgetNanos / 2), this::look);
    }
  }

  @Override
  public void halt(String reason) {
    if (!halted) {
      halted = true;
      companionship.kill(now() + killBudgetNanos / 4, reason);
      timeline.after(dice.between(0, killBudgetNanos / 2), () -> end.accept(reason));
    }
  }

  /** Ends the process if that is due: on time, or before anything else when it is resumed. */
  void look() {
    if (isOver()) {
      end.accept("its guard halts it, because its lease is about to end");
    }
  }

  /** Returns whether an operation may begin now. */
  boolean permits(Operation operation) {
    Effect.Guard current = deadlines;
    return current != null
        && (operation == Operation.STOP
            || operation == Operation.DEMOTE
            || now() - current.beginUntilNanos() < 0);
  }

  /** Returns whether the process has to be gone by now. */
  boolean isOver() {
    Effect.Guard current = deadlines;
    return halted || (current != null && current.armed() && now() - current.killAtNanos() >= 0);
  }

  /** Returns whether the lease has not ended, as its holder counts. */
  boolean hasRight() {
    Effect.Guard current = deadlines;
    return current != null && now() - current.killAtNanos() - killBudgetNanos < 0;
  }

  private long now() {
    return clock.now().nanos();
  }
}
