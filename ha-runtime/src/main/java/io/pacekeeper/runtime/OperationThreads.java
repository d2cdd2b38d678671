package io.pacekeeper.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads on which the application's code is called: up to a limit at once, the rest in order
 * of arrival. A thread is made when none is idle, and ends after it was idle for a while, so that a
 * node at rest has few.
 */
final class OperationThreads implements Executor, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OperationThreads.class);

  private final int limit;
  private final ThreadPoolExecutor threads;
  private final ReentrantLock lock = new ReentrantLock();

  /** What waits for a thread. Guarded by the lock, as is {@link #busy}. */
  private final Deque<Runnable> waiting = new ArrayDeque<>();

  private int busy;

  OperationThreads(String cluster, int limit, Duration keepIdle) {
    this.limit = limit;
    AtomicInteger count = new AtomicInteger();
    // A synchronous queue hands work to the thread that was idle for the shortest time.
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            keepIdle.toNanos(),
            TimeUnit.NANOSECONDS,
            new SynchronousQueue<>(),
            work ->
                new OperationThread(
                    this, work, "ha-" + cluster + "-operation-" + count.incrementAndGet()));
  }

  /** Runs an action soon. */
  @Override
  public void execute(Runnable action) {
    lock.lock();
    try {
      if (busy == limit) {
        waiting.add(action);
        return;
      }
      busy++;
    } finally {
      lock.unlock();
    }
    boolean taken = false;
    try {
      threads.execute(() -> work(action));
      taken = true;
    } finally {
      if (!taken) {
        giveBack();
      }
    }
  }

  /** Returns whether the calling thread is one of these. */
  boolean isCurrent() {
    return Thread.currentThread() instanceof OperationThread thread && thread.owner == this;
  }

  /** Lets the threads end when they have nothing to do. */
  @Override
  public void close() {
    threads.shutdown();
  }

  private void work(Runnable first) {
    for (Runnable action = first; action != null; action = next()) {
      try {
        action.run();
      } catch (Throwable e) {
        LOG.error("an action of an operation thread failed", e);
      }
      // Whatever interrupted that action is not meant for the next one.
      Thread.interrupted();
    }
  }

  private void giveBack() {
    lock.lock();
    try {
      busy--;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Runnable next() {
    lock.lock();
    try {
      Runnable action = waiting.poll();
      if (action == null) {
        busy--;
      }
      return action;
    } finally {
      lock.unlock();
    }
  }

  private static final class OperationThread extends Thread {
    private final OperationThreads owner;

    private OperationThread(OperationThreads owner, Runnable work, String name) {
      super(work, name);
      this.owner = owner;
      setDaemon(true);
    }
  }
}
