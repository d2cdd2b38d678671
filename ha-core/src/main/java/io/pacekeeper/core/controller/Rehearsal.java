package io.pacekeeper.core.controller;

import io.pacekeeper.core.cib.CibAssembly;
import io.pacekeeper.core.cib.CibAssembly.NodeFacts;
import io.pacekeeper.core.cib.EffectiveResources;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.OrderNumber;
import io.pacekeeper.core.document.TermDocument;
import io.pacekeeper.core.document.TransitionOptions;
import io.pacekeeper.core.scheduler.Scheduler;
import io.pacekeeper.core.scheduler.Transition;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A candidate's exercise: it decides what it would if the DC died now, and drops it. The first
 * decision of a JVM takes many times as long as the next, and a candidate's first decision would be
 * the one for which services wait.
 */
final class Rehearsal {
  private static final int TIMES = 20;
  private static final long PAUSE_NANOS = Duration.ofMillis(250).toNanos();

  private final Self self;
  private final Observations observations;
  private int done;
  private long lastNanos;

  Rehearsal(Self self, Observations observations) {
    this.self = self;
    this.observations = observations;
  }

  /** Rehearses, if it is time to, and has everything read as a new DC has. */
  void advance(Moment now) {
    TermDocument term = self.documents.get(DocumentKey.TERM, TermDocument.class);
    ConfigDocument config = self.config();
    if (term != null && config != null && isDue(now)) {
      done++;
      lastNanos = now.nanos();
      decide(term, now);
      self.readWanted = true;
    }
  }

  private boolean isDue(Moment now) {
    long at = wakeAtNanos(now);
    return at != Long.MAX_VALUE && now.nanos() - at >= 0;
  }

  private void decide(TermDocument term, Moment now) {
    EffectiveResources effective = self.effective();
    Ledger ledger = new Ledger(self, observations);
    SortedMap<String, Ledger.Entry> nodes = ledger.entries(effective.definitions().keySet(), now);
    nodes.computeIfPresent(term.node(), ledger::revoked);
    SortedMap<String, NodeFacts> facts = new TreeMap<>();
    nodes.forEach((node, entry) -> facts.put(node, entry.facts()));
    Transition transition =
        Scheduler.schedule(CibAssembly.assemble(effective, facts, now.wall()), now.wall());
    new Dispatch(transition, nodes, new OrderNumber(term.term() + 1, 1), TransitionOptions.DEFAULTS)
        .orders();
  }

  /** Returns when it is time to rehearse again. */
  long wakeAtNanos(Moment now) {
    boolean can =
        done < TIMES
            && self.observes
            && self.mayAct(now)
            && self.config() != null
            && self.documents.get(DocumentKey.TERM, TermDocument.class) != null;
    return can ? (done == 0 ? self.joinedNanos : lastNanos) + PAUSE_NANOS : Long.MAX_VALUE;
  }
}
