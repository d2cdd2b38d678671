package io.pacekeeper.runtime;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that drives a node's loop: it handles what was posted, sleeps until something is
 * posted or the time has come, and ends with the node. When a step of the loop fails, a promise of
 * the code was broken, and no further step is made: the lease is not renewed any more, and if
 * anything may be active the JVM is halted at once, since nobody would stop it.
 */
final class NodeThread {
  private static final Logger LOG = LoggerFactory.getLogger(NodeThread.class);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String cluster;
  private final Clock clock;
  private final LeaseGuard guard;
  private final Consumer<? super Throwable> died;
  private final Thread thread;
  private volatile @Nullable NodeLoop loop;
  private volatile boolean stopped;

  /**
   * Makes the thread, and does not start it.
   *
   * @param died told, on the thread, what ended it before it was stopped
   */
  NodeThread(String cluster, Clock clock, LeaseGuard guard, Consumer<? super Throwable> died) {
    this.cluster = cluster;
    this.clock = clock;
    this.guard = guard;
    this.died = died;
    this.thread = new Thread(this::run, "ha-" + cluster + "-controller");
    thread.setDaemon(true);
  }

  void start(NodeLoop driven) {
    loop = driven;
    thread.start();
  }

  /** Makes the loop look at its mailbox. */
  void wake() {
    LockSupport.unpark(thread);
  }

  /** Has the thread end after the input at hand. */
  void stop() {
    stopped = true;
    wake();
  }

  /** Waits until the thread has ended, as long as that should take. */
  void awaitEnd() {
    try {
      thread.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  private void run() {
    NodeLoop driven = loop;
    try {
      while (driven != null && !stopped) {
        if (!driven.runOne()) {
          sleep(driven.wakeAtNanos());
        }
      }
    } catch (Throwable e) {
      end(e);
    }
  }

  private void sleep(long wakeAtNanos) {
    // An interrupt means nothing here, and would keep the thread from sleeping.
    Thread.interrupted();
    if (wakeAtNanos == Long.MAX_VALUE) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, wakeAtNanos - clock.now().nanos());
    }
  }

  private void end(Throwable e) {
    if (guard.isArmed()) {
      guard.halt("its controller failed while resources were active: " + e);
    }
    LOG.error("cluster={} the controller failed: this node ends", cluster, e);
    died.accept(e);
  }
}
