package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.HostDocument;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has JVMs take part or step out, and tells node by node what becomes of it. It looks at what is so
 * and says what is wanted as often as it has to: a JVM that is started anew meanwhile is told, too,
 * and whoever was interrupted begins again.
 */
final class LifeProgress {
  /** How long it is waited unless told otherwise. */
  static final String DEFAULT_LIMIT = "5m";

  private static final Duration LASTS = Duration.ofSeconds(1);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final ZooKeeperClusterClient client;
  private final PrintWriter out;
  private final ChangeNote note;
  private final Semaphore changes = new Semaphore(0);

  /** Since when a node looks as if nothing were to be waited for; see {@link #lasts}. */
  private final Map<String, Long> suspected = new HashMap<>();

  private final Set<String> begun = new LinkedHashSet<>();

  /** The nodes of which a JVM has shown itself: if it goes, it is waited for. */
  private final Set<String> seen = new HashSet<>();

  private final List<String> failed = new ArrayList<>();

  LifeProgress(ZooKeeperClusterClient client, PrintWriter out, ChangeNote note) {
    this.client = client;
    this.out = out;
    this.note = note;
    client.watch(changes::release);
  }

  /** Does not say that these begin: what was done before has them begin already. */
  LifeProgress begun(Collection<String> nodes) {
    begun.addAll(nodes);
    return this;
  }

  /**
   * Has the JVMs of nodes take part, and waits until they do.
   *
   * @throws HaException if one of them does not, with the reason of each
   */
  void start(Collection<String> nodes, Duration limit) throws InterruptedException {
    bring(nodes, true, limit);
  }

  /**
   * Has the JVMs of nodes step out, and waits until their leases are over.
   *
   * @throws HaException if one of them does not, with the reason of each
   */
  void stop(Collection<String> nodes, Duration limit) throws InterruptedException {
    bring(nodes, false, limit);
  }

  private void bring(Collection<String> nodes, boolean started, Duration limit)
      throws InterruptedException {
    Set<String> pending = new LinkedHashSet<>(nodes);
    long until = System.nanoTime() + limit.toNanos();
    while (true) {
      ClusterLives lives = ClusterLives.of(client);
      ConfigDocument config = lives.config();
      List<NodeLife> unwilling = new ArrayList<>();
      List<String> beginning = new ArrayList<>();
      for (NodeLife life : lives.lives(List.copyOf(pending))) {
        if (life.process() != null) {
          seen.add(life.name());
        }
        String obstacle = started ? obstacle(life, config) : unstoppable(life);
        if (obstacle != null && lasts(life)) {
          pending.remove(life.name());
          failed.add(life.name() + " " + obstacle);
          out.println(life.name() + ": " + obstacle);
        } else if (obstacle == null && isDone(life, started)) {
          pending.remove(life.name());
          out.println(life.name() + ": " + done(life, started));
        } else {
          if (life.process() != null && life.isWanted() != started) {
            unwilling.add(life);
          }
          if (life.process() != null && begun.add(life.name())) {
            beginning.add(life.name());
          }
        }
      }
      out.flush();
      if (pending.isEmpty()) {
        break;
      }
      long left = until - System.nanoTime();
      if (left <= 0) {
        lives.lives(pending).forEach(life -> late(life, started, limit));
        break;
      }
      boolean asks = !unwilling.isEmpty();
      if (asks) {
        LifeChange.want(client, unwilling, started, note);
      }
      beginning.forEach(node -> out.println(node + ": " + (started ? "starting" : "stopping")));
      out.flush();
      if (!asks) {
        long pause = suspected.isEmpty() ? left : Math.min(left, LOOK_AGAIN.toNanos());
        if (changes.tryAcquire(pause, TimeUnit.NANOSECONDS)) {
          changes.drainPermits();
        }
      }
    }
    if (!failed.isEmpty()) {
      throw new HaException(String.join("; ", failed));
    }
  }

  private boolean isDone(NodeLife life, boolean started) {
    NodeLife.State state = life.state();
    if (!started && state == NodeLife.State.ABSENT) {
      return lasts(life);
    }
    suspected.remove(life.name());
    return state == (started ? NodeLife.State.STARTED : NodeLife.State.WAITING)
        && life.isWanted() == started;
  }

  /**
   * Returns whether a node has looked so for a while. Documents are read one by one: between two of
   * them a JVM may have taken its lease, or given it back and shown that it waits.
   */
  private boolean lasts(NodeLife life) {
    long now = System.nanoTime();
    long since = suspected.computeIfAbsent(life.name(), name -> now);
    return now - since >= LASTS.toNanos();
  }

  private String done(NodeLife life, boolean started) {
    boolean already = !begun.contains(life.name());
    if (!started && life.state() == NodeLife.State.ABSENT) {
      return already ? "no JVM of it is running" : "stopped, and its JVM has ended";
    }
    return (started ? "started" : "stopped") + (already ? " already" : "");
  }

  /**
   * Returns what keeps a node from being started that waiting will not change; null for nothing.
   */
  private @Nullable String obstacle(NodeLife life, ConfigDocument config) {
    HostDocument host = life.host();
    if (!seen.contains(life.name())) {
      return life.state() == NodeLife.State.UNCLEAN
          ? "is unclean, and no JVM of it is running: start one"
          : "has no running JVM: start it, as pk starts none";
    }
    if (life.state() != NodeLife.State.STARTED
        && host != null
        && host.featureSet() < config.featureSet()) {
      return "%s: its version of Pacekeeper (%s) knows feature sets up to %d"
          .formatted(
              host.waitsFor().isEmpty() ? "is too old" : host.waitsFor(),
              host.version(),
              host.featureSet());
    }
    return null;
  }

  /** Returns why nobody would heed that a node is to stop; null if somebody would, or has. */
  private @Nullable String unstoppable(NodeLife life) {
    if (life.state() != NodeLife.State.UNCLEAN || seen.contains(life.name())) {
      return null;
    }
    return "is unclean, and no JVM of it shows itself that could be told to stop:"
        + " wait until it is confirmed dead, or see pk fence";
  }

  private void late(NodeLife life, boolean started, Duration limit) {
    String line =
        "has not %s within %d ms; it %s, and what was asked for holds"
            .formatted(started ? "started" : "stopped", limit.toMillis(), life.describe());
    out.println(life.name() + ": " + line);
    failed.add(life.name() + " " + line);
  }
}
