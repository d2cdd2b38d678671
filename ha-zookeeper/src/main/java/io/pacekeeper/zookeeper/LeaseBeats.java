package io.pacekeeper.zookeeper;

import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.LeaseDocument.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When leases were written, as far as was heard. A lease is renewed each eighth of its length, and
 * says the same each time: so what is written on the beat need not be read. Off the beat, or when
 * it is silent, it has to be. Time is a parameter; not safe for use by several threads.
 */
final class LeaseBeats {
  private static final int BEATS = 8;

  private final Map<String, Beat> beats = new TreeMap<>();

  private static final class Beat {
    final LeaseDocument lease;
    long writtenNanos;

    /** Whether it has been read since it fell silent. */
    boolean looked;

    Beat(LeaseDocument lease, long writtenNanos) {
      this.lease = lease;
      this.writtenNanos = writtenNanos;
    }

    long beatNanos() {
      return lease.length().toNanos() / BEATS;
    }
  }

  /** A lease was written; returns whether it has to be read. */
  boolean written(String node, long nowNanos) {
    Beat beat = beats.get(node);
    if (beat == null) {
      return true;
    }
    long since = nowNanos - beat.writtenNanos;
    beat.writtenNanos = nowNanos;
    beat.looked = false;
    boolean onTheBeat = since >= beat.beatNanos() * 3 / 4 && since <= beat.beatNanos() * 3 / 2;
    return beat.lease.state() != State.HELD || !onTheBeat;
  }

  /** A lease was read, or is not there or not readable. */
  void read(String node, @Nullable LeaseDocument lease, long nowNanos) {
    if (lease == null) {
      beats.remove(node);
      return;
    }
    Beat before = beats.get(node);
    if (before == null || !before.lease.equals(lease)) {
      beats.put(node, new Beat(lease, before == null ? nowNanos : before.writtenNanos));
    }
  }

  /** Whatever was not heard of meanwhile may have been written: begins to listen anew. */
  void clear() {
    beats.clear();
  }

  /** Returns the nodes whose lease has fallen silent and has not been read since. */
  List<String> fallenSilent(long nowNanos) {
    List<String> silent = new ArrayList<>();
    beats.forEach(
        (node, beat) -> {
          if (beat.lease.state() == State.HELD
              && !beat.looked
              && nowNanos - beat.writtenNanos - 2 * beat.beatNanos() >= 0) {
            beat.looked = true;
            silent.add(node);
          }
        });
    return silent;
  }

  /** Returns whose lease is nearly lost, and a sentence that is the same as long as it is. */
  SortedMap<String, String> warnings(long nowNanos) {
    SortedMap<String, String> warnings = new TreeMap<>();
    beats.forEach(
        (node, beat) -> {
          long half = beat.lease.length().toNanos() / 2;
          if (beat.lease.state() == State.HELD && nowNanos - beat.writtenNanos - half >= 0) {
            String text =
                "%s has not renewed its lease for %d ms or longer: if it does not soon, its services are started elsewhere"
                    .formatted(node, Duration.ofNanos(half).toMillis());
            warnings.put(node, text);
          }
        });
    return warnings;
  }

  /** Returns in how many nanoseconds one of these says something new by time alone. */
  long nextNanos(long nowNanos) {
    long next = Long.MAX_VALUE;
    for (Beat beat : beats.values()) {
      if (beat.lease.state() == State.HELD) {
        long at = beat.looked ? beat.lease.length().toNanos() / 2 : 2 * beat.beatNanos();
        long left = beat.writtenNanos + at - nowNanos;
        next = left > 0 ? Math.min(next, left) : next;
      }
    }
    return next;
  }
}
