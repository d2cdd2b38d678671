package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.FencingDocument.Confirmation;
import io.pacekeeper.core.document.FencingDocument.Means;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient.CommitResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An administrator's word that a node is dead. A node that renews its lease is not: that is looked
 * at for as long as two renewals take, and what is written compares the lease that was seen.
 */
final class ManualConfirmation {
  /** What the lease's own period leaves out: a slow server, a slow disk. */
  private static final Duration GRACE = Duration.ofMillis(500);

  private final ZooKeeperClusterClient client;
  private final String node;

  ManualConfirmation(ZooKeeperClusterClient client, String node) {
    this.client = client;
    this.node = node;
  }

  /** Returns how long it has to be looked at before it can be confirmed. */
  Duration watchFor() {
    return held(client.documents()).document(LeaseDocument.class).length().dividedBy(4).plus(GRACE);
  }

  /**
   * Confirms the node dead.
   *
   * @param by who says so
   * @return the incarnation
   * @throws HaException if the node is not known, has nothing to confirm, or lives
   */
  String confirm(String by) throws InterruptedException {
    Held seen = held(client.documents());
    Semaphore changes = new Semaphore(0);
    client.watch(changes::release);
    long until = System.nanoTime() + watchFor().toNanos();
    for (long left = watchFor().toNanos(); left > 0; left = until - System.nanoTime()) {
      changes.tryAcquire(left, TimeUnit.NANOSECONDS);
      changes.drainPermits();
      requireUnmoved(seen);
    }
    LeaseDocument lease = seen.document(LeaseDocument.class);
    List<Stored> documents = client.documents();
    List<Transaction.Step> steps = new ArrayList<>();
    steps.add(
        new Transaction.Set(
            seen.stored().key(), seen.stored().version(), lease.with(LeaseDocument.State.DEAD)));
    steps.add(confirmation(documents, lease.incarnation(), by));
    Stored member = find(documents, DocumentKey.member(node));
    MemberDocument shown = member == null ? null : member.as(MemberDocument.class);
    if (member != null && shown != null && shown.incarnation().equals(lease.incarnation())) {
      steps.add(new Transaction.Delete(member.key(), member.version()));
    }
    if (!(client.commit(new Transaction(steps)) instanceof CommitResult.Written)) {
      throw new HaException(
          "nothing was confirmed: somebody wrote something of " + node + " meanwhile; look again");
    }
    return lease.incarnation();
  }

  private Transaction.Step confirmation(List<Stored> documents, String incarnation, String by) {
    DocumentKey key = DocumentKey.fencing(node);
    Stored stored = find(documents, key);
    FencingDocument known = stored == null ? null : stored.as(FencingDocument.class);
    if (stored != null && known == null) {
      throw new HaException(
          key.path() + " cannot be read, so nothing was confirmed: delete it, and its history");
    }
    FencingDocument next =
        (known == null ? FencingDocument.EMPTY : known)
            .with(new Confirmation(incarnation, Means.HAND, by, Instant.now()));
    return stored == null
        ? new Transaction.Create(key, next)
        : new Transaction.Set(key, stored.version(), next);
  }

  private void requireUnmoved(Held seen) {
    Stored now = find(client.documents(), DocumentKey.lease(node));
    if (now == null
        || now.version() != seen.stored().version()
        || now.created() != seen.stored().created()) {
      throw new HaException(
          "nothing was confirmed: " + node + " lives, its lease was written just now; stop it");
    }
  }

  /** A lease that somebody holds. */
  private record Held(Stored stored) {
    <D extends io.pacekeeper.core.document.Document> D document(Class<D> type) {
      D document = stored.as(type);
      if (document == null) {
        throw new IllegalStateException("it was readable before");
      }
      return document;
    }
  }

  private Held held(List<Stored> documents) {
    Stored stored = find(documents, DocumentKey.lease(node));
    LeaseDocument lease = stored == null ? null : stored.as(LeaseDocument.class);
    TreeSet<String> nodes = new TreeSet<>();
    documents.forEach(document -> nodes.add(document.key().node()));
    nodes.remove("");
    if (!nodes.contains(node)) {
      throw new HaException("there is no node " + node + ": there is " + String.join(", ", nodes));
    }
    if (stored == null || lease == null) {
      throw new HaException(
          "the lease of "
              + node
              + " cannot be read, so nobody knows which life of it that would confirm: it is waited"
              + " out, which takes max-lease and a tenth");
    }
    if (lease.state().isOver()) {
      throw new HaException(
          "there is nothing to confirm: the lease of "
              + node
              + " is "
              + lease.state().name().toLowerCase(java.util.Locale.ROOT));
    }
    return new Held(stored);
  }

  /** Returns a document as it was read, or null if it is not there. */
  static @Nullable Stored find(List<Stored> documents, DocumentKey key) {
    return documents.stream().filter(stored -> stored.key().equals(key)).findFirst().orElse(null);
  }
}
