package io.pacekeeper.core.controller;

import io.pacekeeper.core.document.DirectivesDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the DC clears away when it has nothing else to write: claims and moves that have ended by
 * themselves. They hold no longer whether they are cleared away or not; what is written meanwhile
 * by somebody else wins, as it is compared.
 */
final class Housekeeping {
  private Housekeeping() {}

  /** Returns the writes that leave out what has ended; none if nothing has. */
  static List<Transaction.Step> steps(Documents documents, Instant now) {
    List<Transaction.Step> steps = new ArrayList<>();
    Stored stored = documents.get(DocumentKey.DIRECTIVES);
    DirectivesDocument directives = stored == null ? null : stored.as(DirectivesDocument.class);
    if (stored != null && directives != null && !directives.without(now).equals(directives)) {
      steps.add(
          new Transaction.Set(DocumentKey.DIRECTIVES, stored.version(), directives.without(now)));
    }
    for (Stored said : documents.all(Kind.NODE)) {
      NodeDocument node = said.as(NodeDocument.class);
      if (node != null && !node.without(now).equals(node)) {
        steps.add(new Transaction.Set(said.key(), said.version(), node.without(now)));
      }
    }
    return steps;
  }
}
