package io.pacekeeper.testkit.invariant;

import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.FencingDocument.Confirmation;
import io.pacekeeper.core.document.FencingDocument.Means;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.LeaseDocument.State;
import io.pacekeeper.core.document.Stored;
import java.util.HashSet;
import java.util.Set;

/**
 * A companion confirms nobody dead but its own JVM, and not before that is gone: neither by the
 * lease that it ends nor by the evidence that it leaves.
 */
public final class OnlyTheDeadAreConfirmed implements Invariant {
  private final Set<Confirmation> known = new HashSet<>();

  @Override
  public void check(Happening happening, World world) {
    if (!(happening instanceof Happening.Written written) || written.process() == null) {
      return;
    }
    for (Happening.Change change : written.changes()) {
      Stored after = change.after();
      LeaseDocument lease = after == null ? null : after.as(LeaseDocument.class);
      FencingDocument fencing = after == null ? null : after.as(FencingDocument.class);
      if (lease != null && lease.state() == State.DEAD) {
        require(written.process(), lease.incarnation(), world);
      }
      if (fencing != null) {
        fencing.confirmations().stream()
            .filter(one -> one.means() == Means.COMPANION && known.add(one))
            .forEach(one -> require(written.process(), one.incarnation(), world));
      }
    }
  }

  private static void require(String companion, String incarnation, World world) {
    String process = world.processOf(incarnation);
    if (!world.isGone(process) || !companion.startsWith(process + "#")) {
      throw new InvariantViolation(
          OnlyTheDeadAreConfirmed.class,
          companion
              + " confirms "
              + incarnation
              + " dead, whose process "
              + (world.isGone(process) ? "is gone, but was not its own" : "is there"));
    }
  }
}
