package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.OrderNumber;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.TermDocument;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient.CommitResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all fencing tokens that are still to be given are larger than: a token begins with the DC's
 * term, and the next term is above the one that is stored.
 *
 * <p>It is raised by writing a term that was nobody's, compared and set. Whoever is DC can write
 * nothing from that moment on, since all it writes checks the term; it sees that the term is not
 * the one it was elected in, and has itself elected in one above.
 */
final class TokenBase {
  /**
   * How far it is raised unless told otherwise. A backup lacks the elections that were held after
   * it: this is more than one each second for eleven days.
   */
  static final long DEFAULT_TERMS = 1_000_000;

  /** The terms that must be left, so that nobody uses them up by mistyping a token. */
  private static final long FEWEST_LEFT = 1_000_000;

  private static final int MOST_ATTEMPTS = 10;
  private static final long LARGEST_NUMBER = 0xFFFF_FFFFL;

  private final ZooKeeperClusterClient client;

  TokenBase(ZooKeeperClusterClient client) {
    this.client = client;
  }

  /**
   * Raises it.
   *
   * @param above a token that every later one is to be larger than, or null for a base that is
   *     above everything that was given since a backup that is not too old
   * @return what every later token is larger than
   * @throws HaException if every later token is larger already, or no term was ever stored
   */
  OrderNumber raise(@Nullable OrderNumber above) {
    long wanted = -1;
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      Stored stored = stored();
      TermDocument before = stored.as(TermDocument.class);
      if (before == null) {
        throw new HaException(
            "dc/term cannot be read, so nothing was raised: "
                + stored.problem()
                + "; the next election writes it anew");
      }
      if (wanted >= 0 && before.term() >= wanted) {
        // A write without an answer has happened after all.
        return new OrderNumber(wanted, LARGEST_NUMBER);
      }
      wanted = above == null ? before.term() + DEFAULT_TERMS : base(above, before.term());
      requireRoom(wanted);
      TermDocument after = new TermDocument(wanted, before.node(), before.incarnation());
      CommitResult result =
          client.commit(
              Transaction.of(new Transaction.Set(DocumentKey.TERM, stored.version(), after)));
      if (result instanceof CommitResult.Written) {
        return new OrderNumber(wanted, LARGEST_NUMBER);
      }
      wanted = result instanceof CommitResult.Unknown ? wanted : -1;
    }
    throw new HaException(
        "the base could not be raised in "
            + MOST_ATTEMPTS
            + " attempts: others write dc/term; try again");
  }

  private Stored stored() {
    List<Stored> documents = client.documents();
    for (Stored document : documents) {
      if (document.key().equals(DocumentKey.TERM)) {
        return document;
      }
    }
    throw new HaException(
        "cluster "
            + client.cluster()
            + " has had no DC, so no token was given: start a node first, and raise the base then");
  }

  private static long base(OrderNumber above, long term) {
    if (above.term() < term) {
      throw new HaException(
          "there is nothing to raise: the term is "
              + term
              + ", so that every later token is larger than "
              + above.token()
              + " ("
              + above
              + ") already");
    }
    return Math.max(above.term(), term + 1);
  }

  private static void requireRoom(long base) {
    if (base > TermDocument.MAX_TERM - FEWEST_LEFT) {
      throw new HaException(
          "a base of term "
              + base
              + " leaves fewer than "
              + FEWEST_LEFT
              + " terms, and without one no DC can be elected: nothing was raised");
    }
  }
}
