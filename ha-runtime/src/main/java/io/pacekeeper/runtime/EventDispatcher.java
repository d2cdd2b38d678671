package io.pacekeeper.runtime;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.ClusterListener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every event to the log and tells the listeners, on a thread of its own, so that neither a
 * logger nor a listener that blocks holds up the loop. What they cannot keep up with is dropped,
 * oldest first, and counted.
 */
final class EventDispatcher implements Consumer<ClusterEvent>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventDispatcher.class);

  /** How many events wait for listeners before the oldest is dropped. */
  static final int CAPACITY = 1_000;

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** How long the thread looks away when it has told everything: less than anybody notices. */
  private static final Duration BREATH = Duration.ofMillis(2);

  private final String cluster;
  private final Thread thread;
  private final List<ClusterListener> listeners = new CopyOnWriteArrayList<>();

  /** What happened and is still to be told; nothing marks the end. */
  private final BlockingQueue<Optional<ClusterEvent>> queue = new ArrayBlockingQueue<>(CAPACITY);

  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicLong dropped = new AtomicLong();

  EventDispatcher(String cluster) {
    this.cluster = cluster;
    this.thread = new Thread(this::run, "ha-" + cluster + "-events");
    thread.setDaemon(true);
  }

  /** Starts telling. Does nothing the second time; what happened before is told first. */
  void start() {
    if (started.compareAndSet(false, true)) {
      thread.start();
    }
  }

  void add(ClusterListener listener) {
    listeners.add(listener);
  }

  @Override
  public void accept(ClusterEvent event) {
    put(Optional.of(event));
  }

  /** Returns whether the calling thread is the one on which listeners are told. */
  boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  /** Tells what is still to be told, waits for that as long as is polite, and ends. */
  @Override
  public void close() {
    put(Optional.empty());
    if (!isCurrent()) {
      try {
        thread.join(PATIENCE.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void put(Optional<ClusterEvent> event) {
    while (!queue.offer(event)) {
      if (queue.poll() != null) {
        dropped.incrementAndGet();
      }
    }
  }

  private void run() {
    while (true) {
      try {
        Optional<ClusterEvent> event = next();
        warnOfDropped();
        if (event.isEmpty()) {
          return;
        }
        tell(event.get());
      } catch (InterruptedException e) {
        // By a listener, which had no business to: the thread ends when it is told so.
        LOG.debug("cluster={} the thread of the events was interrupted", cluster, e);
      }
    }
  }

  /**
   * Waits for the next event. They come in bursts, and to wake a thread is work for the loop; so
   * nobody wakes this one again right after it has caught up.
   */
  private Optional<ClusterEvent> next() throws InterruptedException {
    Optional<ClusterEvent> event = queue.poll();
    if (event == null) {
      LockSupport.parkNanos(this, BREATH.toNanos());
      event = queue.take();
    }
    return event;
  }

  private void warnOfDropped() {
    long count = dropped.getAndSet(0);
    if (count > 0) {
      LOG.warn("cluster={} {} events were dropped: a listener is too slow", cluster, count);
    }
  }

  private void tell(ClusterEvent event) {
    if (isBad(event)) {
      LOG.warn("cluster={} {}", cluster, event.describe());
    } else {
      LOG.info("cluster={} {}", cluster, event.describe());
    }
    for (ClusterListener listener : listeners) {
      try {
        listener.on(event);
      } catch (Throwable e) {
        LOG.warn("cluster={} a listener failed at: {}", cluster, event.describe(), e);
      }
    }
  }

  private static boolean isBad(ClusterEvent event) {
    if (event instanceof ClusterEvent.FencingDeviceChanged changed) {
      return !changed.usable();
    }
    return event instanceof ClusterEvent.NodeUnclean
        || event instanceof ClusterEvent.FencingAttemptFailed
        || event instanceof ClusterEvent.FencingFailed
        || event instanceof ClusterEvent.OperationFailed
        || event instanceof ClusterEvent.ConnectionLost
        || event instanceof ClusterEvent.LeaseEnding
        || event instanceof ClusterEvent.DocumentUnreadable
        || event instanceof ClusterEvent.JoinRefused
        || event instanceof ClusterEvent.Warned
        || event instanceof ClusterEvent.Halting;
  }
}
