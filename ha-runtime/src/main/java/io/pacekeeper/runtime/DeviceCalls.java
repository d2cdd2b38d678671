package io.pacekeeper.runtime;

import io.pacekeeper.api.fencing.FencingResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads on which the code of fencing devices is called: up to a limit at once, the rest in
 * order of arrival, each call with a timeout. What has not returned by then is answered as unknown
 * and interrupted, and keeps nobody waiting; but of those that take no notice there are no more
 * than the limit again. A thread is made when none is idle, and ends after it was idle for a while,
 * so that a node that calls no device has none.
 */
final class DeviceCalls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceCalls.class);

  private final String cluster;
  private final int limit;
  private final ThreadPoolExecutor threads;
  private final ScheduledThreadPoolExecutor timer;
  private final ReentrantLock lock = new ReentrantLock();

  /** What waits for a thread. Guarded by the lock, as everything below and the state of calls. */
  private final Deque<Call> waiting = new ArrayDeque<>();

  /** What has a thread and no answer yet. */
  private final Set<Call> running = new HashSet<>();

  /** How many have an answer and hold their threads all the same. */
  private int hung;

  private boolean closed;

  DeviceCalls(String cluster, int limit, Duration keepIdle) {
    this.cluster = cluster;
    this.limit = limit;
    AtomicInteger count = new AtomicInteger();
    String prefix = "ha-" + cluster + "-fencing-";
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            keepIdle.toNanos(),
            TimeUnit.NANOSECONDS,
            new SynchronousQueue<>(),
            work -> new DeviceThread(this, work, prefix + count.incrementAndGet()));
    this.timer =
        new ScheduledThreadPoolExecutor(1, work -> new DeviceThread(this, work, prefix + "timer"));
    timer.setKeepAliveTime(keepIdle.toNanos(), TimeUnit.NANOSECONDS);
    timer.allowCoreThreadTimeOut(true);
    timer.setRemoveOnCancelPolicy(true);
  }

  /** What a device is asked. */
  @FunctionalInterface
  interface Body {
    FencingResult run() throws Exception;
  }

  /**
   * Calls a device as soon as there is a thread.
   *
   * @param what what is called, for people
   * @param timeout how long it may take from now on, waiting for a thread included
   * @param answer takes the answer, exactly once; not before this has returned
   */
  Call call(String what, Body body, Duration timeout, Consumer<? super FencingResult> answer) {
    Call call = new Call(what, body, answer);
    lock.lock();
    try {
      if (closed) {
        call.answered = true;
      } else if (hung >= limit) {
        call.answered = true;
        String reason = hung + " calls have not returned, as many as fencingThreads allows";
        after(Duration.ZERO, () -> answer.accept(FencingResult.failed(reason)));
      } else {
        String reason = "it timed out after " + timeout.toMillis() + " ms";
        call.alarm = schedule(timeout, () -> call.giveUp(reason));
        waiting.add(call);
        beginNext();
      }
    } finally {
      lock.unlock();
    }
    return call;
  }

  /** Does something short after a while, unless this is closed by then. */
  void after(Duration delay, Runnable action) {
    lock.lock();
    try {
      if (!closed) {
        ScheduledFuture<?> unused = schedule(delay, action);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether the calling thread is one of these. */
  boolean isCurrent() {
    return Thread.currentThread() instanceof DeviceThread thread && thread.owner == this;
  }

  /** Interrupts whatever has not returned; nothing more is begun or answered. */
  @Override
  public void close() {
    List<Call> open;
    lock.lock();
    try {
      closed = true;
      open = new ArrayList<>(running);
      open.addAll(waiting);
    } finally {
      lock.unlock();
    }
    open.forEach(call -> call.giveUp("this node has left"));
    threads.shutdown();
    timer.shutdownNow();
  }

  private ScheduledFuture<?> schedule(Duration delay, Runnable action) {
    Runnable told =
        () -> {
          try {
            action.run();
          } catch (Throwable e) {
            LOG.error("cluster={} what was due for a fencing device failed", cluster, e);
          }
        };
    return timer.schedule(told, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Begins what waits, as far as the limit goes. The lock is held. */
  private void beginNext() {
    while (!closed && running.size() < limit && !waiting.isEmpty()) {
      Call next = waiting.remove();
      running.add(next);
      threads.execute(next::run);
    }
  }

  /** One call. */
  final class Call {
    private final String what;
    private final Body body;
    private final Consumer<? super FencingResult> answer;
    private @Nullable ScheduledFuture<?> alarm;
    private @Nullable Thread thread;
    private boolean answered;

    private Call(String what, Body body, Consumer<? super FencingResult> answer) {
      this.what = what;
      this.body = body;
      this.answer = answer;
    }

    /** Answers it as unknown and interrupts it, unless it was answered before. */
    void giveUp(String reason) {
      String said = reason;
      lock.lock();
      try {
        if (answered) {
          return;
        }
        answer();
        if (waiting.remove(this)) {
          said += ", and never began, as every fencing thread was busy";
        } else {
          running.remove(this);
          hung++;
          if (thread != null) {
            thread.interrupt();
          }
          beginNext();
        }
      } finally {
        lock.unlock();
      }
      answer.accept(FencingResult.unknown(said));
    }

    /** Returns whether it has its answer. */
    boolean isAnswered() {
      lock.lock();
      try {
        return answered;
      } finally {
        lock.unlock();
      }
    }

    private void run() {
      FencingResult result = begins() ? perform() : FencingResult.unknown("it was given up");
      if (returned()) {
        answer.accept(result);
      } else {
        LOG.warn("cluster={} {} returned too late: {}", cluster, what, result);
      }
    }

    private boolean begins() {
      lock.lock();
      try {
        Thread.interrupted();
        thread = Thread.currentThread();
        return !answered;
      } finally {
        lock.unlock();
      }
    }

    private FencingResult perform() {
      try {
        return Objects.requireNonNull(body.run(), "the device returned no result");
      } catch (Throwable e) {
        if (!isAnswered()) {
          LOG.warn("cluster={} {} failed", cluster, what, e);
        }
        return FencingResult.failed(e.toString());
      }
    }

    /** Says that the code has returned; returns whether what it returned is the answer. */
    private boolean returned() {
      lock.lock();
      try {
        thread = null;
        // Whatever interrupted this call is not meant for the next one.
        Thread.interrupted();
        if (answered) {
          hung--;
          return false;
        }
        answer();
        running.remove(this);
        beginNext();
        return true;
      } finally {
        lock.unlock();
      }
    }

    private void answer() {
      answered = true;
      if (alarm != null) {
        alarm.cancel(false);
      }
    }
  }

  private static final class DeviceThread extends Thread {
    private final DeviceCalls owner;

    private DeviceThread(DeviceCalls owner, Runnable work, String name) {
      super(work, name);
      this.owner = owner;
      setDaemon(true);
    }
  }
}
