package io.pacekeeper.core.controller;

import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * At which feature set the cluster works: the lowest of the newest that its members know. The DC
 * raises it when the last node has been upgraded; it is never lowered, so that nobody has to take
 * back what was said with a newer one.
 */
final class FeatureSets {
  private final Self self;

  FeatureSets(Self self) {
    this.self = self;
  }

  /** Returns what raises it, or null if it is as high as it can be. */
  Transaction.@Nullable Step raise(Moment now) {
    Stored stored = self.documents.get(DocumentKey.CONFIG);
    ConfigDocument config = stored == null ? null : stored.as(ConfigDocument.class);
    if (stored == null || config == null) {
      return null;
    }
    int all = knownByAll();
    if (all <= config.featureSet()) {
      return null;
    }
    ChangeNote note =
        new ChangeNote(
            self.node(),
            "the DC",
            now.wall(),
            self.node(),
            "the cluster works at feature set %d, which every member knows".formatted(all));
    return new Transaction.Set(
        DocumentKey.CONFIG, stored.version(), config.withFeatureSet(all).with(note));
  }

  /** Returns the lowest of the newest that members know; 0 while one of them does not say. */
  private int knownByAll() {
    int lowest = self.options.joining().newestFeatureSet();
    for (Stored lease : self.documents.all(Kind.LEASE)) {
      LeaseDocument held = lease.as(LeaseDocument.class);
      String node = lease.key().node();
      if ((held == null || !held.state().isOver())
          && self.documents.get(DocumentKey.member(node), MemberDocument.class) == null) {
        return 0; // It may be there still, and come back with a version that nobody knows.
      }
    }
    for (Stored stored : self.documents.all(Kind.MEMBER)) {
      MemberDocument member = stored.as(MemberDocument.class);
      lowest = member == null ? 0 : Math.min(lowest, member.featureSet());
    }
    return lowest;
  }

  /** Returns who takes part and is too old to, a sentence each. */
  List<String> warnings(ConfigDocument config) {
    List<String> warnings = new ArrayList<>();
    for (Stored stored : self.documents.all(Kind.MEMBER)) {
      MemberDocument member = stored.as(MemberDocument.class);
      if (member != null && member.featureSet() < config.featureSet()) {
        warnings.add(
            "%s is too old for the cluster: its version of Pacekeeper (%s) knows feature sets up to %d, and the cluster works at %d; nothing is run on it until it is upgraded"
                .formatted(
                    stored.key().node(),
                    member.version(),
                    member.featureSet(),
                    config.featureSet()));
      }
    }
    return warnings;
  }
}
