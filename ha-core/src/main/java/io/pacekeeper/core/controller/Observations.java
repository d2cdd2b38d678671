package io.pacekeeper.core.controller;

import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.lease.LeaseObservation;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an observer has seen of the other nodes' leases. Observations start afresh whenever the
 * observer's own lease had a gap: after an outage every lease looks old to whoever is back first.
 */
final class Observations {
  private final Self self;
  private final SortedMap<String, LeaseObservation> leases = new TreeMap<>();

  Observations(Self self) {
    this.self = self;
  }

  /** Looks at a node's lease as it reads now. */
  LeaseObservation observe(String node, Moment now) {
    LeaseObservation seen =
        LeaseObservation.of(
            leases.get(node), self.documents.get(DocumentKey.lease(node)), maxLease(), now.nanos());
    leases.put(node, seen);
    return seen;
  }

  /** Returns what was seen last, or null. */
  @Nullable LeaseObservation get(String node) {
    return leases.get(node);
  }

  /** Everything is observed anew from now on. */
  void afresh(Moment now) {
    leases.replaceAll((node, seen) -> seen.afresh(now.nanos()));
  }

  /** Nothing is observed any more. */
  void clear() {
    leases.clear();
  }

  private Duration maxLease() {
    ConfigDocument config = self.config();
    return config == null ? ClusterOptions.DEFAULTS.maxLease() : config.options().maxLease();
  }
}
