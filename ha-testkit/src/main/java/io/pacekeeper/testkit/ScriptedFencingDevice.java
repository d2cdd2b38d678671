package io.pacekeeper.testkit;

import io.pacekeeper.api.fencing.FencingAction;
import io.pacekeeper.api.fencing.FencingDevice;
import io.pacekeeper.api.fencing.FencingResult;
import io.pacekeeper.api.fencing.FencingTarget;
import io.pacekeeper.api.fencing.PowerState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A fencing device for tests, which does what it is told to: succeeds, fails, hangs or lies. Its
 * hosts have power until it switches them off. May be used by several threads.
 */
public final class ScriptedFencingDevice implements FencingDevice {
  /** What becomes of a call. */
  public enum Course {
    /** It does what is asked, and says so. */
    SUCCEED,
    /** It does nothing, and says that. */
    FAIL,
    /** It throws. */
    THROW,
    /** It does nothing, and cannot tell. */
    BE_UNSURE,
    /** It does nothing until it is interrupted or released, and fails then. */
    HANG,
    /** It does nothing until it is released, whoever interrupts it, and fails then. */
    HANG_ON,
    /** It does nothing, and says that it has. */
    LIE
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();

  /** Guarded by the lock, as everything below. */
  private final Deque<Course> script = new ArrayDeque<>();

  private final List<String> calls = new ArrayList<>();
  private final Set<String> off = new HashSet<>();
  private Course otherwise = Course.SUCCEED;
  private Consumer<? super String> switchedOff = node -> {};
  private int releases;

  /** Makes a device that succeeds. */
  public ScriptedFencingDevice() {}

  /** Says what becomes of the next calls, in order; monitors are no calls. */
  public ScriptedFencingDevice next(Course... courses) {
    return locked(
        () -> {
          script.addAll(Arrays.asList(courses));
          return this;
        });
  }

  /** Says what becomes of every call that nothing else was said of, and of monitors. */
  public ScriptedFencingDevice always(Course course) {
    return locked(
        () -> {
          otherwise = course;
          return this;
        });
  }

  /** Has something done when the host of a node loses its power, on the thread of the call. */
  public ScriptedFencingDevice whenSwitchedOff(Consumer<? super String> action) {
    return locked(
        () -> {
          switchedOff = action;
          return this;
        });
  }

  /** Lets whatever hangs now return. */
  public void release() {
    locked(
        () -> {
          releases++;
          released.signalAll();
          return this;
        });
  }

  /** Returns what was asked, in order, each as {@code action node port}. */
  public List<String> calls() {
    return locked(() -> List.copyOf(calls));
  }

  /** Returns whether the host of a node has no power. */
  public boolean isOff(String node) {
    return locked(() -> off.contains(node));
  }

  @Override
  public FencingResult off(FencingTarget target) {
    return perform(FencingAction.OFF, target);
  }

  @Override
  public FencingResult reboot(FencingTarget target) {
    return perform(FencingAction.REBOOT, target);
  }

  @Override
  public FencingResult on(FencingTarget target) {
    return perform(FencingAction.ON, target);
  }

  @Override
  public PowerState status(FencingTarget target) {
    return isOff(target.node()) ? PowerState.OFF : PowerState.ON;
  }

  @Override
  public FencingResult monitor(Duration timeout) {
    return result(locked(() -> otherwise), () -> {});
  }

  private FencingResult perform(FencingAction action, FencingTarget target) {
    Course course =
        locked(
            () -> {
              calls.add(action + " " + target.node() + " " + target.port());
              Course planned = script.poll();
              return planned == null ? otherwise : planned;
            });
    return result(course, () -> switchPower(action, target.node()));
  }

  private FencingResult result(Course course, Runnable action) {
    switch (course) {
      case SUCCEED -> action.run();
      case HANG, HANG_ON -> hang(course == Course.HANG);
      case THROW -> throw new IllegalStateException("it was told to throw");
      case FAIL, BE_UNSURE, LIE -> {}
    }
    return switch (course) {
      case SUCCEED, LIE -> FencingResult.succeeded();
      case BE_UNSURE -> FencingResult.unknown("it was told to be unsure");
      default -> FencingResult.failed("it was told to fail");
    };
  }

  private void switchPower(FencingAction action, String node) {
    Consumer<? super String> told =
        locked(
            () -> {
              if (action == FencingAction.OFF) {
                off.add(node);
              } else {
                off.remove(node);
              }
              return switchedOff;
            });
    if (action != FencingAction.ON) {
      told.accept(node);
    }
  }

  private void hang(boolean heedsInterrupts) {
    boolean interrupted = false;
    lock.lock();
    try {
      int before = releases;
      while (releases == before) {
        try {
          released.await();
        } catch (InterruptedException e) {
          interrupted = true;
          if (heedsInterrupts) {
            break;
          }
        }
      }
    } finally {
      lock.unlock();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private <T> T locked(Supplier<T> body) {
    lock.lock();
    try {
      return body.get();
    } finally {
      lock.unlock();
    }
  }
}
