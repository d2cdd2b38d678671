package io.pacekeeper.core.status;

import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.HistoryDocument;
import io.pacekeeper.core.document.HistoryDocument.Entry;
import io.pacekeeper.core.document.HistoryDocument.Kind;
import io.pacekeeper.core.document.LeaseDocument;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whose lease is nearly lost: who reads documents once sees none move, but the DC does. */
final class LeaseWarnings {
  /** How much longer than the lease itself a warning may be true, as clocks are not the same. */
  private static final Duration SLACK = Duration.ofSeconds(10);

  private LeaseWarnings() {}

  static List<String> of(DocumentSet documents, Instant now) {
    HistoryDocument history = documents.get(DocumentKey.HISTORY, HistoryDocument.class);
    Map<String, Entry> newest = new TreeMap<>();
    if (history != null) {
      for (Entry entry : history.entries()) {
        String node = entry.node();
        if (entry.kind() == Kind.LEASE && node != null) {
          newest.put(node, entry);
        }
      }
    }
    List<String> warnings = new ArrayList<>();
    newest.forEach(
        (node, entry) -> {
          LeaseDocument lease = documents.get(DocumentKey.lease(node), LeaseDocument.class);
          if (lease != null
              && lease.state() == LeaseDocument.State.HELD
              && documents.has(DocumentKey.member(node))
              && !HistoryDocument.isGoodNews(entry)
              && now.isBefore(entry.at().plus(lease.length()).plus(SLACK))) {
            warnings.add(
                "%s, as %s saw at %s"
                    .formatted(
                        entry.text(), entry.dc(), entry.at().truncatedTo(ChronoUnit.SECONDS)));
          }
        });
    return warnings;
  }
}
