package io.pacekeeper.testkit;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The time of one process: what is due while it is paused happens when it is resumed, in its order,
 * and nothing happens any more when it is gone.
 */
final class ProcessTimeline implements Timeline {
  private static final long STEP_NANOS = 20_000;

  private final Timeline world;
  private final Deque<Runnable> held = new ArrayDeque<>();
  private boolean paused;
  private boolean over;
  private long events;
  private long faultAt = Long.MAX_VALUE;
  private Runnable fault = () -> {};

  ProcessTimeline(Timeline world) {
    this.world = world;
  }

  @Override
  public long nanos() {
    return world.nanos();
  }

  @Override
  public void after(long delayNanos, Runnable action) {
    world.after(delayNanos, () -> due(action));
  }

  boolean isPaused() {
    return paused;
  }

  boolean isOver() {
    return over;
  }

  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
    releaseLater();
  }

  /** Returns how much the process has done. */
  long events() {
    return events;
  }

  /** Has something happen to the process right after it has done so much more. */
  void strikeAfter(long moreEvents, Runnable whatHappens) {
    faultAt = events + moreEvents;
    fault = whatHappens;
  }

  void end() {
    over = true;
    held.clear();
  }

  private void due(Runnable action) {
    if (over) {
      return;
    }
    if (paused || !held.isEmpty()) {
      held.add(action);
    } else {
      run(action);
    }
  }

  private void run(Runnable action) {
    action.run();
    events++;
    if (events >= faultAt && !over) {
      faultAt = Long.MAX_VALUE;
      fault.run();
    }
  }

  private void releaseLater() {
    if (!held.isEmpty()) {
      world.after(STEP_NANOS, this::release);
    }
  }

  private void release() {
    if (!paused && !over && !held.isEmpty()) {
      run(held.getFirst());
      held.pollFirst();
      releaseLater();
    }
  }
}
