package io.pacekeeper.testkit;

import io.pacekeeper.testkit.invariant.Happening;
import java.util.List;

/** What can go wrong between the nodes and the store's servers, and between those. */
final class NetworkFaults {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;

  private final SimulatedCluster cluster;
  private final Dice dice;
  private final InMemoryStore store;
  private final long leaseNanos;

  NetworkFaults(SimulatedCluster cluster) {
    this.cluster = cluster;
    this.dice = cluster.dice();
    this.store = cluster.store();
    this.leaseNanos = cluster.options().lease().length().toNanos();
  }

  /** Has one of these faults happen to a client of the store. */
  void strikeClient(Chaos.Fault fault, InMemoryLayer layer, InMemoryLayer other) {
    cluster.happen(new Happening.Fault(fault + " of " + layer.name()));
    long timeout = store.sessionTimeoutNanos();
    switch (fault) {
      case BREAK ->
          layer.breakConnection(
              dice.logBetween(MILLI, timeout), dice.logBetween(MILLI, SECOND), 0, 0);
      case PARTITION -> partition(layer, dice.logBetween(10 * MILLI, 3 * leaseNanos));
      case DEAF ->
          layer.deafen(
              dice.between(timeout / 3, timeout * 2 / 3),
              dice.logBetween(10 * MILLI, 2 * leaseNanos));
      case MUTE -> {
        long noticed = dice.between(timeout / 3, timeout);
        layer.breakConnection(0, noticed, noticed, dice.logBetween(10 * MILLI, 2 * leaseNanos));
      }
      case EXPIRE -> store.expire(layer.session());
      case FORGET -> layer.forgetSession(dice.logBetween(MILLI, timeout));
      case SQUEEZE -> squeeze(layer, other);
      default -> slowDown(layer, dice.logBetween(10 * MILLI, leaseNanos));
    }
  }

  private void partition(InMemoryLayer layer, long nanos) {
    long timeout = store.sessionTimeoutNanos();
    layer.breakConnection(
        dice.chance(0.5) ? 0 : dice.logBetween(MILLI, timeout),
        dice.chance(0.5) ? 0 : dice.logBetween(MILLI, SECOND),
        dice.between(0, timeout * 2 / 3),
        nanos);
  }

  private void slowDown(InMemoryLayer layer, long nanos) {
    cluster.conditions().slowDown(layer.name(), nanos);
    after(
        dice.logBetween(100 * MILLI, 2 * leaseNanos),
        () -> cluster.conditions().slowDown(layer.name(), 0));
  }

  /** Has one node read everything slowly, and takes another away while it does. */
  private void squeeze(InMemoryLayer reader, InMemoryLayer other) {
    slowDown(reader, dice.between(leaseNanos / 8, leaseNanos));
    reader.breakConnection(0, 0, 0, 0);
    after(dice.between(0, leaseNanos), () -> partition(other, 3 * leaseNanos));
  }

  /** Has one of these faults happen to the store's servers. */
  void strikeStore(Chaos.Fault fault) {
    cluster.happen(new Happening.Fault(fault + " of the store"));
    switch (fault) {
      case CUT_OFF -> {
        Replica replica = dice.pick(store.replicas());
        store.cutOff(replica, dice.chance(0.5));
        after(dice.logBetween(50 * MILLI, 2 * leaseNanos), () -> store.heal(replica));
      }
      case OUTAGE -> {
        cluster.loseQuorum();
        after(dice.logBetween(MILLI, 3 * SECOND), store::dropIfWithoutQuorum);
        after(dice.logBetween(50 * MILLI, 4 * leaseNanos), cluster::regainQuorum);
      }
      case LEADER -> changeLeader(dice.below(3));
      case LAG -> cluster.conditions().lag(dice.logBetween(MILLI, 2 * SECOND));
      case LATE -> cluster.conditions().expireLate(3 * store.sessionTimeoutNanos());
      default -> cluster.conditions().deceive(dice.pick(List.of(0.0, 0.1, 0.5)), 0.2);
    }
  }

  /** The leader dies, another one is elected, and that may go on like this. */
  private void changeLeader(int more) {
    cluster.loseQuorum();
    after(dice.between(0, 50 * MILLI), store::dropIfWithoutQuorum);
    after(
        dice.between(200 * MILLI, 1_500 * MILLI),
        () -> {
          cluster.regainQuorum();
          if (more > 0) {
            after(dice.logBetween(MILLI, SECOND), () -> changeLeader(more - 1));
          }
        });
  }

  private void after(long nanos, Runnable action) {
    cluster.queue().after(nanos, action);
  }
}
