package io.pacekeeper.testkit;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Real time, on a daemon thread of its own. */
final class ThreadedTimeline implements Timeline, AutoCloseable {
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread made = new Thread(task, "in-memory-store");
            made.setDaemon(true);
            return made;
          });

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void after(long delayNanos, Runnable action) {
    try {
      var unused = thread.schedule(() -> run(action), delayNanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      // The store was closed: nothing happens any more.
    }
  }

  private static void run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error e) {
      Thread current = Thread.currentThread();
      current.getUncaughtExceptionHandler().uncaughtException(current, e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
