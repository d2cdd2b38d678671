package io.pacekeeper.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads on which the application's code is called: up to a limit at once, the rest in order
 * of arrival. A thread is made when none is idle, and ends after it was idle for a while, so that a
 * node at rest has few.
 *
 * <p>One thread at a time is called to work; when it comes and leaves work behind, it calls the
 * next before it begins. So work that blocks soon has a thread each, while of hundreds of short
 * actions most are done by threads that are awake anyway: to wake one takes longer than they do.
 */
final class OperationThreads implements Executor, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OperationThreads.class);

  private final String cluster;
  private final int limit;
  private final long keepIdleNanos;
  private final Consumer<? super Thread> starter;
  private final ReentrantLock lock = new ReentrantLock();

  /** What waits for a thread. Guarded by the lock, as is everything below. */
  private final Deque<Runnable> waiting = new ArrayDeque<>();

  /** What is done before all that waits, by the next thread that comes; null for nothing. */
  private @Nullable Runnable check;

  /** The threads that have nothing to do; the last one for the shortest time. */
  private final Deque<OperationThread> idle = new ArrayDeque<>();

  /** The thread that was called and has not come yet. */
  private @Nullable OperationThread called;

  private int alive;
  private int made;
  private boolean closed;

  OperationThreads(String cluster, int limit, Duration keepIdle) {
    this(cluster, limit, keepIdle, Thread::start);
  }

  /** Makes threads that somebody else starts, in a test that has them fail to. */
  OperationThreads(String cluster, int limit, Duration keepIdle, Consumer<? super Thread> starter) {
    this.cluster = cluster;
    this.limit = limit;
    this.keepIdleNanos = keepIdle.toNanos();
    this.starter = starter;
  }

  /** Runs an action soon. */
  @Override
  public void execute(Runnable action) {
    OperationThread fresh;
    lock.lock();
    try {
      if (closed) {
        throw new RejectedExecutionException("the operation threads were closed");
      }
      waiting.addLast(action);
      fresh = call();
    } finally {
      lock.unlock();
    }
    try {
      begin(fresh);
    } catch (Throwable e) {
      if (!isLeftToOthers(action)) {
        throw e;
      }
      LOG.error("an operation thread could not be started", e);
    }
  }

  /**
   * Runs an action that shows that these threads do what they are given: before everything that
   * waits, and instead of an earlier one that no thread has come for. If every thread that there
   * may be is at work none has to come, and it is run by the caller: whoever gave that work has
   * timeouts for it.
   */
  void check(Runnable action) {
    OperationThread fresh = null;
    boolean first = false;
    boolean allAtWork;
    lock.lock();
    try {
      allAtWork = alive == limit && idle.isEmpty() && called == null;
      if (!allAtWork && !closed) {
        first = check == null;
        check = action;
        fresh = call();
      }
    } finally {
      lock.unlock();
    }
    if (allAtWork) {
      action.run();
      return;
    }
    try {
      begin(fresh);
    } catch (Throwable e) {
      if (first) {
        LOG.error("an operation thread could not be started", e);
      }
    }
  }

  /** Returns whether there are threads that do it when they have time, or have begun already. */
  private boolean isLeftToOthers(Runnable action) {
    lock.lock();
    try {
      return alive > 0 || !waiting.remove(action);
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether the calling thread is one of these. */
  boolean isCurrent() {
    return Thread.currentThread() instanceof OperationThread thread && thread.owner == this;
  }

  /** Lets the threads end when they have nothing to do. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      idle.forEach(thread -> thread.call.signal());
    } finally {
      lock.unlock();
    }
  }

  /** Calls a thread if one is needed; returns it if it has to be started. */
  private @Nullable OperationThread call() {
    if (!isWork() || called != null) {
      return null;
    }
    OperationThread thread = idle.pollLast();
    if (thread != null) {
      called = thread;
      thread.call.signal();
      return null;
    }
    if (alive == limit) {
      return null; // Whoever is done first comes for it.
    }
    alive++;
    made++;
    called = new OperationThread(this, "ha-" + cluster + "-operation-" + made);
    return called;
  }

  private void begin(@Nullable OperationThread fresh) {
    if (fresh == null) {
      return;
    }
    boolean started = false;
    try {
      starter.accept(fresh);
      started = true;
    } finally {
      if (!started) {
        lock.lock();
        try {
          called = null;
          alive--;
        } finally {
          lock.unlock();
        }
      }
    }
  }

  /** What each thread does. */
  private void work(OperationThread self) {
    for (Runnable action = next(self); action != null; action = next(self)) {
      try {
        action.run();
      } catch (Throwable e) {
        LOG.error("an action of an operation thread failed", e);
      }
      // Whatever interrupted that action is not meant for the next one.
      Thread.interrupted();
    }
  }

  /** Waits for work; returns null if the thread is to end. */
  private @Nullable Runnable next(OperationThread self) {
    Runnable action = null;
    OperationThread fresh = null;
    lock.lock();
    try {
      if (called == self) {
        called = null;
      }
      while (action == null && awaitWork(self)) {
        action = takeWork();
      }
      if (action == null) {
        alive--;
        return null;
      }
      fresh = call();
    } finally {
      lock.unlock();
    }
    try {
      begin(fresh);
    } catch (Throwable e) {
      // There are fewer threads than there might be, but this one works.
      LOG.error("an operation thread could not be started", e);
    }
    return action;
  }

  private boolean isWork() {
    return check != null || !waiting.isEmpty();
  }

  private @Nullable Runnable takeWork() {
    Runnable action = check;
    check = null;
    return action == null ? waiting.pollFirst() : action;
  }

  /** Waits until there is work; returns false if there is none for too long. */
  private boolean awaitWork(OperationThread self) {
    long left = keepIdleNanos;
    while (!isWork()) {
      if (closed || left <= 0) {
        return false;
      }
      idle.addLast(self);
      try {
        left = self.call.awaitNanos(left);
      } catch (InterruptedException e) {
        // Nobody has a reason to: what it was meant for is over.
        LOG.debug("an idle operation thread was interrupted", e);
      } finally {
        idle.remove(self);
        if (called == self) {
          called = null;
        }
      }
    }
    return true;
  }

  private static final class OperationThread extends Thread {
    private final OperationThreads owner;
    private final Condition call;

    private OperationThread(OperationThreads owner, String name) {
      super(name);
      this.owner = owner;
      this.call = owner.lock.newCondition();
      setDaemon(true);
    }

    @Override
    public void run() {
      owner.work(this);
    }
  }
}
