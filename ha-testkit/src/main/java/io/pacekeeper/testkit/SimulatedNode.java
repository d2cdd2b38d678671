package io.pacekeeper.testkit;

import io.pacekeeper.core.controller.Input;
import io.pacekeeper.testkit.invariant.Happening;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One node: a host with its clock, and whatever process it runs now. */
final class SimulatedNode {
  private final SimulatedCluster cluster;
  private final String name;
  private final SkewedClock clock;
  private final List<SimulatedProcess> twins = new ArrayList<>();
  private @Nullable SimulatedProcess process;
  private int processes;
  private int heap;

  SimulatedNode(SimulatedCluster cluster, String name, SkewedClock clock) {
    this.cluster = cluster;
    this.name = name;
    this.clock = clock;
  }

  String name() {
    return name;
  }

  SkewedClock clock() {
    return clock;
  }

  /** Returns the process that runs, or null. */
  @Nullable SimulatedProcess process() {
    SimulatedProcess current = process;
    return current != null && current.isAlive() ? current : null;
  }

  /** Has the heap of whatever process runs be so full, in percent. */
  void heap(int percent) {
    heap = percent;
  }

  Input.Measured measure() {
    return new Input.Measured(heap, 0);
  }

  /** Starts a process, unless one runs. */
  void start() {
    if (process() == null) {
      SimulatedProcess next = cluster.newProcess(this, ++processes);
      process = next;
      next.start();
    }
  }

  /** Starts a second process with the same name, by mistake. */
  void startTwin() {
    SimulatedProcess twin = cluster.newProcess(this, ++processes);
    twins.add(twin);
    cluster.happen(new Happening.Fault("a second process of " + name));
    twin.start();
  }

  void endTwins() {
    twins.forEach(twin -> twin.end("it was started by mistake"));
    twins.clear();
  }

  void kill() {
    SimulatedProcess current = process();
    if (current != null) {
      current.end("killed");
    }
  }

  void leave() {
    SimulatedProcess current = process();
    if (current != null) {
      current.post(new Input.LeaveRequested("an administrator asked for it"));
    }
  }

  void pause(long nanos, boolean connectionLost) {
    SimulatedProcess current = process();
    if (current != null && !current.isPaused()) {
      current.pause();
      cluster.queue().after(nanos, () -> current.resume(connectionLost));
    }
  }
}
