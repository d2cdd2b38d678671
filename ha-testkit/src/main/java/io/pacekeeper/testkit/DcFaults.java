package io.pacekeeper.testkit;

import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.TermDocument;
import io.pacekeeper.testkit.invariant.Happening;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What can befall the DC at the worst of moments: chance alone would seldom find these. */
final class DcFaults {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;

  private final SimulatedCluster cluster;
  private final Administrator administrator;
  private final BooleanSupplier over;
  private final Dice dice;
  private final long leaseNanos;

  DcFaults(SimulatedCluster cluster, Administrator administrator, BooleanSupplier over) {
    this.cluster = cluster;
    this.administrator = administrator;
    this.over = over;
    this.dice = cluster.dice();
    this.leaseNanos = cluster.options().lease().length().toNanos();
  }

  /**
   * Holds what the DC sends, makes it decide something, gives its session up for a new one, and
   * makes it decide something else before the first arrives.
   */
  void hold() {
    SimulatedProcess dc = dc();
    if (dc == null) {
      return;
    }
    String first = dice.pick(cluster.nodes()).name();
    String second = dice.pick(cluster.nodes()).name();
    long forgotten = dice.logBetween(20 * MILLI, SECOND);
    happen("HOLD of " + dc.name());
    dc.layer().hold(cluster.store().sessionTimeoutNanos());
    administrator.standby(first, true);
    cluster.queue().after(forgotten, () -> dc.layer().forgetSession(0));
    cluster.queue().after(forgotten + dice.logBetween(MILLI, SECOND), () -> trade(first, second));
  }

  private @Nullable SimulatedProcess dc() {
    Stored stored = cluster.stored(DocumentKey.TERM);
    TermDocument term = stored == null ? null : stored.as(TermDocument.class);
    return term == null ? null : cluster.node(term.node()).process();
  }

  /**
   * Has a resource be started that nobody but the DC hears of, then takes the DC away, and its node
   * from the resource: whoever is DC next remembers that it is active nowhere.
   */
  void blind() {
    String resource = dice.pick(cluster.options().resourceNames());
    administrator.override(resource, Map.of("target-role", "Stopped"));
    cluster.queue().after(dice.logBetween(100 * MILLI, SECOND), () -> startUnseen(resource));
  }

  private void startUnseen(String resource) {
    SimulatedProcess dc = dc();
    if (dc == null || over.getAsBoolean()) {
      return;
    }
    happen("nobody but " + dc.name() + " hears of " + resource);
    cluster
        .conditions()
        .blind(
            cluster.processes().stream()
                .map(SimulatedProcess::name)
                .filter(name -> !name.equals(dc.name()))
                .toList());
    administrator.override(resource, Map.of());
    cluster.queue().after(dice.logBetween(20 * MILLI, SECOND), () -> takeAway(dc, resource));
  }

  private void takeAway(SimulatedProcess dc, String resource) {
    if (over.getAsBoolean()) {
      return;
    }
    for (SimulatedProcess process : cluster.processes()) {
      if (process.operations().active().containsKey(resource)) {
        administrator.standby(cluster.nodeOf(process.name()), true);
      }
    }
    happen("the DC " + dc.name() + " is lost");
    dc.end("killed");
    cluster.queue().after(2 * leaseNanos, () -> cluster.conditions().blind(List.of()));
  }

  private void trade(String first, String second) {
    if (!over.getAsBoolean()) {
      administrator.standby(first, false);
      administrator.standby(second, true);
    }
  }

  private void happen(String what) {
    cluster.happen(new Happening.Fault(what));
  }
}
