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
 * Nobody is confirmed dead whose process is there, neither by the lease that is ended nor by the
 * evidence that is left: by a companion, which speaks of its own JVM only, or by a fencing device,
 * unless that lies.
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
        require(written.process(), lease.incarnation(), isCompanion(written.process()), world);
      }
      if (fencing != null) {
        fencing.confirmations().stream()
            .filter(one -> one.means() == Means.COMPANION || one.means() == Means.DEVICE)
            .filter(known::add)
            .forEach(
                one ->
                    require(
                        written.process(),
                        one.incarnation(),
                        one.means() == Means.COMPANION,
                        world));
      }
    }
  }

  private static boolean isCompanion(String writer) {
    return writer.indexOf('#') >= 0;
  }

  private static void require(String writer, String incarnation, boolean byCompanion, World world) {
    String process = world.processOf(incarnation);
    boolean dead = world.isGone(process) || (!byCompanion && world.wasLiedAbout(incarnation));
    if (!dead || (byCompanion && !writer.startsWith(process + "#"))) {
      throw new InvariantViolation(
          OnlyTheDeadAreConfirmed.class,
          writer
              + " confirms "
              + incarnation
              + " dead, whose process "
              + (world.isGone(process) ? "is gone, but was not its own" : "is there"));
    }
  }
}
