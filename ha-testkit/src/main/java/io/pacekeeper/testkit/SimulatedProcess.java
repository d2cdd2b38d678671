package io.pacekeeper.testkit;

import io.pacekeeper.api.Operation;
import io.pacekeeper.core.controller.Controller;
import io.pacekeeper.core.controller.ControllerOptions;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.scheduler.SchedulerRun;
import io.pacekeeper.runtime.NodeLoop;
import io.pacekeeper.testkit.invariant.Happening;
import org.jspecify.annotations.Nullable;

/**
 * One process of a node: the production loop and controller, on simulated hands. It can be paused
 * and killed at any moment, and is never resurrected: a restart makes another one.
 */
final class SimulatedProcess {
  private static final long MICRO = 1_000;

  private final SimulatedCluster cluster;
  private final String name;
  private final String node;
  private final SkewedClock clock;
  private final ProcessTimeline timeline;
  private final Dice dice;
  private final InMemoryLayer layer;
  private final SimulatedGuard guard;
  private final SimulatedCompanionship companionship;
  private final SimulatedOperations operations;
  private final NodeLoop loop;
  private String incarnation;
  private int incarnations;
  private boolean stepping;
  private long wakeDue = Long.MAX_VALUE;
  private @Nullable SchedulerRun lastRun;

  SimulatedProcess(SimulatedCluster cluster, SimulatedNode node, int number) {
    this.cluster = cluster;
    this.node = node.name();
    this.name = node.name() + "/" + number;
    this.incarnation = name + ".0";
    this.clock = node.clock();
    this.dice = cluster.dice();
    this.timeline = new ProcessTimeline(cluster.queue());
    this.layer = new InMemoryLayer(cluster.store(), timeline, name);
    ControllerOptions options = cluster.options().controller(this.node, number, this::draw);
    this.companionship = new SimulatedCompanionship(cluster, this, timeline);
    long killBudget = options.lease().killBudget().toNanos();
    this.guard = new SimulatedGuard(timeline, clock, dice, killBudget, companionship, this::end);
    this.operations =
        new SimulatedOperations(
            name,
            timeline,
            guard,
            companionship::permits,
            cluster.behaviour(),
            cluster.ledger(),
            cluster::happen);
    this.loop =
        new NodeLoop(
            new Controller(options),
            new NodeLoop.Hands(
                layer,
                operations,
                new SimulatedFencer(
                    name, timeline, () -> guard.permits(Operation.START), cluster.devices()),
                guard,
                node::measure,
                event -> cluster.happen(new Happening.Told(name, event)),
                this::scheduled,
                this::finished),
            clock,
            this::wake);
  }

  private void scheduled(SchedulerRun run) {
    if (run.isNewsAfter(lastRun)) {
      lastRun = run;
      cluster.happen(new Happening.Scheduled(name, run));
    }
  }

  void start() {
    cluster.happen(new Happening.ProcessStarted(name, node));
    companionship.start();
    layer.start(loop::post);
    wake();
  }

  String name() {
    return name;
  }

  String incarnation() {
    return incarnation;
  }

  SkewedClock clock() {
    return clock;
  }

  SimulatedCompanionship companionship() {
    return companionship;
  }

  InMemoryLayer layer() {
    return layer;
  }

  SimulatedOperations operations() {
    return operations;
  }

  void post(Input input) {
    timeline.after(0, () -> loop.post(input));
  }

  boolean isAlive() {
    return !timeline.isOver();
  }

  boolean isPaused() {
    return timeline.isPaused();
  }

  /** Returns whether what it runs can act; see {@code World.canAct}. */
  boolean canAct() {
    return isAlive() && !(isPaused() && guard.isOver() && !companionship.guards());
  }

  /** Returns whether the lease gives the incarnation a right to be active still. */
  boolean mayBeActive(String asked) {
    return isAlive() && asked.equals(incarnation) && guard.hasRight();
  }

  /** Returns how much it has done: what it heard, thought, sent and ran. */
  long steps() {
    return timeline.events();
  }

  /** Has something happen to it when it has done so much more. */
  void strikeAfter(long moreSteps, Runnable whatHappens) {
    timeline.strikeAfter(moreSteps, whatHappens);
  }

  void pause() {
    if (isAlive() && !isPaused()) {
      timeline.pause();
      layer.pause();
      cluster.happen(new Happening.ProcessPaused(name));
    }
  }

  /**
   * Lets it go on where it was, after its guard.
   *
   * @param connectionLost whether it takes its connection for lost before it reads what has arrived
   */
  void resume(boolean connectionLost) {
    if (!isAlive() || !isPaused()) {
      return;
    }
    if (guard.isOver()) {
      // Threads in the middle of something run until the guard's does, which ends them all.
      operations.write();
    }
    guard.look();
    if (!isAlive()) {
      return;
    }
    if (connectionLost) {
      layer.breakConnection(0, 0, 0, 0);
    }
    timeline.resume();
    layer.resume();
    cluster.happen(new Happening.ProcessResumed(name));
  }

  /** Is gone at once, with everything that it ran. */
  void end(String reason) {
    if (isAlive()) {
      timeline.end();
      layer.abandon();
      cluster.happen(new Happening.ProcessEnded(name, reason));
      companionship.jvmEnded();
      cluster.ended(this);
    }
  }

  /** Has left: closes the session and ends. */
  private void finished(String reason) {
    layer.close();
    companionship.dismiss();
    timeline.after(dice.between(MICRO, 1_000 * MICRO), () -> end("it has finished: " + reason));
  }

  private String draw() {
    incarnation = name + "." + ++incarnations;
    return incarnation;
  }

  private void wake() {
    if (!stepping) {
      stepping = true;
      timeline.after(dice.between(5 * MICRO, 300 * MICRO), this::step);
    }
  }

  private void step() {
    stepping = false;
    if (loop.runOne()) {
      wake();
      return;
    }
    long at = loop.wakeAtNanos();
    if (at != Long.MAX_VALUE) {
      long due = Math.max(clock.driverNanosAt(at), timeline.nanos());
      if (due < wakeDue || wakeDue <= timeline.nanos()) {
        wakeDue = due;
        timeline.after(due - timeline.nanos(), this::wake);
      }
    }
  }
}
