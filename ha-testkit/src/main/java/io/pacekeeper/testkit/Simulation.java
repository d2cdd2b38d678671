package io.pacekeeper.testkit;

import io.pacekeeper.testkit.invariant.Invariant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One history of a cluster, made of a seed: first chaos, then all faults are taken away and the
 * cluster must heal, serve everything and come to rest. The nodes run the production loop and
 * controller, and their companions the production watch; every invariant is checked after
 * everything that happens. The same seed makes the same history.
 */
public final class Simulation {
  private static final Duration REST = Duration.ofSeconds(25);
  private static final Duration SERVES_WITHIN = Duration.ofSeconds(90);
  private static final Duration RESTS_WITHIN = Duration.ofSeconds(150);

  private final long seed;
  private long servedAfterNanos;
  private int excused;
  private final List<Consumer<? super String>> listeners = new ArrayList<>();
  private final List<Invariant> invariants = new ArrayList<>();

  /** Makes the simulation of a seed; it is not run yet. */
  public Simulation(long seed) {
    this.seed = seed;
  }

  /** Has every line of the history told as it happens. */
  public Simulation listen(Consumer<? super String> listener) {
    listeners.add(listener);
    return this;
  }

  /** Has something more be checked after everything that happens. */
  public Simulation keep(Invariant invariant) {
    invariants.add(invariant);
    return this;
  }

  /**
   * Runs it, and returns how many things happened.
   *
   * @throws AssertionError if an invariant is violated or the cluster does not heal, with the end
   *     of the history and the command that replays it
   */
  public long run() {
    Dice dice = new Dice(seed);
    SimulatedCluster cluster = new SimulatedCluster(SimulationOptions.draw(dice), dice);
    listeners.forEach(cluster.history()::listen);
    invariants.forEach(cluster.history()::keep);
    try {
      run(cluster, dice);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(describe(cluster, e), e);
    }
    return cluster.history().happenings();
  }

  private void run(SimulatedCluster cluster, Dice dice) {
    cluster.configure();
    for (SimulatedNode node : cluster.nodes()) {
      cluster.queue().after(dice.between(0, 3_000_000_000L), node::start);
    }
    Chaos chaos = new Chaos(cluster);
    if (dice.chance(0.5)) {
      cluster.runFor(Duration.ofSeconds(5));
    }
    chaos.begin();
    cluster.runFor(Duration.ofMillis(dice.between(20_000, 60_000)));
    chaos.end();
    long healed = cluster.queue().nanos();
    await(cluster, SERVES_WITHIN, Duration.ZERO);
    servedAfterNanos = cluster.queue().nanos() - healed;
    await(cluster, RESTS_WITHIN, REST);
    excused = cluster.excused();
  }

  private static void await(SimulatedCluster cluster, Duration atMost, Duration rest) {
    if (!cluster.runUntil(atMost, () -> cluster.unrest(rest) == null)) {
      throw new AssertionError(
          "HealedClusterRestsAndServes: not within "
              + atMost.toSeconds()
              + " s after all faults were taken away: "
              + cluster.unrest(rest));
    }
  }

  /** Returns how often a resource was active twice because a fencing device had lied. */
  int excused() {
    return excused;
  }

  /** Returns how long after the end of all faults every resource was active once. */
  Duration servedAfter() {
    return Duration.ofNanos(servedAfterNanos);
  }

  private String describe(SimulatedCluster cluster, Throwable failure) {
    StringBuilder text = new StringBuilder(8_000);
    text.append("seed ").append(seed).append(", after ").append(cluster.history().happenings());
    text.append(" happenings: ").append(failure).append('\n');
    text.append(cluster.options()).append('\n');
    cluster.history().tail().forEach(line -> text.append(line).append('\n'));
    return text.append(
            "replay: mvn -q test -pl ha-testkit -am -Dtest=SimulationTest -Dpacekeeper.seed=")
        .append(seed)
        .append(" -Dsurefire.failIfNoSpecifiedTests=false")
        .toString();
  }
}
