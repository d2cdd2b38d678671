package io.pacekeeper.testkit;

import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.testkit.invariant.Happening.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The documents as the store's leader has them: each transaction happens whole or not at all. */
final class StoreLog {
  /** A transaction that happened. */
  record Entry(long zxid, long session, @Nullable Transaction transaction, List<Change> changes) {}

  /** What became of a transaction: an entry and what was written, or the key that conflicted. */
  record Outcome(
      long zxid, @Nullable Entry entry, List<Stored> written, @Nullable DocumentKey conflict) {}

  private final TreeMap<DocumentKey, Stored> documents = new TreeMap<>();
  private long zxid;

  long zxid() {
    return zxid;
  }

  @Nullable Stored get(DocumentKey key) {
    return documents.get(key);
  }

  /** Returns what is there, by key; a live view. */
  Map<DocumentKey, Stored> documents() {
    return documents;
  }

  /** Does a transaction of a session, if every step of it holds. */
  Outcome apply(Transaction transaction, long session) {
    long next = zxid + 1;
    Map<DocumentKey, @Nullable Stored> after = new HashMap<>();
    List<Stored> written = new ArrayList<>();
    for (Transaction.Step step : transaction.steps()) {
      DocumentKey key = step.key();
      Stored current = after.containsKey(key) ? after.get(key) : documents.get(key);
      if (!holds(step, current)) {
        return new Outcome(next, null, List.of(), key);
      }
      if (step instanceof Transaction.Set set && current != null) {
        after.put(key, rewritten(current, next, set.document(), null));
      } else if (step instanceof Transaction.Create create) {
        after.put(key, created(key, next, session, create.document()));
      } else if (step instanceof Transaction.Delete) {
        after.put(key, null);
      }
      if (!(step instanceof Transaction.Check) && after.get(key) != null) {
        written.add(after.get(key));
      }
    }
    return new Outcome(next, commit(next, session, transaction, after), written, null);
  }

  /** Writes a document whatever is there, as an administrator can. */
  Entry put(DocumentKey key, @Nullable Document document, @Nullable String problem) {
    long next = zxid + 1;
    Stored current = documents.get(key);
    Stored stored =
        current == null
            ? new Stored(key, 0, next, 0, next, document, problem)
            : rewritten(current, next, document, problem);
    Map<DocumentKey, @Nullable Stored> after = new HashMap<>();
    after.put(key, stored);
    return commit(next, 0, null, after);
  }

  /** Deletes a document whatever its version. */
  Entry remove(DocumentKey key) {
    Map<DocumentKey, @Nullable Stored> after = new HashMap<>();
    after.put(key, null);
    return commit(zxid + 1, 0, null, after);
  }

  /** Begins a session, which is a transaction that changes no document. */
  Entry begin(long session) {
    return new Entry(++zxid, session, null, List.of());
  }

  /** Ends a session: what it owns goes. */
  Entry end(long session) {
    Map<DocumentKey, @Nullable Stored> after = new HashMap<>();
    for (Stored stored : documents.values()) {
      if (stored.owner() == session) {
        after.put(stored.key(), null);
      }
    }
    return commit(zxid + 1, session, null, after);
  }

  private static boolean holds(Transaction.Step step, @Nullable Stored current) {
    if (step instanceof Transaction.Create) {
      return current == null;
    }
    int version = step instanceof Transaction.Check check ? check.version() : 0;
    if (step instanceof Transaction.Set set) {
      version = set.version();
    } else if (step instanceof Transaction.Delete delete) {
      version = delete.version();
    }
    return current != null && current.version() == version;
  }

  private static Stored rewritten(
      Stored current, long zxid, @Nullable Document document, @Nullable String problem) {
    return new Stored(
        current.key(),
        current.version() + 1,
        zxid,
        current.owner(),
        current.created(),
        document,
        problem);
  }

  private static Stored created(DocumentKey key, long zxid, long session, Document document) {
    long owner = key.kind().isEphemeral() ? session : 0;
    return new Stored(key, 0, zxid, owner, zxid, document, null);
  }

  private Entry commit(
      long next,
      long session,
      @Nullable Transaction transaction,
      Map<DocumentKey, @Nullable Stored> after) {
    zxid = next;
    List<Change> changes = new ArrayList<>();
    for (DocumentKey key : new TreeMap<>(after).keySet()) {
      Stored before = documents.get(key);
      Stored now = after.get(key);
      if (now == null) {
        documents.remove(key);
      } else {
        documents.put(key, now);
      }
      if (!Objects.equals(before, now)) {
        changes.add(new Change(key, before, now));
      }
    }
    return new Entry(next, session, transaction, List.copyOf(changes));
  }
}
