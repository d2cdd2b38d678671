package io.pacekeeper.testkit;

import io.pacekeeper.runtime.companion.CompanionWatch;
import io.pacekeeper.runtime.companion.DeathRecord;
import io.pacekeeper.testkit.invariant.Happening;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One process of a companion: the production watch, on a simulated pipe, process and session. What
 * is written to its pipe is there although it is paused.
 *
 * <p>Where the watch would block it is left, and called again when there is something to do: what
 * it knows it keeps in itself.
 */
final class SimulatedCompanion {
  private static final long MICRO = 1_000;

  /** Leaves the watch where it would block. */
  private static final class Blocked extends RuntimeException {
    Blocked() {
      super(null, null, false, false);
    }
  }

  private final SimulatedCluster cluster;
  private final SimulatedProcess jvm;
  private final String name;
  private final Dice dice;
  private final SkewedClock clock;
  private final ProcessTimeline timeline;
  private final InMemoryLayer layer;
  private final SimulatedDeathRecord record;
  private final CompanionWatch watch;
  private final Consumer<? super SimulatedCompanion> ended;
  private final Deque<String> pipe = new ArrayDeque<>();
  private boolean pipeEnded;
  private boolean killed;
  private boolean done;
  private long wakeAt = Long.MAX_VALUE;
  private long runsSince;

  /**
   * Makes the companion of a JVM.
   *
   * @param answers takes what it answers, at the moment at which it does
   * @param ended hears of its end
   */
  SimulatedCompanion(
      SimulatedCluster cluster,
      SimulatedProcess jvm,
      String name,
      Consumer<String> answers,
      Consumer<? super SimulatedCompanion> ended) {
    this.cluster = cluster;
    this.jvm = jvm;
    this.name = name;
    this.dice = cluster.dice();
    this.ended = ended;
    this.clock = cluster.node(cluster.nodeOf(name)).clock();
    this.timeline = new ProcessTimeline(cluster.queue());
    this.runsSince = timeline.nanos();
    this.layer = new InMemoryLayer(cluster.store(), timeline, name);
    DeathRecord.Voice voice =
        new DeathRecord.Voice() {
          @Override
          public void say(String sentence) {
            cluster.happen(new Happening.Said(name, sentence));
          }

          @Override
          public void warn(String sentence) {
            say(sentence);
          }
        };
    this.record =
        new SimulatedDeathRecord(
            cluster.nodeOf(name), layer, timeline, clock, voice, () -> end("it has finished"));
    long patience = cluster.options().lease().length().multipliedBy(2).toNanos();
    this.watch = new CompanionWatch(new Jvm(), record, new Time(), answers, voice, patience);
    record.open(voice);
  }

  private final class Jvm implements CompanionWatch.Target {
    @Override
    public boolean isGone() {
      return !jvm.isAlive();
    }

    @Override
    public void kill() {
      if (!killed) {
        killed = true;
        cluster
            .queue()
            .after(
                dice.between(50 * MICRO, 5_000 * MICRO), () -> jvm.end("its companion kills it"));
      }
    }

    @Override
    public String toString() {
      return jvm.name();
    }
  }

  private final class Time implements CompanionWatch.Time {
    @Override
    public long nanos() {
      return clock.now().nanos();
    }

    @Override
    public void pause(long nanos) {
      wakeAt(timeline.nanos() + nanos);
      throw new Blocked();
    }
  }

  String name() {
    return name;
  }

  InMemoryLayer layer() {
    return layer;
  }

  boolean isAlive() {
    return !timeline.isOver();
  }

  boolean isPaused() {
    return timeline.isPaused();
  }

  /** Returns since when it has run without being held up. */
  long runsSince() {
    return runsSince;
  }

  /** Has something written to its pipe. */
  void write(String line) {
    if (!pipeEnded) {
      pipe.add(line);
      timeline.after(dice.between(5 * MICRO, 300 * MICRO), this::run);
    }
  }

  /** Has its pipe end, because the JVM is gone or has closed it. */
  void endPipe() {
    pipeEnded = true;
    timeline.after(dice.between(5 * MICRO, 300 * MICRO), this::run);
  }

  void pause() {
    if (isAlive() && !isPaused()) {
      timeline.pause();
      layer.pause();
      cluster.happen(new Happening.Said(name, "is paused"));
    }
  }

  void resume() {
    if (isAlive() && isPaused()) {
      runsSince = timeline.nanos();
      timeline.resume();
      layer.resume();
      cluster.happen(new Happening.Said(name, "is resumed"));
    }
  }

  /** Is gone at once. */
  void end(String reason) {
    if (isAlive()) {
      timeline.end();
      layer.abandon();
      cluster.happen(new Happening.Said(name, "is gone: " + reason));
      ended.accept(this);
    }
  }

  private void run() {
    wakeAt = Long.MAX_VALUE;
    if (done) {
      return;
    }
    try {
      watch.watch(this::next);
      done = true;
      if (!record.isBusy()) {
        end("it has finished");
      }
    } catch (Blocked e) {
      // It goes on when it is run again.
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private @Nullable String next(long tickAtNanos) {
    long now = clock.now().nanos();
    if (killed) {
      return CompanionWatch.tick(now);
    }
    String line = pipe.poll();
    if (line != null) {
      return line;
    }
    if (pipeEnded) {
      return null;
    }
    if (tickAtNanos != Long.MAX_VALUE && now - tickAtNanos >= 0) {
      return CompanionWatch.tick(now);
    }
    if (tickAtNanos != Long.MAX_VALUE) {
      wakeAt(clock.driverNanosAt(tickAtNanos) + dice.between(0, 500 * MICRO));
    }
    throw new Blocked();
  }

  private void wakeAt(long nanos) {
    if (nanos < wakeAt) {
      wakeAt = nanos;
      timeline.after(nanos - timeline.nanos(), this::run);
    }
  }
}
