package io.pacekeeper.core.controller;

import io.pacekeeper.api.Operation;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.document.OrderedAction.After;
import io.pacekeeper.core.document.ResourceState.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the parts that care for the resources of a node share: the services, and what runs. */
final class ServiceTable {
  final String node;
  final Outbox out;
  final SortedMap<String, Service> services = new TreeMap<>();

  /** Those of which something is ordered, wanted or running. */
  final SortedMap<String, Service> busy = new TreeMap<>();

  /** The tokens of what the newest order names. */
  final Map<After, Long> ordered = new HashMap<>();

  final MonitorQueue monitors = new MonitorQueue();
  private final int parallel;
  private final Map<Long, Service> running = new HashMap<>();
  private long lastOperation;

  /** How many of what runs are stops and demotions, which have a limit of their own. */
  private int runningEnds;

  private int possiblyActive;
  private boolean changed;

  ServiceTable(String node, int parallel, Outbox out) {
    this.node = node;
    this.parallel = parallel;
    this.out = out;
  }

  void clear() {
    services.clear();
    busy.clear();
    ordered.clear();
    monitors.clear();
    changed = true;
  }

  /** Returns one, which is known from now on. */
  Service service(String id) {
    return services.computeIfAbsent(id, Service::new);
  }

  /** Returns how many are or could be active. */
  int possiblyActive() {
    return possiblyActive;
  }

  /** Takes in that one may be active now, or is no more. */
  void count(Service service, boolean wasActive) {
    possiblyActive += (service.isPossiblyActive() ? 1 : 0) - (wasActive ? 1 : 0);
  }

  /** What the report says has changed. */
  void changed() {
    changed = true;
  }

  /** Returns whether what the report says has changed, and forgets that. */
  boolean takeChanged() {
    boolean result = changed;
    changed = false;
    return result;
  }

  /** Returns whether one more operation may run of those that are limited together with this. */
  boolean hasRoomFor(Operation operation) {
    return isEnd(operation) ? runningEnds < parallel : running.size() - runningEnds < parallel;
  }

  private static boolean isEnd(Operation operation) {
    return operation == Operation.STOP || operation == Operation.DEMOTE;
  }

  /** Runs an operation. */
  void run(
      Service service,
      Operation operation,
      int monitor,
      Duration timeout,
      Effect.Right right,
      String reason,
      Moment now) {
    long id = ++lastOperation;
    service.run =
        new Service.Run(id, operation, monitor, now.nanos(), now.nanos() + timeout.toNanos());
    service.overdue = false;
    service.stopBlockedSince = null;
    service.failedEarly = null;
    running.put(id, service);
    runningEnds += isEnd(operation) ? 1 : 0;
    out.add(new Effect.RunOperation(id, operation, service.id, right, reason));
  }

  /** Returns whose operation has returned, or null if that is not known. */
  @Nullable Service returned(long id) {
    Service service = running.remove(id);
    if (service == null || service.run == null) {
      return null;
    }
    runningEnds -= isEnd(service.run.operation()) ? 1 : 0;
    return service;
  }

  /** Schedules the monitors of what is active, for the role that it has now. */
  void scheduleMonitors(Service service, ResourceDefinition definition, Moment now) {
    service.activation++;
    for (int i = 0; i < definition.monitors().size(); i++) {
      if (definition.monitors().get(i).isFor(service.promoted)) {
        monitors.schedule(service, i, definition.monitors().get(i), now);
      }
    }
  }

  /**
   * Returns what could not be stopped, if that is all that may be active: nothing more is tried
   * then.
   */
  List<String> givenUp() {
    List<String> blocked = new ArrayList<>();
    if (possiblyActive > 0) {
      for (Service service : services.values()) {
        if (service.phase == Phase.BLOCKED) {
          blocked.add(service.id);
        }
      }
    }
    return blocked.size() == possiblyActive ? blocked : List.of();
  }

  /** Returns when something is due by time alone; MAX_VALUE for nothing. */
  long wakeAtNanos(Services.Conditions given) {
    long wake = Long.MAX_VALUE;
    for (Service service : running.values()) {
      if (service.run == null || service.phase == Phase.BLOCKED) {
        continue;
      }
      if (!service.overdue) {
        wake = Wake.earlier(wake, service.run.deadlineNanos());
      }
      if (service.stopBlockedSince != null) {
        Duration stopTimeout = given.definition(service).stop().timeout();
        wake = Wake.earlier(wake, service.stopBlockedSince + stopTimeout.toNanos());
      }
    }
    return monitors.isEmpty() || !hasRoomFor(Operation.MONITOR)
        ? wake
        : Wake.earlier(wake, monitors.wakeAtNanos());
  }
}
