package io.pacekeeper.runtime;

import io.pacekeeper.core.controller.ControllerOptions;
import io.pacekeeper.core.controller.Exercise;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread on which a node that has just joined exercises for a crash: some {@link Exercise}s in
 * memory, and what they would write as far as that changes nothing. It ends after a few seconds.
 */
final class Warming {
  private static final Logger LOG = LoggerFactory.getLogger(Warming.class);
  private static final int TIMES = 15;

  /** Where it takes longer, it has been enough. */
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final ControllerOptions options;
  private final ClusterLayer layer;
  private final Thread thread;
  private volatile boolean closed;

  Warming(String cluster, ControllerOptions options, ClusterLayer layer) {
    this.options = options;
    this.layer = layer;
    this.thread = new Thread(this::run, "ha-" + cluster + "-warming");
    thread.setDaemon(true);
  }

  void begin() {
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      LOG.warn(
          "no thread could be started to exercise for a crash; the first one will be slower", e);
    }
  }

  /** Has it end soon. */
  void end() {
    closed = true;
  }

  private void run() {
    long end = System.nanoTime() + LONGEST.toNanos();
    try {
      for (int i = 0; i < TIMES; i++) {
        Exercise.play(options, layer::rehearse, () -> !closed && System.nanoTime() - end < 0);
      }
    } catch (RuntimeException | Error e) {
      LOG.debug("an exercise failed, and only the exercise", e);
    }
  }
}
