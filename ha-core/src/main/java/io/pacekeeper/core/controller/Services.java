package io.pacekeeper.core.controller;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.MonitorDefinition;
import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.Score;
import io.pacekeeper.core.document.Failure;
import io.pacekeeper.core.document.OrderNumber;
import io.pacekeeper.core.document.OrderedAction;
import io.pacekeeper.core.document.OrderedAction.After;
import io.pacekeeper.core.document.OrdersDocument;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.ResourceState.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The resources on this node: carries out orders, each once, and watches what runs.
 *
 * <p>An order replaces the one before. What that ordered and has not begun is dropped unless the
 * new one names it again by the same token. What runs, runs on. Operations of one resource never
 * overlap.
 */
final class Services {
  /** What the surroundings allow and say, when operations are begun. */
  record Conditions(
      boolean mayBegin,
      boolean startFailureIsFatal,
      Function<String, ResourceDefinition> definitions,
      Function<ResourceDefinition, Boolean> leftAlone) {}

  private final String node;
  private final int parallel;
  private final Outbox out;
  private final SortedMap<String, Service> services = new TreeMap<>();

  /** Those of which something is ordered, wanted or running. */
  private final SortedMap<String, Service> busy = new TreeMap<>();

  private final Map<Long, Service> running = new HashMap<>();
  private final MonitorQueue monitors = new MonitorQueue();
  private final ByHand byHand = new ByHand(this);
  private OrderNumber consumed = OrderNumber.NONE;
  private long lastOperation;
  private int runningStops;
  private int possiblyActive;
  private boolean changed;

  Services(String node, int parallel, Outbox out) {
    this.node = node;
    this.parallel = parallel;
    this.out = out;
  }

  /** Forgets what was, for a new incarnation; nothing may be active. */
  void reset() {
    if (isArmed()) {
      throw new IllegalStateException("a new incarnation begins while something may be active");
    }
    services.clear();
    busy.clear();
    monitors.clear();
    consumed = OrderNumber.NONE;
    changed = true;
  }

  OrderNumber consumed() {
    return consumed;
  }

  /** Returns whether anything is or could be active, or runs. */
  boolean isArmed() {
    return possiblyActive > 0;
  }

  /** Returns whether anything of these is or could be active, or runs. */
  boolean isArmed(Predicate<String> which) {
    return isArmed()
        && services.values().stream()
            .anyMatch(service -> service.isPossiblyActive() && which.test(service.id));
  }

  /** Returns whether everything that was ordered has been done. */
  boolean isQuiet() {
    return busy.values().stream().noneMatch(Service::isOutstanding);
  }

  /** Returns on how many resources something that was ordered is still to be done. */
  long outstanding() {
    return busy.values().stream().filter(Service::isOutstanding).count();
  }

  /**
   * Returns what could not be stopped, if that is all that may be active: nothing more is tried
   * then.
   */
  List<String> givenUp() {
    List<String> blocked = new ArrayList<>();
    if (isArmed()) {
      for (Service service : services.values()) {
        if (service.phase == Phase.BLOCKED) {
          blocked.add(service.id);
        }
      }
    }
    return blocked.size() == possiblyActive ? blocked : List.of();
  }

  /** Returns whether what the report says has changed, and forgets that. */
  boolean takeChanged() {
    boolean result = changed;
    changed = false;
    return result;
  }

  /** Returns what the report says of the resources. */
  SortedMap<String, ResourceState> states() {
    ImmutableSortedMap.Builder<String, ResourceState> result = ImmutableSortedMap.naturalOrder();
    for (Service service : services.values()) {
      if (!service.isForgettable()) {
        result.put(service.id, service.state());
      }
    }
    return result.build();
  }

  /** Takes in an order, if it is newer than what was taken in before. */
  void order(OrdersDocument orders) {
    if (orders.number().compareTo(consumed) <= 0) {
      return;
    }
    consumed = orders.number();
    changed = true;
    Map<Service, Long> droppedStarts = new HashMap<>();
    for (Service service : busy.values()) {
      if (service.start != null) {
        droppedStarts.put(service, service.start.token());
      }
      service.start = null;
      service.stop = null;
    }
    for (OrderedAction action : orders.actions()) {
      Service service = services.computeIfAbsent(action.resource(), Service::new);
      if (action.operation() == Operation.START && action.token() > service.startUsed) {
        service.start = action;
        busy.put(service.id, service);
      } else if (action.operation() == Operation.STOP && action.token() > service.stopUsed) {
        service.stop = action;
        busy.put(service.id, service);
      }
    }
    droppedStarts.forEach(
        (service, token) -> {
          if (service.start == null || service.start.token() != token) {
            service.startUsed = Math.max(service.startUsed, token);
          }
        });
  }

  /** Stops everything that may be active, and drops every order that has not begun. */
  void stopAll(String reason) {
    stopAll(reason, id -> true);
  }

  /** Stops what may be active of these, and drops every order that has not begun. */
  void stopAll(String reason, Predicate<String> which) {
    for (Service service : services.values()) {
      drop(service);
      if (service.isPossiblyActive() && service.stopReason == null && which.test(service.id)) {
        service.stopReason = reason;
        busy.put(service.id, service);
        changed = true;
      }
    }
  }

  private void drop(Service service) {
    if (service.start != null) {
      service.startUsed = Math.max(service.startUsed, service.start.token());
      service.start = null;
      changed = true;
    }
    if (service.stop != null) {
      // Whoever stops everything stops this, too.
      service.stop = null;
    }
  }

  /** Returns what administrators have it do. */
  ByHand byHand() {
    return byHand;
  }

  Collection<Service> all() {
    return services.values();
  }

  @Nullable Service find(String id) {
    return services.get(id);
  }

  /** What the report says has changed. */
  void changed() {
    changed = true;
  }

  /** Has the monitors of these run now. */
  void hasten(Set<String> resources, Moment now) {
    monitors.hasten(resources, now);
  }

  /** Stops one that is or may be active, and drops what was ordered of it and has not begun. */
  void stopByHand(Service service, String reason) {
    useStop(service);
    drop(service);
    if (service.stopReason == null) {
      service.stopReason = reason;
    }
    busy.put(service.id, service);
    changed = true;
  }

  /** Monitors one that is or may be active, once and beside its recurring monitors. */
  void monitorByHand(Service service, Duration timeout, Moment now) {
    busy.put(service.id, service);
    run(service, Operation.MONITOR, Service.BY_HAND, timeout, "by hand", now);
  }

  /** Takes in that an operation has returned, or was never begun. */
  void returned(long id, @Nullable String problem, boolean refused, Moment now, Conditions given) {
    Service service = running.remove(id);
    if (service == null || service.run == null) {
      return;
    }
    Service.Run run = service.run;
    boolean wasActive = service.isPossiblyActive();
    boolean overdue = service.overdue;
    boolean interruptedForStop = service.stopBlockedSince != null && !overdue;
    service.run = null;
    service.stopBlockedSince = null;
    String failure = overdue ? "timed out" : problem;
    service.overdue = false;
    busy.put(service.id, service);
    if (service.phase == Phase.BLOCKED) {
      // It was given up as a failed stop; only an administrator knows what is so.
      runningStops -= run.operation() == Operation.STOP ? 1 : 0;
      return;
    }
    switch (run.operation()) {
      case START -> {
        if (failure != null && interruptedForStop) {
          // It was asked to give up, so that this is no failure; its stop is still to come.
          service.phase = Phase.FAILED;
          changed = true;
        } else {
          started(service, run, failure, refused, now, given);
        }
      }
      case STOP -> stopped(service, run, refused ? "was not begun" : failure, now, given);
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
    count(service, wasActive);
  }

  private void started(
      Service service,
      Service.Run run,
      @Nullable String failure,
      boolean refused,
      Moment now,
      Conditions given) {
    changed = true;
    if (refused) {
      service.phase = Phase.STOPPED;
    } else if (failure != null) {
      ResourceDefinition definition = definition(service, given);
      service.phase = Phase.FAILED;
      failed(service, Operation.START, definition.start().onFail(), failure, now, given);
    } else {
      service.phase = Phase.STARTED;
      service.activation++;
      ResourceDefinition definition = definition(service, given);
      for (int i = 0; i < definition.monitors().size(); i++) {
        monitors.schedule(service, i, definition.monitors().get(i), now);
      }
      out.publish(
          new ClusterEvent.ResourceStarted(
              node, service.id, service.token, Duration.ofNanos(now.nanos() - run.begunNanos())));
      if (service.failedEarly != null) {
        serviceFailed(service, service.failedEarly, now, given);
      }
    }
  }

  private void stopped(
      Service service, Service.Run run, @Nullable String failure, Moment now, Conditions given) {
    runningStops--;
    if (failure != null) {
      stopFailed(service, failure, now, given);
      return;
    }
    changed = true;
    service.phase = Phase.STOPPED;
    service.stopReason = null;
    byHand.ended(service, Operation.STOP, null, now.nanos() - run.begunNanos());
    out.publish(
        new ClusterEvent.ResourceStopped(
            node, service.id, Duration.ofNanos(now.nanos() - run.begunNanos())));
  }

  private void monitored(
      Service service, Service.Run run, @Nullable String failure, Moment now, Conditions given) {
    if (service.phase != Phase.STARTED) {
      return;
    }
    List<MonitorDefinition> defined = definition(service, given).monitors();
    if (run.monitor() >= defined.size()) {
      return;
    }
    MonitorDefinition monitor = defined.get(run.monitor());
    if (failure != null && !isInterruptedForStop(service)) {
      monitorFailed(service, monitor, failure, now, given);
    }
    if (service.phase == Phase.STARTED) {
      monitors.schedule(service, run.monitor(), monitor, now);
    }
  }

  private static boolean isInterruptedForStop(Service service) {
    return service.stop != null || service.stopReason != null;
  }

  private void monitorFailed(
      Service service, MonitorDefinition monitor, String failure, Moment now, Conditions given) {
    if (monitor.onFail() != OnFail.IGNORE) {
      service.phase = Phase.FAILED;
    }
    failed(service, Operation.MONITOR, monitor.onFail(), failure, now, given);
  }

  /** The service itself says that it has failed: as if a monitor had found it so. */
  void serviceFailed(String id, long token, String reason, Moment now, Conditions given) {
    Service service = services.get(id);
    if (service == null || service.token != token) {
      return;
    }
    if (service.isStarting()) {
      service.failedEarly = reason;
    } else if (service.phase == Phase.STARTED && !service.isStopping()) {
      serviceFailed(service, reason, now, given);
    }
  }

  private void serviceFailed(Service service, String reason, Moment now, Conditions given) {
    service.phase = Phase.FAILED;
    failed(service, Operation.MONITOR, OnFail.RESTART, reason, now, given);
  }

  private void failed(
      Service service,
      Operation operation,
      OnFail onFail,
      String reason,
      Moment now,
      Conditions given) {
    ResourceDefinition definition = definition(service, given);
    Duration timeout = definition.failureTimeout();
    Failure last = service.failure;
    if (last != null && !timeout.isZero() && !now.wall().isBefore(last.at().plus(timeout))) {
      service.failcount = 0;
    }
    boolean fatal = operation == Operation.START && given.startFailureIsFatal();
    service.failcount = fatal ? Score.INFINITY : Score.add(service.failcount, 1);
    service.failure =
        new Failure(operation, onFail, reason.startsWith("timed out"), reason, now.wall());
    changed = true;
    out.publish(
        new ClusterEvent.OperationFailed(node, service.id, operation, service.failcount, reason));
  }

  private void stopFailed(Service service, String reason, Moment now, Conditions given) {
    OnFail onFail = definition(service, given).stop().onFail();
    failed(service, Operation.STOP, onFail, reason, now, given);
    service.phase = Phase.BLOCKED;
    byHand.ended(service, Operation.STOP, reason, 0);
    service.failcount = Score.INFINITY;
    service.start = null;
    service.stop = null;
    service.stopReason = null;
    if (onFail == OnFail.FENCE) {
      String why = "the stop of " + service.id + " failed: " + reason;
      out.publish(new ClusterEvent.Halting(node, why));
      out.add(new Effect.Halt(why));
    }
  }

  /** Begins what can begin, and ends what has taken too long. */
  void advance(Moment now, Conditions given) {
    List<Service> attention = new ArrayList<>(busy.values());
    attention.forEach(service -> expire(service, now, given));
    attention.forEach(service -> beginStop(service, now, given));
    attention.forEach(service -> beginStart(service, now, given));
    beginMonitors(now, given);
    busy.values().removeIf(service -> service.run == null && !service.isOutstanding());
  }

  private void expire(Service service, Moment now, Conditions given) {
    Service.Run run = service.run;
    if (run == null || service.phase == Phase.BLOCKED) {
      return;
    }
    boolean late = now.nanos() - run.deadlineNanos() >= 0;
    Duration stopTimeout = definition(service, given).stop().timeout();
    if (run.operation() == Operation.STOP) {
      if (late) {
        out.add(new Effect.InterruptOperation(run.id()));
        stopFailed(service, "timed out after " + stopTimeout.toMillis() + " ms", now, given);
      }
      return;
    }
    if (late && !service.overdue) {
      service.overdue = true;
      if (service.stopBlockedSince == null) {
        service.stopBlockedSince = now.nanos();
      }
      out.add(new Effect.InterruptOperation(run.id()));
      if (run.operation() == Operation.MONITOR
          && run.monitor() != Service.BY_HAND
          && service.phase == Phase.STARTED
          && !isInterruptedForStop(service)) {
        List<MonitorDefinition> defined = definition(service, given).monitors();
        if (run.monitor() < defined.size()) {
          MonitorDefinition monitor = defined.get(run.monitor());
          String reason = "timed out after " + monitor.timeout().toMillis() + " ms";
          monitorFailed(service, monitor, reason, now, given);
        }
      }
    }
    Long since = service.stopBlockedSince;
    if (since != null && now.nanos() - since - stopTimeout.toNanos() >= 0) {
      String name = run.operation().name().toLowerCase(Locale.ROOT);
      stopFailed(service, "its " + name + " did not return when interrupted", now, given);
    }
  }

  private void beginStop(Service service, Moment now, Conditions given) {
    OrderedAction ordered = service.stop;
    boolean wanted =
        service.stopReason != null || (ordered != null && isSatisfied(service, ordered));
    if (!wanted || service.phase == Phase.BLOCKED || service.isStopping()) {
      return;
    }
    if (service.run != null) {
      if (service.stopBlockedSince == null) {
        service.stopBlockedSince = now.nanos();
        out.add(new Effect.InterruptOperation(service.run.id()));
      }
      return;
    }
    if (service.phase == Phase.STOPPED) {
      useStop(service);
      service.stopReason = null;
      changed = true;
      return;
    }
    if (runningStops >= parallel) {
      return;
    }
    String reason =
        service.stopReason != null || ordered == null
            ? String.valueOf(service.stopReason)
            : ordered.reason();
    useStop(service);
    runningStops++;
    out.add(new Effect.RevokeActivation(service.id, service.token));
    run(service, Operation.STOP, -1, definition(service, given).stop().timeout(), reason, now);
  }

  private static void useStop(Service service) {
    if (service.stop != null) {
      service.stopUsed = service.stop.token();
      service.stop = null;
    }
  }

  private void beginStart(Service service, Moment now, Conditions given) {
    OrderedAction ordered = service.start;
    if (ordered == null || service.run != null || service.stop != null) {
      return;
    }
    boolean active = service.phase != Phase.STOPPED && service.stopReason == null;
    if (service.phase == Phase.BLOCKED || (active && ordered.after().isEmpty())) {
      // Nothing to start, and no stop before it that is still to come.
      service.startUsed = ordered.token();
      service.start = null;
      changed = true;
      return;
    }
    if (service.phase != Phase.STOPPED
        || !given.mayBegin()
        || running.size() - runningStops >= parallel
        || !isSatisfied(service, ordered)) {
      return;
    }
    boolean wasActive = service.isPossiblyActive();
    service.startUsed = ordered.token();
    service.start = null;
    service.token = ordered.token();
    ResourceDefinition definition = definition(service, given);
    run(service, Operation.START, -1, definition.start().timeout(), ordered.reason(), now);
    count(service, wasActive);
  }

  private boolean isSatisfied(Service service, OrderedAction action) {
    for (After after : action.after()) {
      Service other = services.get(after.resource());
      boolean stopped = other == null || (other.phase == Phase.STOPPED && other.run == null);
      boolean pending = other != null && other != service && other.stop != null;
      boolean done =
          after.operation() == Operation.STOP
              ? stopped && !pending
              : other != null && other.phase == Phase.STARTED && other.run == null;
      if (!done) {
        return false;
      }
    }
    return true;
  }

  private void beginMonitors(Moment now, Conditions given) {
    while (monitors.isDue(now)) {
      if (running.size() - runningStops >= parallel) {
        return;
      }
      MonitorQueue.Due due = monitors.remove();
      Service service = service(due.resource());
      ResourceDefinition definition = definition(service, given);
      if (service.phase != Phase.STARTED
          || service.activation != due.activation()
          || due.monitor() >= definition.monitors().size()) {
        continue;
      }
      MonitorDefinition monitor = definition.monitors().get(due.monitor());
      boolean held = service.run != null || service.stop != null || service.stopReason != null;
      if (held || !given.mayBegin() || given.leftAlone().apply(definition)) {
        monitors.schedule(service, due.monitor(), monitor, now);
        continue;
      }
      busy.put(service.id, service);
      run(service, Operation.MONITOR, due.monitor(), monitor.timeout(), "recurring", now);
    }
  }

  private void run(
      Service service,
      Operation operation,
      int monitor,
      Duration timeout,
      String reason,
      Moment now) {
    long id = ++lastOperation;
    service.run =
        new Service.Run(id, operation, monitor, now.nanos(), now.nanos() + timeout.toNanos());
    service.overdue = false;
    service.stopBlockedSince = null;
    service.failedEarly = null;
    running.put(id, service);
    out.add(new Effect.RunOperation(id, operation, service.id, service.token, reason));
  }

  /** Returns when something is due by time alone; MAX_VALUE for nothing. */
  long wakeAtNanos(Conditions given) {
    long wake = Long.MAX_VALUE;
    for (Service service : running.values()) {
      if (service.run == null || service.phase == Phase.BLOCKED) {
        continue;
      }
      if (!service.overdue) {
        wake = Wake.earlier(wake, service.run.deadlineNanos());
      }
      if (service.stopBlockedSince != null) {
        Duration stopTimeout = definition(service, given).stop().timeout();
        wake = Wake.earlier(wake, service.stopBlockedSince + stopTimeout.toNanos());
      }
    }
    boolean room = running.size() - runningStops < parallel;
    return monitors.isEmpty() || !room ? wake : Wake.earlier(wake, monitors.wakeAtNanos());
  }

  private void count(Service service, boolean wasActive) {
    possiblyActive += (service.isPossiblyActive() ? 1 : 0) - (wasActive ? 1 : 0);
  }

  private Service service(String id) {
    Service service = services.get(id);
    if (service == null) {
      throw new IllegalStateException("nothing is known of the resource " + id);
    }
    return service;
  }

  private static ResourceDefinition definition(Service service, Conditions given) {
    return given.definitions().apply(service.id);
  }
}
