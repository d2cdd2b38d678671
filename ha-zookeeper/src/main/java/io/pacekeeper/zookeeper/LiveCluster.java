package io.pacekeeper.zookeeper;

import io.pacekeeper.api.ClusterStatus;
import io.pacekeeper.api.HaException;
import io.pacekeeper.core.controller.Effect;
import io.pacekeeper.core.controller.Effect.Interest;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.status.ClusterView;
import io.pacekeeper.runtime.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A cluster that is followed: what is stored is read once and then kept up to date, by reading what
 * ZooKeeper says has changed and nothing else. Renewed leases are heard of and not read. Has a
 * session of its own. Safe for use by several threads.
 */
public final class LiveCluster implements AutoCloseable {
  /** How a warning of the DC goes on after the node's name if it is about a lease. */
  private static final String SILENT = " has not renewed its lease";

  private static final Interest EVERYTHING = new Interest("", true);

  /** How long it is waited for what comes with a change, so that it is seen at once. */
  private static final Duration SETTLING = Duration.ofMillis(30);

  /** How often everything is read again, whatever was heard. */
  private static final Duration RESYNC = Duration.ofMinutes(10);

  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

  private final ZooKeeperOptions options;
  private final Duration timeout;
  private final ZooKeeperLayer layer;
  private final Clock clock = Clock.system();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();

  // All below are guarded by the lock.
  private final SortedMap<DocumentKey, Stored> documents = new TreeMap<>();
  private final LeaseBeats beats = new LeaseBeats();
  private final Set<DocumentKey> touched = new HashSet<>();
  private boolean connected;
  private boolean complete;
  private boolean changed;
  private long request;
  private long readAtNanos = System.nanoTime();
  private @Nullable String problem;
  private @Nullable String told;
  private SortedMap<String, String> warned = new TreeMap<>();

  /** Begins to follow a cluster. */
  LiveCluster(ZooKeeperOptions options, Duration timeout) {
    this.options = options;
    this.timeout = timeout;
    this.layer = new ZooKeeperLayer(options, this::isToBeRead);
    layer.start(this::take);
    layer.execute(new Effect.Watch(EVERYTHING));
  }

  /**
   * What there is to see.
   *
   * @param cluster the cluster
   * @param silent whose lease is nearly lost, as seen by who follows it: a sentence each, by node
   */
  public record Sight(ClusterView cluster, SortedMap<String, String> silent) {
    public Sight {
      silent = Collections.unmodifiableSortedMap(new TreeMap<>(silent));
    }

    /** Returns the status with all that is seen, which may be news to the DC. */
    public ClusterStatus status() {
      ClusterStatus status = cluster.status();
      List<String> warnings = new ArrayList<>(status.warnings());
      warnings.removeIf(
          warning -> silent.keySet().stream().anyMatch(node -> warning.startsWith(node + SILENT)));
      warnings.addAll(silent.values());
      return status.withWarnings(warnings);
    }
  }

  /**
   * Waits until there is something new to see, and returns that.
   *
   * @throws HaException once each time the cluster cannot be seen any more, with the reason; it is
   *     tried on and on, so call this again
   */
  public Sight next() throws InterruptedException {
    List<Stored> seen;
    SortedMap<String, String> warnings;
    lock.lockInterruptibly();
    try {
      awaitNews();
      seen = List.copyOf(documents.values());
      warnings = warned;
    } finally {
      lock.unlock();
    }
    return new Sight(ClusterView.of(seen, clock.now().wall()), warnings);
  }

  private void awaitNews() throws InterruptedException {
    long began = System.nanoTime();
    long now = began;
    lookAt(now);
    while (!complete || !changed) {
      complain(now - began);
      news.awaitNanos(Math.min(patience(now), LONGEST_LOOK.toNanos()));
      now = System.nanoTime();
      lookAt(now);
    }
    settle();
    changed = false;
    told = null;
    problem = null;
  }

  /** Says why nothing is seen, if that is so and has not been said. */
  private void complain(long waitedNanos) {
    String reason = problem;
    if (reason == null && !connected && waitedNanos - timeout.toNanos() >= 0) {
      reason = "ZooKeeper at " + options.connectString() + " cannot be reached";
    }
    if (reason != null && !reason.equals(told)) {
      told = reason;
      throw new HaException(reason);
    }
  }

  /** Does what is due by time alone. */
  private void lookAt(long now) {
    beats.fallenSilent(now).forEach(node -> refresh(DocumentKey.lease(node)));
    SortedMap<String, String> warnings = beats.warnings(now);
    if (!warnings.equals(warned)) {
      warned = warnings;
      changed = true;
    }
    if (connected && now - readAtNanos >= 0) {
      readAll();
    }
  }

  private long patience(long now) {
    long next = Math.min(beats.nextNanos(now), RESYNC.toNanos());
    return connected ? Math.max(1, Math.min(next, readAtNanos - now)) : next;
  }

  private void settle() throws InterruptedException {
    long left = SETTLING.toNanos();
    while (left > 0) {
      left = news.awaitNanos(left);
    }
  }

  private void readAll() {
    readAtNanos = System.nanoTime() + RESYNC.toNanos();
    touched.clear();
    layer.execute(new Effect.Read(++request, EVERYTHING));
  }

  private void refresh(DocumentKey key) {
    layer.execute(new Effect.Refresh(Set.of(key)));
  }

  /** Says of what has changed whether it is to be read; on ZooKeeper's thread. */
  private boolean isToBeRead(DocumentKey key) {
    if (key.kind() == Kind.MEMBER || key.kind() == Kind.FENCING) {
      // What ends a lease often changes these with it.
      refresh(DocumentKey.lease(key.node()));
    }
    if (key.kind() != Kind.LEASE) {
      return true;
    }
    lock.lock();
    try {
      return beats.written(key.node(), System.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  /** Takes what ZooKeeper says, on its thread. */
  private void take(Input.FromLayer input) {
    lock.lock();
    try {
      if (input instanceof Input.Connected) {
        connected = true;
        beats.clear();
        readAll();
      } else if (input instanceof Input.Disconnected) {
        connected = false;
        complete = false;
        problem = "the connection to ZooKeeper at " + options.connectString() + " was lost";
      } else if (input instanceof Input.NotAdmitted refusal) {
        problem = refusal.reason();
      } else if (input instanceof Input.Changed read) {
        touched.add(read.stored().key());
        put(read.stored());
      } else if (input instanceof Input.Removed removed) {
        touched.add(removed.key());
        changed |= documents.remove(removed.key()) != null;
        forgetBeat(removed.key());
      } else if (input instanceof Input.ReadDone done && done.request() == request) {
        readDone(done);
      } else if (input instanceof Input.ReadFailed failed && failed.request() == request) {
        problem = failed.reason();
        readAtNanos = System.nanoTime() + RETRY.toNanos();
      }
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void put(Stored stored) {
    Stored before = documents.get(stored.key());
    if (before != null && before.modified() > stored.modified()) {
      return;
    }
    documents.put(stored.key(), stored);
    boolean same =
        before != null
            && before.owner() == stored.owner()
            && Objects.equals(before.document(), stored.document())
            && Objects.equals(before.problem(), stored.problem());
    changed |= !same;
    if (stored.key().kind() == Kind.LEASE) {
      beats.read(stored.key().node(), stored.as(LeaseDocument.class), System.nanoTime());
    }
  }

  /** What was heard while everything was read is read once more: it may be newer, or gone. */
  private void readDone(Input.ReadDone done) {
    Set<DocumentKey> present = new HashSet<>();
    for (Stored stored : done.documents()) {
      present.add(stored.key());
      put(stored);
    }
    List<DocumentKey> gone =
        documents.keySet().stream()
            .filter(key -> !present.contains(key) && !touched.contains(key))
            .toList();
    documents.keySet().removeAll(gone);
    gone.forEach(this::forgetBeat);
    Set<DocumentKey> again = new HashSet<>(touched);
    touched.clear();
    changed |= !complete || !gone.isEmpty();
    complete = true;
    problem = null;
    if (!again.isEmpty()) {
      layer.execute(new Effect.Refresh(again));
    }
  }

  private void forgetBeat(DocumentKey key) {
    if (key.kind() == Kind.LEASE) {
      beats.read(key.node(), null, System.nanoTime());
    }
  }

  /** Ends the connection. */
  @Override
  public void close() {
    layer.close();
  }
}
