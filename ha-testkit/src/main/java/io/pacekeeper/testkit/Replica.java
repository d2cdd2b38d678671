package io.pacekeeper.testkit;

import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.testkit.invariant.Happening.Change;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A server that follows the leader: it knows every transaction, but some of them late. */
final class Replica {
  private final Timeline timeline;
  private final Conditions conditions;
  private final TreeMap<DocumentKey, Stored> documents = new TreeMap<>();
  private final Deque<StoreLog.Entry> behind = new ArrayDeque<>();
  private final Set<Connection> connections = new LinkedHashSet<>();
  private long lastAppliedAt = Long.MIN_VALUE;
  private long applied;
  private boolean cutOff;
  private boolean deposed;

  Replica(Timeline timeline, Conditions conditions) {
    this.timeline = timeline;
    this.conditions = conditions;
  }

  /** Returns the newest transaction that it knows. */
  long applied() {
    return applied;
  }

  /** Returns whether it hears nothing of the leader, and goes on serving what it knows. */
  boolean isCutOff() {
    return cutOff;
  }

  @Nullable Stored get(DocumentKey key) {
    return documents.get(key);
  }

  List<DocumentKey> keys() {
    return new ArrayList<>(documents.keySet());
  }

  void attach(Connection connection) {
    connections.add(connection);
  }

  void detach(Connection connection) {
    connections.remove(connection);
  }

  List<Connection> connections() {
    return new ArrayList<>(connections);
  }

  /** Takes in what the leader committed, at once or as late as the conditions have it. */
  void follow(StoreLog.Entry entry) {
    behind.add(entry);
    long now = timeline.nanos();
    long at = Math.max(lastAppliedAt, now + conditions.lagNanos());
    lastAppliedAt = at;
    if (at == now && behind.size() == 1) {
      applyUntil(entry.zxid());
    } else {
      timeline.after(at - now, () -> applyUntil(entry.zxid()));
    }
  }

  /** Returns whether it was the leader when it was cut off, and takes itself for that still. */
  boolean isDeposed() {
    return cutOff && deposed;
  }

  /**
   * Hears nothing of the leader any more.
   *
   * @param wasLeader whether it was the leader itself, and does not know that there is another one
   */
  void cutOff(boolean wasLeader) {
    cutOff = true;
    deposed = wasLeader;
  }

  /** Hears of the leader again, and catches up. */
  void heal() {
    cutOff = false;
    StoreLog.Entry newest = behind.peekLast();
    if (newest != null) {
      applyUntil(newest.zxid());
    }
  }

  private void applyUntil(long zxid) {
    while (!cutOff && !behind.isEmpty() && behind.getFirst().zxid() <= zxid) {
      apply(behind.removeFirst());
    }
  }

  private void apply(StoreLog.Entry entry) {
    applied = entry.zxid();
    for (Change change : entry.changes()) {
      Stored after = change.after();
      if (after == null) {
        documents.remove(change.key());
      } else {
        documents.put(change.key(), after);
      }
    }
    for (Connection connection : connections()) {
      connection.applied(entry);
    }
  }
}
