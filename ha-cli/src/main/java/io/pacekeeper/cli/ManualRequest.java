package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.api.fencing.FencingAction;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.FencingDocument.Attempt;
import io.pacekeeper.core.document.FencingDocument.Confirmation;
import io.pacekeeper.core.document.FencingDocument.Request;
import io.pacekeeper.core.document.FencingDocument.Scope;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.core.fencing.FencingSetup;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient.CommitResult;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An administrator's wish that a node is fenced, dead or alive: a request in {@code fencing/<node>}
 * as the DC itself writes it, which the DC carries out. Where a device is for the node, its host
 * has to be dead in the end; else its process, which its lease and its companion see to.
 */
final class ManualRequest {
  private static final int MOST_ATTEMPTS = 10;

  private final ZooKeeperClusterClient client;
  private final String node;
  private final PrintWriter out;

  ManualRequest(ZooKeeperClusterClient client, String node, PrintWriter out) {
    this.client = client;
    this.node = node;
    this.out = out;
  }

  /**
   * Writes the request, or joins the one that is there, and says what it counts on.
   *
   * @param wanted what is to be done to its host; null: what the cluster's options say
   * @return the request as it is carried out
   * @throws HaException if the node is not known, or nothing and nobody could fence it
   */
  Request put(@Nullable FencingAction wanted, String by) {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      List<Stored> documents = client.documents();
      LeaseDocument lease = lease(documents);
      requireOthers(documents);
      FencingSetup setup = setup(documents);
      boolean device = setup.canFence(node);
      requireMeans(device, wanted, lease);
      DocumentKey key = DocumentKey.fencing(node);
      Stored stored = ManualConfirmation.find(documents, key);
      FencingDocument read = stored == null ? null : stored.as(FencingDocument.class);
      FencingDocument known = read == null ? FencingDocument.EMPTY : read;
      Request request = request(known.request(), lease, device, setup, wanted, by);
      Transaction.Step step = write(key, stored, known.requesting(request));
      if (request.equals(known.request())
          || client.commit(Transaction.of(step)) instanceof CommitResult.Written) {
        out.println(
            "%s is to be fenced, incarnation %s: %s"
                .formatted(node, request.incarnation(), means(setup, request, lease)));
        return request;
      }
    }
    throw new HaException(
        "nothing was asked for: others write fencing/" + node + " all the time; try again");
  }

  /** Takes the request back, if there is one. */
  void withdraw() {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      List<Stored> documents = client.documents();
      requireKnown(documents);
      Stored stored = ManualConfirmation.find(documents, DocumentKey.fencing(node));
      FencingDocument known = stored == null ? null : stored.as(FencingDocument.class);
      if (stored == null || known == null || known.request() == null) {
        throw new HaException(
            "there is nothing to withdraw: nobody asks to have " + node + " fenced");
      }
      Transaction.Step step = write(stored.key(), stored, known.withdrawn());
      if (client.commit(Transaction.of(step)) instanceof CommitResult.Written) {
        out.println(node + " is not to be fenced any more; a lease that was ended stays so");
        return;
      }
    }
    throw new HaException(
        "nothing was withdrawn: others write fencing/" + node + " all the time; try again");
  }

  /**
   * Tells what becomes of the request, until that is known.
   *
   * @throws HaException if it is not done, or not yet
   */
  void await(Request request, Duration limit) throws InterruptedException {
    Semaphore changes = new Semaphore(0);
    client.watch(changes::release);
    Set<Attempt> told = new HashSet<>(ledger(client.documents()).attempts());
    long until = System.nanoTime() + limit.toNanos();
    for (long left = limit.toNanos(); left > 0; left = until - System.nanoTime()) {
      List<Stored> documents = client.documents();
      FencingDocument ledger = ledger(documents);
      ledger.attempts().stream().filter(told::add).forEach(this::tell);
      Confirmation confirmed = ledger.confirmation(request.incarnation(), request.scope());
      if (confirmed != null) {
        out.println(
            "%s is confirmed dead by %s%s, incarnation %s"
                .formatted(
                    node,
                    word(confirmed.means()),
                    confirmed.detail().isEmpty() ? "" : " (" + confirmed.detail() + ")",
                    confirmed.incarnation()));
        return;
      }
      Request open = ledger.request();
      if (open == null || !open.incarnation().equals(request.incarnation())) {
        requireOver(request, lease(documents));
        return;
      }
      changes.tryAcquire(left, TimeUnit.NANOSECONDS);
      changes.drainPermits();
    }
    throw new HaException(
        "%s is not confirmed dead after %d ms; it is still asked for: look at pk fence history %s, or take it back by pk fence withdraw %s"
            .formatted(node, limit.toMillis(), node, node));
  }

  /** The request is gone without a confirmation that is enough for it. */
  private void requireOver(Request request, LeaseDocument lease) {
    if (request.scope() == Scope.HOST) {
      throw new HaException(
          node
              + " was not fenced: the request was withdrawn, or it has begun a new life meanwhile; its host was not switched off");
    }
    boolean lives = lease.incarnation().equals(request.incarnation()) && !lease.state().isOver();
    if (lives) {
      throw new HaException(node + " was not fenced: somebody has withdrawn the request");
    }
    out.println(node + " has stopped everything, incarnation " + request.incarnation());
  }

  private void tell(Attempt attempt) {
    out.println(
        "%s by %s %s: %s"
            .formatted(
                word(attempt.action()),
                attempt.device(),
                word(attempt.outcome()),
                attempt.detail()));
  }

  private Request request(
      @Nullable Request open,
      LeaseDocument lease,
      boolean device,
      FencingSetup setup,
      @Nullable FencingAction wanted,
      String by) {
    Scope scope = device ? Scope.HOST : Scope.PROCESS;
    if (open == null || !open.incarnation().equals(lease.incarnation())) {
      FencingAction action = wanted == null ? setup.options().action() : wanted;
      return new Request(
          lease.incarnation(), scope, action, "asked for by hand", by, Instant.now(), 0);
    }
    if (wanted != null && open.action() != wanted) {
      throw new HaException(
          "%s asks for %s of %s already (%s): wait for that, or take it back by pk fence withdraw %s"
              .formatted(open.by(), word(open.action()), node, open.reason(), node));
    }
    out.println("joins the request of " + open.by() + " of " + open.at() + ": " + open.reason());
    return device ? open.of(scope, open.term()) : open;
  }

  private String means(FencingSetup setup, Request request, LeaseDocument lease) {
    return request.scope() == Scope.HOST
        ? word(request.action()) + " by " + setup.means(node)
        : "no device is for it, so its lease is ended: it stops everything, or its companion ends"
            + " it, and %d ms from now it is over at the latest"
                .formatted(lease.length().plus(lease.margin()).toMillis());
  }

  private void requireMeans(boolean device, @Nullable FencingAction wanted, LeaseDocument lease) {
    if (!device && wanted != null) {
      throw new HaException(
          "no fencing device is for %s, so there is no %s of its host: leave that out to have its lease ended"
              .formatted(node, word(wanted)));
    }
    if (!device && lease.state().isOver()) {
      throw new HaException(
          "there is nothing to fence: no device is for %s, and its lease is %s"
              .formatted(node, word(lease.state())));
    }
  }

  private void requireOthers(List<Stored> documents) {
    boolean alone =
        documents.stream()
            .noneMatch(
                stored ->
                    stored.key().kind() == DocumentKey.Kind.MEMBER
                        && !stored.key().node().equals(node));
    if (alone) {
      throw new HaException(
          "no other node takes part in the cluster, so nobody would fence " + node);
    }
  }

  private void requireKnown(List<Stored> documents) {
    TreeSet<String> nodes = new TreeSet<>();
    documents.forEach(document -> nodes.add(document.key().node()));
    nodes.remove("");
    if (!nodes.contains(node)) {
      throw new HaException(
          "there is no node "
              + node
              + (nodes.isEmpty() ? "" : ": there is " + String.join(", ", nodes)));
    }
  }

  private LeaseDocument lease(List<Stored> documents) {
    requireKnown(documents);
    LeaseDocument lease = read(documents, DocumentKey.lease(node), LeaseDocument.class);
    if (lease == null) {
      throw new HaException(
          "the lease of "
              + node
              + " cannot be read, so nobody knows which life of it to fence: it is waited out,"
              + " which takes max-lease and a tenth");
    }
    return lease;
  }

  private FencingDocument ledger(List<Stored> documents) {
    FencingDocument known = read(documents, DocumentKey.fencing(node), FencingDocument.class);
    return known == null ? FencingDocument.EMPTY : known;
  }

  private static FencingSetup setup(List<Stored> documents) {
    ConfigDocument config = read(documents, DocumentKey.CONFIG, ConfigDocument.class);
    return FencingSetup.of(config == null ? ConfigDocument.EMPTY : config);
  }

  private static <D extends Document> @Nullable D read(
      List<Stored> documents, DocumentKey key, Class<D> type) {
    Stored stored = ManualConfirmation.find(documents, key);
    return stored == null ? null : stored.as(type);
  }

  private static Transaction.Step write(
      DocumentKey key, @Nullable Stored stored, FencingDocument document) {
    return stored == null
        ? new Transaction.Create(key, document)
        : new Transaction.Set(key, stored.version(), document);
  }

  private static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
