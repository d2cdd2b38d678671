package io.pacekeeper.core.controller;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.HistoryDocument;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.lease.LeaseObservation;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The leases of other members that have not been renewed for half their length, as the DC observes
 * them: whoever administrates the cluster hears of it before anything is lost.
 */
final class SilentLeases {
  private final Self self;
  private final Observations observations;
  private final HistoryKeeper history;

  /** Since when each lease that was told of has not moved. */
  private final Map<String, Long> told = new HashMap<>();

  private long wakeAtNanos;

  SilentLeases(Self self, Observations observations, HistoryKeeper history) {
    this.self = self;
    this.observations = observations;
    this.history = history;
    this.wakeAtNanos = Long.MAX_VALUE;
  }

  /** Looks whose lease is silent. */
  void advance(Moment now) {
    wakeAtNanos = Long.MAX_VALUE;
    for (Stored member : self.documents.all(Kind.MEMBER)) {
      String node = member.key().node();
      LeaseDocument lease = self.documents.get(DocumentKey.lease(node), LeaseDocument.class);
      LeaseObservation seen = observations.get(node);
      if (node.equals(self.node())
          || lease == null
          || seen == null
          || lease.state() != LeaseDocument.State.HELD) {
        told.remove(node);
        continue;
      }
      look(node, lease, seen, now);
    }
  }

  private void look(String node, LeaseDocument lease, LeaseObservation seen, Moment now) {
    long since = seen.sinceNanos();
    Long last = told.get(node);
    if (last != null && last != since) {
      told.remove(node);
      history.lease(node, HistoryDocument.renewsAgain(node));
      last = null;
    }
    long at = since + lease.length().toNanos() / 2;
    if (last != null) {
      return;
    }
    if (now.nanos() - at < 0) {
      wakeAtNanos = Wake.earlier(wakeAtNanos, at);
      return;
    }
    told.put(node, since);
    String text =
        "%s has not renewed its lease for %d ms: if it does not within %d ms more, its services are started elsewhere"
            .formatted(
                node,
                Duration.ofNanos(now.nanos() - since).toMillis(),
                Duration.ofNanos(Math.max(0, seen.dueAtNanos() - now.nanos())).toMillis());
    history.lease(node, text);
    self.out.publish(new ClusterEvent.Warned(self.node(), text));
  }

  long wakeAtNanos() {
    return wakeAtNanos;
  }
}
