package io.pacekeeper.runtime;

import io.pacekeeper.core.controller.Effect;
import io.pacekeeper.runtime.companion.OuterGuard;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guard of a node's lease: a thread that does nothing but compare the time with the moment at
 * which the JVM has to be gone, and halt it then.
 *
 * <p>Nothing can hold up the halt: not the loop, since the thread is another one; not a logger that
 * blocks, since the line is written by yet another one and is waited for only while there is time;
 * not a shutdown hook that hangs, since {@link Runtime#halt} runs none.
 */
final class LeaseGuard implements Guard, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseGuard.class);

  /** How often it looks though it was not woken, so that it depends on no other thread's mercy. */
  private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** How long what is to begin waits for a guard outside; afterwards the DC may try again. */
  private static final Duration OUTER_PATIENCE = Duration.ofSeconds(1);

  private final String cluster;
  private final Clock clock;
  private final Halter halter;
  private final long wordNanos;
  private final @Nullable OuterGuard outer;
  private final boolean outerRequired;
  private final Thread thread;
  private final AtomicReference<@Nullable String> haltReason = new AtomicReference<>();
  private volatile Effect.@Nullable Guard deadlines;
  private volatile boolean closed;

  /**
   * Makes a guard, and starts its thread.
   *
   * @param word how long the line that says why may hold up the halt
   */
  LeaseGuard(String cluster, Clock clock, Halter halter, Duration word) {
    this(cluster, clock, halter, word, null, false);
  }

  /**
   * Makes a guard that has another one outside of the JVM, and starts its thread. What is outside
   * is told to kill when this one should have halted, so that this one has its say.
   *
   * @param word how long the line that says why may hold up the halt
   * @param outer the guard outside, or null if there is none
   * @param outerRequired whether nothing may begin before that one has said that it guards
   */
  // Nothing relies on the priority; it helps where the platform heeds it.
  @SuppressWarnings("ThreadPriorityCheck")
  LeaseGuard(
      String cluster,
      Clock clock,
      Halter halter,
      Duration word,
      @Nullable OuterGuard outer,
      boolean outerRequired) {
    this.outer = outer;
    this.outerRequired = outerRequired;
    this.cluster = cluster;
    this.clock = clock;
    this.halter = halter;
    this.wordNanos = word.toNanos();
    this.thread = new Thread(this::run, "ha-" + cluster + "-guard");
    thread.setDaemon(true);
    thread.setPriority(Thread.MAX_PRIORITY);
    thread.start();
  }

  @Override
  public void set(Effect.Guard newest) {
    if (isLate()) {
      // Whoever runs first after a pause: what was late is late, though the lease was renewed
      // since.
      LockSupport.unpark(thread);
      return;
    }
    deadlines = newest;
    LockSupport.unpark(thread);
    if (outer != null) {
      outer.watch(
          new OuterGuard.Watched(
              newest.incarnation(), newest.killAtNanos() + wordNanos, newest.armed()));
    }
  }

  @Override
  public void halt(String reason) {
    haltReason.compareAndSet(null, reason);
    LockSupport.unpark(thread);
    if (outer != null) {
      outer.kill(System.nanoTime() + wordNanos, reason);
    }
    if (!thread.isAlive()) {
      end(reason, wordNanos);
    }
  }

  /**
   * Waits for the guard outside to say that it guards, if nothing may begin before that; not for
   * long. Returns whether something may.
   */
  boolean awaitOuterGuard() throws InterruptedException {
    return !outerRequired || (outer != null && outer.awaitArmed(OUTER_PATIENCE));
  }

  /** Returns whether a start or a monitor may begin now. */
  boolean mayBegin() {
    Effect.Guard current = deadlines;
    return current != null
        && haltReason.get() == null
        && clock.now().nanos() - current.beginUntilNanos() < 0;
  }

  /** Returns whether the JVM has to be gone, so that nothing whatever may begin. */
  boolean isOver() {
    return haltReason.get() != null || lateNanos(deadlines, clock.now().nanos()) >= 0;
  }

  /** Returns whether anything is or could be active that may run once. */
  boolean isArmed() {
    Effect.Guard current = deadlines;
    return current != null && current.armed();
  }

  /**
   * Returns how long what is active may stay so unless the lease is renewed; zero or less: no more.
   */
  long remainingNanos() {
    Effect.Guard current = deadlines;
    return current == null || haltReason.get() != null
        ? 0
        : current.killAtNanos() - clock.now().nanos();
  }

  /** Ends the thread. Only for when nothing is active any more, and nothing will be. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    try {
      watch();
    } catch (Throwable e) {
      // Without a guard nothing may be active, and this was the guard.
      end("its guard failed: " + e, wordNanos);
    }
  }

  /** Returns whether the JVM should have been halted by now, and sees to it that it is. */
  private boolean isLate() {
    if (lateNanos(deadlines, clock.now().nanos()) < 0) {
      return false;
    }
    haltReason.compareAndSet(
        null, "its lease is about to end, and what may run once is still active");
    return true;
  }

  private void watch() {
    while (!closed || haltReason.get() != null) {
      isLate();
      Effect.Guard current = deadlines;
      long now = clock.now().nanos();
      long late = lateNanos(current, now);
      String reason = haltReason.get();
      if (reason != null) {
        end(reason, wordNanos - Math.max(0, late));
        return;
      }
      if (current == null || !current.armed()) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, Math.min(current.killAtNanos() - now, LOOK_EVERY_NANOS));
      }
    }
  }

  /** Returns how long ago the JVM should have been halted; negative if there is no reason to. */
  private static long lateNanos(Effect.@Nullable Guard deadlines, long now) {
    return deadlines == null || !deadlines.armed() ? -1 : now - deadlines.killAtNanos();
  }

  private void end(String reason, long waitNanos) {
    try {
      say(reason, waitNanos);
    } finally {
      halter.halt(HALT_STATUS);
    }
  }

  /** Writes why, on a thread that nobody needs, and waits for that if there is time. */
  private void say(String reason, long waitNanos) {
    Thread word = new Thread(() -> write(reason), "ha-" + cluster + "-halt");
    word.setDaemon(true);
    word.start();
    long millis = TimeUnit.NANOSECONDS.toMillis(waitNanos);
    if (millis > 0) {
      try {
        word.join(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  // Standard error as well: the logger may be asynchronous, and nothing runs its shutdown.
  private void write(String reason) {
    String line = "cluster=" + cluster + " this JVM is halted: " + reason;
    System.err.println(line);
    LOG.error(line);
  }
}
