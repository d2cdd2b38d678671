package io.pacekeeper.core.controller;

import io.pacekeeper.api.ClonePolicy;
import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.MonitorDefinition;
import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.OperationDefinition;
import io.pacekeeper.api.PromotionPolicy;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.Score;
import io.pacekeeper.core.controller.Services.Conditions;
import io.pacekeeper.core.document.Failure;
import io.pacekeeper.core.document.ResourceState.Phase;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What follows from operations that have returned, and from failures. */
final class Returns {
  private final ServiceTable table;
  private final ByHand byHand;

  Returns(ServiceTable table, ByHand byHand) {
    this.table = table;
    this.byHand = byHand;
  }

  /** Takes in that an operation has returned, or was never begun. */
  void returned(long id, @Nullable String problem, boolean refused, Moment now, Conditions given) {
    Service service = table.returned(id);
    Service.Run run = service == null ? null : service.run;
    if (service == null || run == null) {
      return;
    }
    boolean wasActive = service.isPossiblyActive();
    boolean overdue = service.overdue;
    boolean interrupted = service.stopBlockedSince != null && !overdue;
    service.run = null;
    service.stopBlockedSince = null;
    String failure = overdue ? "timed out" : problem;
    service.overdue = false;
    table.busy.put(service.id, service);
    if (service.phase == Phase.BLOCKED) {
      // It was given up as a failed stop; only an administrator knows what is so.
      return;
    }
    switch (run.operation()) {
      case START -> {
        if (failure != null && interrupted) {
          // It was asked to give up, so that this is no failure; its stop is still to come.
          service.phase = Phase.FAILED;
          table.changed();
        } else {
          started(service, run, failure, refused, now, given);
        }
      }
      case STOP -> stopped(service, run, refused ? "was not begun" : failure, now, given);
      case PROMOTE -> {
        if (failure != null && interrupted) {
          // The same: its demotion or its stop is still to come.
          table.changed();
        } else {
          promoted(service, run, failure, refused, now, given);
        }
      }
      case DEMOTE -> demoted(service, run, refused ? "was not begun" : failure, now, given);
      case MONITOR -> {
        if (run.monitor() == Service.BY_HAND) {
          String result = refused ? "it was not begun, the lease is about to end" : failure;
          byHand.ended(service, Operation.MONITOR, result, now.nanos() - run.begunNanos());
        } else {
          // That it has timed out was counted when it did.
          monitored(service, run, refused || overdue ? null : failure, now, given);
        }
      }
    }
    table.count(service, wasActive);
  }

  private void started(
      Service service,
      Service.Run run,
      @Nullable String failure,
      boolean refused,
      Moment now,
      Conditions given) {
    table.changed();
    if (refused) {
      service.stopped();
    } else if (failure != null) {
      service.phase = Phase.FAILED;
      OnFail onFail = given.definition(service).start().onFail();
      failed(service, Operation.START, onFail, failure, now, given);
    } else {
      service.phase = Phase.STARTED;
      service.since = now.wall();
      table.scheduleMonitors(service, given.definition(service), now);
      table.out.publish(
          new ClusterEvent.ResourceStarted(table.node, service.id, service.token, took(run, now)));
      failIfSaid(service, now, given);
    }
  }

  private void stopped(
      Service service, Service.Run run, @Nullable String failure, Moment now, Conditions given) {
    if (failure != null) {
      stopFailed(service, failure, now, given);
      return;
    }
    table.changed();
    service.stopped();
    service.lockedSince = service.stopLocks ? now.wall() : null;
    byHand.ended(service, Operation.STOP, null, now.nanos() - run.begunNanos());
    table.out.publish(new ClusterEvent.ResourceStopped(table.node, service.id, took(run, now)));
  }

  private void promoted(
      Service service,
      Service.Run run,
      @Nullable String failure,
      boolean refused,
      Moment now,
      Conditions given) {
    table.changed();
    if (refused) {
      service.promoted = false;
    } else if (failure != null) {
      service.phase = Phase.FAILED;
      OnFail onFail = promotion(given.definition(service)).promote().onFail();
      failed(service, Operation.PROMOTE, onFail, failure, now, given);
    } else {
      table.scheduleMonitors(service, given.definition(service), now);
      table.out.publish(
          new ClusterEvent.ResourcePromoted(
              table.node, service.id, service.promotionToken, took(run, now)));
      failIfSaid(service, now, given);
    }
  }

  /** What could not be demoted may still be promoted, until it is stopped. */
  private void demoted(
      Service service, Service.Run run, @Nullable String failure, Moment now, Conditions given) {
    table.changed();
    if (failure == null) {
      service.promoted = false;
      service.demoteDone = service.demoteUsed;
      service.demoteReason = null;
      if (isMendedByDemotion(service)) {
        service.phase = Phase.STARTED;
      }
      if (service.phase == Phase.STARTED) {
        table.scheduleMonitors(service, given.definition(service), now);
      }
      table.out.publish(new ClusterEvent.ResourceDemoted(table.node, service.id, took(run, now)));
      return;
    }
    OperationDefinition demote = promotion(given.definition(service)).demote();
    service.phase = Phase.FAILED;
    failed(service, Operation.DEMOTE, demote.onFail(), failure, now, given);
    if (service.demoteReason != null && service.stopReason == null) {
      service.stopReason = service.demoteReason;
    }
  }

  /** Returns whether it failed in a way after which it runs on once it is demoted. */
  private static boolean isMendedByDemotion(Service service) {
    Failure failure = service.failure;
    return service.phase == Phase.FAILED && failure != null && failure.isMendedByDemotion();
  }

  private static Duration took(Service.Run run, Moment now) {
    return Duration.ofNanos(now.nanos() - run.begunNanos());
  }

  /** Returns the limits of promotions: what is not promotable any more may still be promoted. */
  static PromotionPolicy promotion(ResourceDefinition definition) {
    ClonePolicy clone = definition.cloning();
    PromotionPolicy promotion = clone == null ? null : clone.promotion();
    return promotion == null ? PromotionPolicy.DEFAULTS : promotion;
  }

  private void monitored(
      Service service, Service.Run run, @Nullable String failure, Moment now, Conditions given) {
    if (service.phase != Phase.STARTED) {
      return;
    }
    List<MonitorDefinition> defined = given.definition(service).monitors();
    if (run.monitor() >= defined.size()) {
      return;
    }
    MonitorDefinition monitor = defined.get(run.monitor());
    if (failure != null && !service.isToEnd()) {
      monitorFailed(service, monitor, failure, now, given);
    }
    if (service.phase == Phase.STARTED) {
      table.monitors.schedule(service, run.monitor(), monitor, now);
    }
  }

  /** A monitor has failed, or was found to take too long. */
  void monitorFailed(
      Service service, MonitorDefinition monitor, String failure, Moment now, Conditions given) {
    if (monitor.onFail() != OnFail.IGNORE) {
      service.phase = Phase.FAILED;
    }
    failed(service, Operation.MONITOR, monitor.onFail(), failure, now, given);
  }

  /** The service itself says that it has failed. */
  void serviceFailed(Service service, String reason, Moment now, Conditions given) {
    boolean changing = service.isChanging();
    if (changing && !service.isStopping() && !service.isDemoting()) {
      service.failedEarly = reason;
    } else if (service.phase == Phase.STARTED && !service.isStopping()) {
      fail(service, reason, now, given);
    }
  }

  private void failIfSaid(Service service, Moment now, Conditions given) {
    if (service.failedEarly != null) {
      fail(service, service.failedEarly, now, given);
    }
  }

  private void fail(Service service, String reason, Moment now, Conditions given) {
    service.phase = Phase.FAILED;
    boolean demotes =
        service.promoted
            && given.definition(service).monitors().stream()
                .anyMatch(monitor -> monitor.isFor(true) && monitor.onFail() == OnFail.DEMOTE);
    OnFail onFail = demotes ? OnFail.DEMOTE : OnFail.RESTART;
    failed(service, Operation.MONITOR, onFail, reason, now, given);
  }

  private void failed(
      Service service,
      Operation operation,
      OnFail onFail,
      String reason,
      Moment now,
      Conditions given) {
    Duration timeout = given.definition(service).failureTimeout();
    Failure last = service.failure;
    if (last != null && !timeout.isZero() && !now.wall().isBefore(last.at().plus(timeout))) {
      service.failcount = 0;
    }
    boolean fatal = operation == Operation.START && given.startFailureIsFatal();
    service.failcount = fatal ? Score.INFINITY : Score.add(service.failcount, 1);
    service.failure =
        new Failure(operation, onFail, reason.startsWith("timed out"), reason, now.wall());
    table.changed();
    table.out.publish(
        new ClusterEvent.OperationFailed(
            table.node, service.id, operation, service.failcount, reason));
  }

  /** A stop has failed, or something that has to be stopped does not return. */
  void stopFailed(Service service, String reason, Moment now, Conditions given) {
    OnFail onFail = given.definition(service).stop().onFail();
    failed(service, Operation.STOP, onFail, reason, now, given);
    service.phase = Phase.BLOCKED;
    byHand.ended(service, Operation.STOP, reason, 0);
    service.failcount = Score.INFINITY;
    service.drop();
    service.stopReason = null;
    service.demoteReason = null;
    if (onFail == OnFail.FENCE) {
      String why = "the stop of " + service.id + " failed: " + reason;
      table.out.publish(new ClusterEvent.Halting(table.node, why));
      table.out.add(new Effect.Halt(why));
    }
  }
}
