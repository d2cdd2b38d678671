package io.pacekeeper.core.fencing;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.fencing.FencingAction;
import io.pacekeeper.api.fencing.FencingDeviceDefinition;
import io.pacekeeper.api.fencing.FencingResult;
import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.FencingDocument.Attempt;
import io.pacekeeper.core.document.FencingDocument.Confirmation;
import io.pacekeeper.core.document.FencingDocument.Means;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The fencing of one incarnation of one node: goes through the levels of its topology, and in each
 * through its devices, until all devices of one level have succeeded. Told when time has passed and
 * what was answered; says which device is to be asked next.
 *
 * <p>Only a success confirms anything. A failure and what nobody knows lead to the next attempt,
 * level or round, in that order; there is no last round.
 */
final class VictimFencing {
  /** How long is waited between two attempts at one device, which may just have been busy. */
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);

  /** How long is waited after the first round in which every level failed; doubled each time. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** How long is waited between rounds after as many as {@code stonith-max-attempts}. */
  static final Duration RARELY = Duration.ofMinutes(5);

  /** How much later than its timeout a call counts as unanswered, if nobody said anything. */
  static final Duration GRACE = Duration.ofSeconds(1);

  private final FencingRequests.Victim victim;
  private final FencingAction action;
  private final String dc;
  private final double spread;
  private final List<ClusterEvent> events = new ArrayList<>();

  private FencingSetup setup;
  private Duration extraDelay;
  private List<FencingLevel> levels = List.of();
  private int level;
  private List<FencingLevel.Task> tasks = List.of();
  private int task;
  private int attempt;
  private int rounds;

  /** Before this moment nothing is begun. */
  private long dueAtNanos;

  /** When the device at hand has had its time; null before it is asked for the first time. */
  private @Nullable Long deviceUntilNanos;

  private @Nullable FencingCall call;
  private long callUntilNanos;
  private @Nullable Confirmation confirmation;

  /** What failed and is not yet known to be written down, of levels that are over. */
  private final List<Attempt> unwritten = new ArrayList<>();

  /** What failed at the level at hand. */
  private final List<Attempt> failed = new ArrayList<>();

  /**
   * Makes one that begins at once.
   *
   * @param action {@code OFF} or {@code REBOOT}
   * @param dc the node that has it fenced
   * @param spread chance, from 0 to below 1
   */
  VictimFencing(
      FencingRequests.Victim victim,
      FencingAction action,
      String dc,
      double spread,
      FencingSetup setup,
      long nowNanos) {
    this.victim = victim;
    this.action = action;
    this.dc = dc;
    this.spread = spread;
    this.setup = setup;
    this.extraDelay = victim.delay();
    this.dueAtNanos = nowNanos;
  }

  String incarnation() {
    return victim.incarnation();
  }

  /** Returns what there is to tell since this was asked last. */
  List<ClusterEvent> takeEvents() {
    List<ClusterEvent> taken = List.copyOf(events);
    events.clear();
    return taken;
  }

  /** Takes another setup; what has failed by the former one is tried again at once. */
  void use(FencingSetup newest, long nowNanos) {
    if (!newest.equals(setup)) {
      setup = newest;
      if (isPausing()) {
        dueAtNanos = nowNanos;
      }
    }
  }

  /** Returns the call that has not been answered, or null. */
  @Nullable FencingCall call() {
    return call;
  }

  /** Returns what is known, or null before a level has succeeded. */
  @Nullable Confirmation confirmation() {
    return confirmation;
  }

  /** Returns whether a device has been asked, or is about to be, and no level is over yet. */
  boolean isInRound() {
    return !tasks.isEmpty() && confirmation == null;
  }

  /** Returns whether nothing is to be done any more. */
  boolean isDone() {
    return confirmation != null && call == null && task >= tasks.size();
  }

  private boolean isPausing() {
    return tasks.isEmpty() && rounds > 0;
  }

  /** Returns what failed and has not been written down. */
  List<Attempt> unwritten(FencingDocument known) {
    unwritten.removeIf(known.attempts()::contains);
    return List.copyOf(unwritten);
  }

  /** Lets a call run out that nobody has answered. */
  void expire(long nowNanos, Instant wall) {
    FencingCall open = call;
    if (open != null && nowNanos - callUntilNanos >= 0) {
      answered(open, FencingResult.unknown("there was no answer in time"), nowNanos, wall);
    }
  }

  /** Takes an answer; one to a call that is over already says nothing. */
  void answered(FencingCall answered, FencingResult result, long nowNanos, Instant wall) {
    if (!answered.equals(call)) {
      return;
    }
    call = null;
    FencingLevel.Task current = tasks.get(task);
    if (result.isSuccess()) {
      nextTask(nowNanos);
      if (confirmation == null && tasks.stream().skip(task).noneMatch(this::isolates)) {
        confirm(wall);
      }
    } else {
      events.add(
          new ClusterEvent.FencingAttemptFailed(
              victim.node(), current.device().id(), word(current.action()), describe(result)));
      if (!isolates(current)) {
        nextTask(nowNanos); // It is dead; whether it comes back is another matter.
      } else {
        failed.add(attempt(current.device().id(), current.action(), result, wall));
        retry(current.device(), nowNanos, wall);
      }
    }
  }

  /**
   * Returns the device that is to be asked now, or null if there is none, because something else
   * has to happen or time has to pass.
   */
  @Nullable FencingDeviceDefinition next(long nowNanos, Instant wall) {
    if (call != null || isDone() || nowNanos - dueAtNanos < 0) {
      return null;
    }
    Long until = deviceUntilNanos;
    if (tasks.isEmpty()) {
      levels = setup.levels(victim.node());
      enter(0, nowNanos, wall);
    } else if (until != null && nowNanos - until >= 0) {
      fail(nowNanos, wall); // It was busy for too long to be asked again.
    }
    return tasks.isEmpty() || nowNanos - dueAtNanos < 0 ? null : tasks.get(task).device();
  }

  /** Asks the device that is next. */
  FencingCall begin(long id, long nowNanos) {
    FencingLevel.Task current = tasks.get(task);
    Long until = deviceUntilNanos;
    if (until == null) {
      until = nowNanos + timeout(current.device()).toNanos();
      deviceUntilNanos = until;
    }
    FencingCall begun =
        new FencingCall(
            id,
            current.device().id(),
            current.action(),
            victim.node(),
            victim.incarnation(),
            current.device().port(victim.node()),
            Duration.ofNanos(until - nowNanos));
    attempt++;
    call = begun;
    callUntilNanos = until + GRACE.toNanos();
    return begun;
  }

  /** Returns when something is due though nothing is heard; MAX_VALUE: never. */
  long wakeAtNanos(long nowNanos) {
    if (call != null) {
      return callUntilNanos;
    }
    Long until = deviceUntilNanos;
    if (isDone() || nowNanos - dueAtNanos < 0) {
      return isDone() ? Long.MAX_VALUE : dueAtNanos;
    }
    return until == null ? Long.MAX_VALUE : until;
  }

  /** Begins a level, or the next one that can be used; ends the round if there is none. */
  private void enter(int first, long nowNanos, Instant wall) {
    for (level = first; level < levels.size(); level++) {
      FencingLevel candidate = levels.get(level);
      String problem = candidate.problem();
      if (problem == null) {
        tasks = candidate.tasks(action);
        task = -1;
        nextTask(nowNanos);
        return;
      }
      String devices = String.join(",", candidate.ids());
      unwritten.add(attempt(devices, action, FencingResult.failed(problem), wall));
    }
    failRound(nowNanos);
  }

  private void nextTask(long nowNanos) {
    task++;
    attempt = 0;
    deviceUntilNanos = null;
    dueAtNanos = nowNanos;
    if (task < tasks.size() && isolates(tasks.get(task))) {
      Duration delay = tasks.get(task).device().delay(victim.node(), spread).plus(extraDelay);
      dueAtNanos = nowNanos + delay.toNanos();
      extraDelay = Duration.ZERO;
    }
  }

  /** Asks the same device again if there is time, as Pacemaker: three tenths of it at least. */
  private void retry(FencingDeviceDefinition device, long nowNanos, Instant wall) {
    Long until = deviceUntilNanos;
    long left = until == null ? 0 : until - nowNanos;
    boolean worthwhile =
        left > BETWEEN_ATTEMPTS.toNanos() && left >= timeout(device).toNanos() / 10 * 3;
    if (attempt < device.attempts() && worthwhile) {
      dueAtNanos = nowNanos + BETWEEN_ATTEMPTS.toNanos();
      return;
    }
    fail(nowNanos, wall);
  }

  private void fail(long nowNanos, Instant wall) {
    unwritten.addAll(failed);
    failed.clear();
    enter(level + 1, nowNanos, wall);
  }

  private void failRound(long nowNanos) {
    tasks = List.of();
    rounds++;
    Duration pause = pause();
    dueAtNanos = nowNanos + pause.toNanos();
    String what =
        levels.isEmpty()
            ? "no fencing device is for it"
            : "every device has failed, " + rounds + (rounds == 1 ? " time" : " times");
    events.add(new ClusterEvent.FencingFailed(victim.node(), what, pause));
  }

  private Duration pause() {
    if (rounds >= setup.options().maxAttempts()) {
      return RARELY;
    }
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(rounds - 1, 10));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  private void confirm(Instant wall) {
    unwritten.addAll(failed);
    failed.clear();
    FencingLevel used = levels.get(level);
    String how =
        (used.ids().size() == 1 ? "the device " : "the devices ")
            + String.join(" and ", used.ids());
    confirmation = new Confirmation(victim.incarnation(), Means.DEVICE, dc, wall, how);
  }

  private boolean isolates(FencingLevel.Task candidate) {
    return candidate.action().isolates();
  }

  private Duration timeout(FencingDeviceDefinition device) {
    return device.timeout().isZero() ? setup.options().timeout() : device.timeout();
  }

  private Attempt attempt(String device, FencingAction asked, FencingResult result, Instant wall) {
    return new Attempt(
        victim.incarnation(),
        device,
        level + 1,
        asked,
        result.outcome(),
        result.detail(),
        dc,
        wall);
  }

  private static String describe(FencingResult result) {
    String detail = result.detail().isEmpty() ? "it did not say why" : result.detail();
    return (result.outcome() == FencingResult.Outcome.UNKNOWN ? "unknown: " : "") + detail;
  }

  private static String word(FencingAction action) {
    return action.name().toLowerCase(Locale.ROOT);
  }
}
