package io.pacekeeper.core.controller;

import io.pacekeeper.api.MonitorDefinition;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.Role;
import io.pacekeeper.core.controller.Services.Conditions;
import io.pacekeeper.core.document.OrderedAction;
import io.pacekeeper.core.document.OrderedAction.After;
import io.pacekeeper.core.document.ResourceState.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Begins the operations that are ordered or due, and ends those that take too long. What is
 * promoted is demoted before it is stopped, whoever has it stopped.
 */
final class Begins {
  private final ServiceTable table;
  private final Returns returns;

  Begins(ServiceTable table, Returns returns) {
    this.table = table;
    this.returns = returns;
  }

  void advance(Moment now, Conditions given) {
    List<Service> attention = new ArrayList<>(table.busy.values());
    attention.forEach(service -> expire(service, now, given));
    dropVoid(attention);
    attention.forEach(service -> beginDemote(service, now, given));
    attention.forEach(service -> beginStop(service, now, given));
    attention.forEach(service -> beginStart(service, now, given));
    attention.forEach(service -> beginPromote(service, now, given));
    beginMonitors(now, given);
    table.busy.values().removeIf(service -> service.run == null && !service.isOutstanding());
  }

  private void expire(Service service, Moment now, Conditions given) {
    Service.Run run = service.run;
    if (run == null || service.phase == Phase.BLOCKED) {
      return;
    }
    boolean late = now.nanos() - run.deadlineNanos() >= 0;
    Duration stopTimeout = given.definition(service).stop().timeout();
    if (run.operation() == Operation.STOP) {
      if (late) {
        table.out.add(new Effect.InterruptOperation(run.id()));
        returns.stopFailed(
            service, "timed out after " + stopTimeout.toMillis() + " ms", now, given);
      }
      return;
    }
    if (late && !service.overdue) {
      service.overdue = true;
      if (service.stopBlockedSince == null) {
        service.stopBlockedSince = now.nanos();
      }
      table.out.add(new Effect.InterruptOperation(run.id()));
      if (run.operation() == Operation.MONITOR) {
        monitorIsLate(service, run, now, given);
      }
    }
    Long since = service.stopBlockedSince;
    if (since != null && now.nanos() - since - stopTimeout.toNanos() >= 0) {
      String name = run.operation().name().toLowerCase(Locale.ROOT);
      returns.stopFailed(service, "its " + name + " did not return when interrupted", now, given);
    }
  }

  private void monitorIsLate(Service service, Service.Run run, Moment now, Conditions given) {
    List<MonitorDefinition> defined = given.definition(service).monitors();
    if (run.monitor() != Service.BY_HAND
        && service.phase == Phase.STARTED
        && !service.isToEnd()
        && run.monitor() < defined.size()) {
      MonitorDefinition monitor = defined.get(run.monitor());
      String reason = "timed out after " + monitor.timeout().toMillis() + " ms";
      returns.monitorFailed(service, monitor, reason, now, given);
    }
  }

  private void beginDemote(Service service, Moment now, Conditions given) {
    OrderedAction ordered = service.demote;
    boolean isOrdered = ordered != null && isSatisfied(service, ordered);
    boolean toStop = isStopWanted(service);
    boolean wanted = service.demoteReason != null || isOrdered || (toStop && service.promoted);
    if (!wanted || service.phase == Phase.BLOCKED || service.isDemoting() || service.isStopping()) {
      return;
    }
    if (service.run != null) {
      interrupt(service, now);
      return;
    }
    if (!service.promoted || service.phase == Phase.STOPPED) {
      useDemote(service);
      service.demoteDone = service.demoteUsed;
      service.demoteReason = null;
      table.changed();
      return;
    }
    if (toStop && hasFailedToDemote(service)) {
      return; // Its stop has to do without.
    }
    if (!table.hasRoomFor(Operation.DEMOTE)) {
      return;
    }
    String reason =
        reason(service.demoteReason, service.stopReason, isOrdered ? ordered : service.stop);
    useDemote(service);
    table.out.add(new Effect.RevokeActivation(service.id, service.promotionToken));
    Duration timeout = Returns.promotion(given.definition(service)).demote().timeout();
    table.run(service, Operation.DEMOTE, -1, timeout, right(service, given, true), reason, now);
  }

  private static boolean hasFailedToDemote(Service service) {
    return service.phase == Phase.FAILED
        && service.failure != null
        && service.failure.operation() == Operation.DEMOTE;
  }

  private static String reason(
      @Nullable String own, @Nullable String other, @Nullable OrderedAction ordered) {
    if (own != null) {
      return own;
    }
    return other != null || ordered == null ? String.valueOf(other) : ordered.reason();
  }

  private boolean isStopWanted(Service service) {
    OrderedAction ordered = service.stop;
    return service.stopReason != null || (ordered != null && isSatisfied(service, ordered));
  }

  private void interrupt(Service service, Moment now) {
    Service.Run run = service.run;
    if (run != null && service.stopBlockedSince == null && !service.isDemoting()) {
      service.stopBlockedSince = now.nanos();
      table.out.add(new Effect.InterruptOperation(run.id()));
    }
  }

  private void beginStop(Service service, Moment now, Conditions given) {
    OrderedAction ordered = service.stop;
    if (!isStopWanted(service) || service.phase == Phase.BLOCKED || service.isStopping()) {
      return;
    }
    if (service.run != null) {
      interrupt(service, now);
      return;
    }
    if (service.phase == Phase.STOPPED) {
      useStop(service);
      service.stopDone = service.stopUsed;
      service.stopReason = null;
      table.changed();
      return;
    }
    if ((service.promoted && !hasFailedToDemote(service)) || !table.hasRoomFor(Operation.STOP)) {
      return;
    }
    String reason = reason(service.stopReason, null, ordered);
    service.stopLocks = service.stopReason == null && ordered != null && ordered.locks();
    useStop(service);
    if (service.promoted) {
      table.out.add(new Effect.RevokeActivation(service.id, service.promotionToken));
    }
    table.out.add(new Effect.RevokeActivation(service.id, service.token));
    table.run(
        service,
        Operation.STOP,
        -1,
        given.definition(service).stop().timeout(),
        right(service, given, false),
        reason,
        now);
  }

  static void useStop(Service service) {
    if (service.stop != null) {
      service.stopUsed = service.stop.token();
      service.stop = null;
    }
  }

  private static void useDemote(Service service) {
    if (service.demote != null) {
      service.demoteUsed = service.demote.token();
      service.demote = null;
    }
  }

  private void beginStart(Service service, Moment now, Conditions given) {
    OrderedAction ordered = service.start;
    if (ordered == null || service.run != null || service.stop != null) {
      return;
    }
    boolean active = service.phase != Phase.STOPPED && service.stopReason == null;
    if (service.phase == Phase.BLOCKED || active) {
      // Nothing to start, and no stop before it that is still to come.
      service.startUsed = ordered.token();
      service.start = null;
      table.changed();
      return;
    }
    if (service.phase != Phase.STOPPED
        || !given.mayBegin()
        || !table.hasRoomFor(Operation.START)
        || !isSatisfied(service, ordered)) {
      return;
    }
    boolean wasActive = service.isPossiblyActive();
    service.startUsed = ordered.token();
    service.start = null;
    service.token = ordered.token();
    service.lockedSince = null;
    table.run(
        service,
        Operation.START,
        -1,
        given.definition(service).start().timeout(),
        right(service, given, false),
        ordered.reason(),
        now);
    table.count(service, wasActive);
  }

  private void beginPromote(Service service, Moment now, Conditions given) {
    OrderedAction ordered = service.promote;
    if (ordered == null || service.run != null || service.start != null || service.isToEnd()) {
      return;
    }
    if (service.phase != Phase.STARTED || service.promoted) {
      // Nothing to promote, and no start before it that is still to come.
      service.promoteUsed = ordered.token();
      service.promote = null;
      table.changed();
      return;
    }
    if (!given.mayBegin()
        || !table.hasRoomFor(Operation.PROMOTE)
        || !isSatisfied(service, ordered)) {
      return;
    }
    service.promoteUsed = ordered.token();
    service.promote = null;
    service.promotionToken = ordered.token();
    service.promoted = true;
    Duration timeout = Returns.promotion(given.definition(service)).promote().timeout();
    table.run(
        service,
        Operation.PROMOTE,
        -1,
        timeout,
        right(service, given, true),
        ordered.reason(),
        now);
  }

  private boolean isSatisfied(Service service, OrderedAction action) {
    for (After after : action.after()) {
      if (!isDone(service, after)) {
        return false;
      }
    }
    return true;
  }

  private boolean isDone(Service service, After after) {
    Service other = table.services.get(after.resource());
    if (other != null && wasDone(other, after)) {
      return true;
    }
    if (other == null) {
      return after.operation() == Operation.STOP || after.operation() == Operation.DEMOTE;
    }
    boolean inactive = other.phase == Phase.STOPPED && other.run == null;
    boolean rests = other.phase == Phase.STARTED && !other.isChanging();
    return switch (after.operation()) {
      case START -> rests;
      case STOP -> inactive && (other == service || other.stop == null);
      case PROMOTE -> rests && other.promoted;
      case DEMOTE -> inactive || isDemoted(other, service);
      case MONITOR -> true;
    };
  }

  /** What was stopped or demoted by the same order may have been started or promoted since. */
  private boolean wasDone(Service other, After after) {
    Long token = table.ordered.get(after);
    return token != null
        && ((after.operation() == Operation.STOP && other.stopDone >= token)
            || (after.operation() == Operation.DEMOTE && other.demoteDone >= token));
  }

  /** A demotion that failed is done with for the stop that follows it, and for nothing else. */
  private static boolean isDemoted(Service other, Service waiting) {
    boolean over = !other.promoted || (other == waiting && hasFailedToDemote(other));
    return over && !other.isChanging() && other.demote == null;
  }

  /**
   * Drops what waits for something of the same order that has failed or was dropped: it would wait
   * for ever. The DC orders it anew, or something else.
   */
  private void dropVoid(List<Service> attention) {
    boolean again = true;
    while (again) {
      again = false;
      for (Service service : attention) {
        if (isVoid(service.start) || isVoid(service.promote)) {
          service.drop();
          table.changed();
          again = true;
        } else if (isVoid(service.stop)) {
          useStop(service);
          table.changed();
          again = true;
        } else if (isVoid(service.demote)) {
          useDemote(service);
          table.changed();
          again = true;
        }
      }
    }
  }

  private boolean isVoid(@Nullable OrderedAction action) {
    if (action != null) {
      for (After after : action.after()) {
        if (isVoid(after)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isVoid(After after) {
    Service other = table.services.get(after.resource());
    return switch (after.operation()) {
      case START ->
          other == null
              || (other.start == null && !other.isStarting() && other.phase != Phase.STARTED);
      case PROMOTE ->
          other == null
              || (other.promote == null && !(other.phase == Phase.STARTED && other.promoted));
      case STOP -> other != null && other.phase == Phase.BLOCKED;
      default -> false;
    };
  }

  private void beginMonitors(Moment now, Conditions given) {
    while (table.monitors.isDue(now)) {
      if (!table.hasRoomFor(Operation.MONITOR)) {
        return;
      }
      MonitorQueue.Due due = table.monitors.remove();
      Service service = table.service(due.resource());
      ResourceDefinition definition = given.definition(service);
      if (service.phase != Phase.STARTED
          || service.activation != due.activation()
          || due.monitor() >= definition.monitors().size()) {
        continue;
      }
      MonitorDefinition monitor = definition.monitors().get(due.monitor());
      boolean held = service.run != null || service.isToEnd();
      if (held || !given.mayBegin() || given.leftAlone().apply(definition)) {
        table.monitors.schedule(service, due.monitor(), monitor, now);
        continue;
      }
      table.busy.put(service.id, service);
      table.run(
          service,
          Operation.MONITOR,
          due.monitor(),
          monitor.timeout(),
          right(service, given, service.promoted),
          "recurring",
          now);
    }
  }

  void monitorByHand(Service service, Duration timeout, Moment now, Conditions given) {
    table.busy.put(service.id, service);
    table.run(
        service,
        Operation.MONITOR,
        Service.BY_HAND,
        timeout,
        right(service, given, service.promoted),
        "by hand",
        now);
  }

  /** Returns the right under which an operation runs, of its start or of its promotion. */
  private static Effect.Right right(Service service, Conditions given, boolean promotion) {
    ResourceDefinition definition = given.definition(service);
    Role role =
        promotion ? Role.PROMOTED : definition.isPromotable() ? Role.UNPROMOTED : Role.STARTED;
    return new Effect.Right(
        role,
        promotion ? service.promotionToken : service.token,
        promotion || !definition.isAnonymousClone());
  }
}
