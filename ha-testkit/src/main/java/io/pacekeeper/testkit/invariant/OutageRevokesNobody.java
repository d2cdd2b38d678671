package io.pacekeeper.testkit.invariant;

import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.LeaseDocument.State;
import io.pacekeeper.core.document.Stored;
import org.jspecify.annotations.Nullable;

/**
 * After an outage of the store that was longer than a lease, nobody's lease is revoked before its
 * holder has had a lease's length to come back: whoever is back first must not take the silence of
 * the store for that of the others.
 */
public final class OutageRevokesNobody implements Invariant {
  /** By how much a node's clock may be too fast or too slow, as the lease's margin allows for. */
  private static final double DRIFT = 0.048;

  private long lostAtNanos = Long.MAX_VALUE;
  private long regainedAtNanos = Long.MIN_VALUE;
  private long outageNanos;

  @Override
  public void check(Happening happening, World world) {
    if (happening instanceof Happening.QuorumLost) {
      lostAtNanos = world.nanos();
    } else if (happening instanceof Happening.QuorumRegained) {
      regainedAtNanos = world.nanos();
      outageNanos = regainedAtNanos - lostAtNanos;
    } else if (happening instanceof Happening.Written written && written.process() != null) {
      for (Happening.Change change : written.changes()) {
        if (change.key().kind() == Kind.LEASE) {
          check(change, written.process(), world);
        }
      }
    }
  }

  private void check(Happening.Change change, String process, World world) {
    LeaseDocument before = lease(change.before());
    LeaseDocument after = lease(change.after());
    if (before == null || after == null || after.state() != State.REVOKED) {
      return;
    }
    double length = before.length().toNanos();
    long since = world.nanos() - regainedAtNanos;
    boolean sentBefore = since == 0; // What survived the former leader is done at once.
    if (outageNanos > length / (1 - DRIFT) && !sentBefore && since < length) {
      throw new InvariantViolation(
          OutageRevokesNobody.class,
          process
              + " revokes "
              + change.key()
              + " only "
              + since / 1_000_000
              + " ms after an outage of "
              + outageNanos / 1_000_000
              + " ms");
    }
  }

  private static @Nullable LeaseDocument lease(@Nullable Stored stored) {
    return stored == null ? null : stored.as(LeaseDocument.class);
  }
}
