package io.pacekeeper.testkit;

import io.pacekeeper.api.Companion;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.runtime.companion.CompanionProcess;
import io.pacekeeper.runtime.companion.CompanionWatch;
import io.pacekeeper.runtime.companion.OuterGuard;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a simulated JVM does about its companion, as the production runtime does it on a thread: has
 * one started, tells it what is newest, and has another one started when it dies or does not
 * answer.
 */
final class SimulatedCompanionship {
  private static final long MICRO = 1_000;
  private static final long MILLI = 1_000 * MICRO;
  private static final String WITHOUT = "without the companion that it requires";
  private static final String NOT_YET = "its companion is not there yet, or not any more";

  private final SimulatedCluster cluster;
  private final SimulatedProcess jvm;
  private final ProcessTimeline timeline;
  private final Dice dice;
  private final CompanionProcess.Terms terms;
  private final Companion mode;
  private OuterGuard.Watched watched = new OuterGuard.Watched(null, 0, false);
  private String reason = "";
  private @Nullable SimulatedCompanion companion;
  private boolean ready;
  private boolean closing;
  private int companions;
  private long number;
  private long sent = -1;
  private long answered = -1;
  private long guardedUntil;

  /** Whether the node has been told that it is guarded. */
  private boolean told;

  SimulatedCompanionship(SimulatedCluster cluster, SimulatedProcess jvm, ProcessTimeline timeline) {
    this.cluster = cluster;
    this.jvm = jvm;
    this.timeline = timeline;
    this.dice = cluster.dice();
    this.mode = cluster.options().companion();
    this.terms = CompanionProcess.Terms.ofLease(cluster.options().lease().length());
  }

  /** Has a companion started, if there is to be one. */
  void start() {
    jvm.post(new Input.GuardChanged(NOT_YET));
    if (mode != Companion.OFF) {
      if (mode == Companion.REQUIRED) {
        jvm.post(new Input.EligibilityChanged(WITHOUT));
      }
      beginAfter(MILLI);
    }
  }

  /** Returns the companion that there is now, or null. */
  @Nullable SimulatedCompanion companion() {
    SimulatedCompanion current = companion;
    return current != null && current.isAlive() ? current : null;
  }

  /** Takes what is to be guarded from now on. */
  void watch(OuterGuard.Watched newest) {
    if (reason.isEmpty()) {
      watched = newest;
      say();
    }
  }

  /** Has the JVM killed at this time of its clock. */
  void kill(long atNanos, String why) {
    if (reason.isEmpty()) {
      watched = new OuterGuard.Watched(watched.incarnation(), atNanos, true);
      reason = why;
      say();
    }
  }

  /** Returns whether what may run once may begin, as far as the companion is concerned. */
  boolean permits() {
    return mode != Companion.REQUIRED
        || (companion() != null && watched.armed() && answered >= number);
  }

  /**
   * Returns whether the companion kills the JVM in time although nothing of that runs: it knows
   * what is newest, and has run since before it had to do something about it.
   */
  boolean guards() {
    SimulatedCompanion current = companion();
    return current != null
        && !current.isPaused()
        && watched.armed()
        && sent >= number
        && current.runsSince() <= jvm.clock().driverNanosAt(watched.killAtNanos()) - MILLI;
  }

  /** Has left: lets the companion go. */
  void dismiss() {
    closing = true;
    SimulatedCompanion current = companion();
    if (current != null && reason.isEmpty()) {
      current.write(CompanionWatch.QUIT);
    }
  }

  /** The JVM is gone. */
  void jvmEnded() {
    SimulatedCompanion current = companion();
    if (current != null) {
      cluster.queue().after(dice.between(10 * MICRO, 2 * MILLI), current::endPipe);
    }
  }

  /** Closes the pipe by mistake: the JVM lives on, and starts another companion. */
  void closePipe() {
    SimulatedCompanion current = companion();
    if (current != null) {
      current.endPipe();
      timeline.after(dice.between(MILLI, 200 * MILLI), () -> current.end("the JVM ends it"));
    }
  }

  private void say() {
    number++;
    timeline.after(dice.between(5 * MICRO, 100 * MICRO), this::send);
  }

  private void beginAfter(long nanos) {
    timeline.after(nanos + dice.between(30 * MILLI, 400 * MILLI), this::begin);
  }

  private void begin() {
    if (closing || companion() != null) {
      return;
    }
    SimulatedCompanion next =
        new SimulatedCompanion(
            cluster, jvm, jvm.name() + "#" + ++companions, this::hear, this::ended);
    companion = next;
    cluster.add(next);
    ready = true;
    sent = -1;
    answered = -1;
    send();
  }

  private void send() {
    SimulatedCompanion current = companion();
    if (current == null || !ready || sent >= number) {
      return;
    }
    sent = number;
    current.write(CompanionWatch.line(number, watched, reason));
    long told = number;
    timeline.after(
        terms.answer().toNanos(),
        () -> {
          if (current == companion && answered < told) {
            current.end("it does not answer");
          }
        });
  }

  /** The companion answers; that it has, the JVM reads a little later. */
  private void hear(String answer) {
    long acknowledged = Long.parseLong(answer.substring(answer.indexOf(' ') + 1));
    SimulatedCompanion current = companion;
    timeline.after(
        dice.between(5 * MICRO, 100 * MICRO),
        () -> {
          if (current == companion) {
            answered = Math.max(answered, acknowledged);
            guardedUntil = timeline.nanos();
            settle();
          }
        });
  }

  private void ended(SimulatedCompanion gone) {
    if (gone != companion || !jvm.isAlive() || closing) {
      return;
    }
    ready = false;
    guardedUntil = timeline.nanos();
    beginAfter(dice.logBetween(100 * MILLI, 2_000 * MILLI));
    Duration missing = terms.missing();
    timeline.after(missing.toNanos(), this::settle);
  }

  /** Tells the node whether it is guarded, and whether something can run on it therefore. */
  private void settle() {
    boolean guarded = companion() != null && answered >= 0;
    boolean missing = timeline.nanos() - guardedUntil >= terms.missing().toNanos();
    if (guarded && !told) {
      told = true;
      jvm.post(new Input.GuardChanged(""));
    } else if (!guarded && missing && told) {
      told = false;
      jvm.post(new Input.GuardChanged(NOT_YET));
    } else {
      return;
    }
    if (mode == Companion.REQUIRED) {
      jvm.post(new Input.EligibilityChanged(told ? null : WITHOUT));
    }
  }
}
