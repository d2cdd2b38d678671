package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.core.lease.LeaseObservation;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient.CommitResult;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Waits until every lease of a cluster is over in which nobody is to take part any more. There may
 * be no DC that would see to the lease of a JVM that died: then it is observed here, and revoked
 * when it has not moved for its length and margin, compared and set as a DC does it.
 */
final class LeaseEnds {
  private final ZooKeeperClusterClient client;
  private final PrintWriter out;
  private final Semaphore changes = new Semaphore(0);
  private final Map<String, LeaseObservation> seen = new TreeMap<>();
  private final Set<String> untold;

  /**
   * Makes it.
   *
   * @param stopping the nodes of which it tells when they have stopped, beside those that it has to
   *     wait for
   */
  LeaseEnds(ZooKeeperClusterClient client, Set<String> stopping, PrintWriter out) {
    this.client = client;
    this.out = out;
    this.untold = new LinkedHashSet<>(stopping);
    client.watch(changes::release);
  }

  /**
   * Waits.
   *
   * @throws HaException if a lease is not over in time, or its end would not be enough
   */
  void await(Duration limit) throws InterruptedException {
    long until = System.nanoTime() + limit.toNanos();
    while (true) {
      ClusterLives lives = ClusterLives.of(client);
      // After the reply: what was observed before it could be older than a renewal that it shows.
      long now = System.nanoTime();
      long wake = until;
      boolean over = true;
      for (Stored lease : lives.all(Kind.LEASE)) {
        String node = lease.key().node();
        if (NodeRemoval.isOver(lease)) {
          tell(node, lease);
          continue;
        }
        over = false;
        untold.add(node);
        LeaseObservation observed =
            LeaseObservation.of(seen.get(node), lease, lives.config().options().maxLease(), now);
        seen.put(node, observed);
        if (observed.hasLapsed(now)) {
          revoke(lives.config(), node, lease);
          wake = now;
        } else {
          wake = observed.dueAtNanos() - wake < 0 ? observed.dueAtNanos() : wake;
        }
      }
      if (over) {
        return;
      }
      if (now - until >= 0) {
        throw new HaException(
            "not everybody has stopped within %d ms; nothing was taken away, and it can be tried again"
                .formatted(limit.toMillis()));
      }
      if (wake - now > 0 && changes.tryAcquire(wake - now, TimeUnit.NANOSECONDS)) {
        changes.drainPermits();
      }
    }
  }

  private void tell(String node, Stored lease) {
    LeaseDocument over = lease.as(LeaseDocument.class);
    if (untold.remove(node)) {
      boolean released = over != null && over.state() == LeaseDocument.State.RELEASED;
      out.println(node + ": " + (released ? "stopped" : "its lease is over"));
      out.flush();
    }
  }

  private void revoke(ConfigDocument config, String node, Stored lease) {
    LeaseDocument held = lease.as(LeaseDocument.class);
    if (held != null && !held.isOfNobody() && !config.options().fencing().isLeaseEnough()) {
      throw new HaException(
          "%s is unclean, and that its lease has ended is not enough, as fencing is companion: its companion, a device or pk fence confirm %s has to confirm it dead"
              .formatted(node, node));
    }
    LeaseDocument ended = held == null ? LeaseDocument.ofNobody(config.options().maxLease()) : held;
    CommitResult result =
        client.commit(
            Transaction.of(
                new Transaction.Set(
                    DocumentKey.lease(node),
                    lease.version(),
                    ended.with(LeaseDocument.State.REVOKED))));
    if (result instanceof CommitResult.Written) {
      out.println(node + ": its lease has not been renewed, and was revoked");
      untold.remove(node);
    }
  }
}
