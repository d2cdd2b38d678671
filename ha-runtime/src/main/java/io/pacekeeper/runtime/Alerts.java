package io.pacekeeper.runtime;

import io.pacekeeper.api.AlertScript;
import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.ClusterListener;
import java.io.File;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs programs when something happens, on threads of its own. What they cannot keep up with is
 * dropped, oldest first, and what takes too long is killed: nothing else notices.
 */
final class Alerts implements ClusterListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

  /** How many programs run at once unless told otherwise. */
  static final int DEFAULT_THREADS = 4;

  /** How many alerts wait to be told before the oldest is dropped. */
  static final int CAPACITY = 200;

  private static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";
  private static final long KEEP_IDLE_SECONDS = 5;

  /** How long is waited for programs when the node ends. */
  private static final long PATIENCE_MILLIS = 2_000;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT).withZone(ZoneId.systemDefault());

  private final String cluster;
  private final String node;
  private final String version;
  private final List<AlertScript> scripts;
  private final Clock clock;
  private final Alert.Maker maker = new Alert.Maker();
  private final AtomicLong sequence = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final ThreadPoolExecutor runs;

  /**
   * Makes what runs these programs.
   *
   * @param threads how many of them run at once
   */
  Alerts(String cluster, String node, Clock clock, Collection<AlertScript> scripts, int threads) {
    this.cluster = cluster;
    this.node = node;
    this.version = NodeSettings.version();
    this.scripts = List.copyOf(scripts);
    this.clock = clock;
    AtomicLong number = new AtomicLong();
    this.runs =
        new ThreadPoolExecutor(
            threads,
            threads,
            KEEP_IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(CAPACITY),
            task -> {
              Thread thread =
                  new Thread(task, "ha-" + cluster + "-alert-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            },
            this::makeRoom);
    runs.allowCoreThreadTimeOut(true);
  }

  /** Takes an event, on the thread of the events, and does not wait for what is done about it. */
  @Override
  public void on(ClusterEvent event) {
    for (Alert alert : maker.alerts(event)) {
      Instant at = clock.now().wall();
      for (AlertScript script : scripts) {
        if (script.kinds().contains(alert.kind())) {
          long number = sequence.incrementAndGet();
          runs.execute(() -> run(script, alert, number, at));
        }
      }
    }
  }

  private void makeRoom(Runnable task, ThreadPoolExecutor executor) {
    if (executor.isShutdown()) {
      return;
    }
    if (executor.getQueue().poll() != null) {
      dropped.incrementAndGet();
    }
    executor.execute(task);
  }

  private void run(AlertScript script, Alert alert, long number, Instant at) {
    long count = dropped.getAndSet(0);
    if (count > 0) {
      LOG.warn("cluster={} {} alerts were dropped: the programs are too slow", cluster, count);
    }
    try {
      Process process = start(script, alert, number, at);
      if (!process.waitFor(script.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
        kill(process);
        LOG.warn(
            "cluster={} the alert {} took longer than {} ms and was killed",
            cluster,
            script,
            script.timeout().toMillis());
      } else if (process.exitValue() != 0) {
        LOG.warn("cluster={} the alert {} ended with {}", cluster, script, process.exitValue());
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("cluster={} the alert {} cannot be run: {}", cluster, script, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Process start(AlertScript script, Alert alert, long number, Instant at)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(script.command());
    builder.redirectInput(new File("/dev/null"));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", PATH);
    environment.put("LC_ALL", "C");
    environment.putAll(script.environment());
    environment.putAll(alert.variables());
    environment.put("CRM_alert_version", version);
    environment.put("CRM_alert_recipient", script.recipient());
    environment.put("CRM_alert_node_sequence", Long.toString(number));
    environment.put("CRM_alert_timestamp", TIME.format(at));
    environment.put("CRM_alert_timestamp_epoch", Long.toString(at.getEpochSecond()));
    environment.put(
        "CRM_alert_timestamp_usec", Integer.toString(at.get(ChronoField.MICRO_OF_SECOND)));
    environment.put("PACEKEEPER_cluster", cluster);
    environment.put("PACEKEEPER_node", node);
    return builder.start();
  }

  /** Kills a program and what it has started. */
  private static void kill(Process process) {
    List<ProcessHandle> all = process.descendants().toList();
    process.destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
  }

  /** Has nothing more be told, and waits a little for what is. */
  @Override
  public void close() {
    runs.shutdown();
    try {
      if (!runs.awaitTermination(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.warn("cluster={} {} has left while alerts run: they go on", cluster, node);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
