package io.pacekeeper.core.controller;

import io.pacekeeper.api.MonitorDefinition;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.Score;
import io.pacekeeper.core.document.ResourceState.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What administrators have a node do with its resources beside the orders of the DC: forget
 * failures, monitor, stop. None of it begins an activation, so that nothing of it can make a second
 * one; and what is or could be active is said to be so until a stop has succeeded.
 */
final class ByHand {
  /** How long a monitor may take of a resource that has none of its own. */
  static final Duration MONITOR_TIMEOUT = Duration.ofSeconds(20);

  /** How many resources an answer names. */
  private static final int MOST_NAMED = 10;

  /** What came of a request. */
  record Result(boolean done, String text) {}

  private final Services services;
  private final SortedMap<String, Result> results = new TreeMap<>();

  ByHand(Services services) {
    this.services = services;
  }

  /** Returns what has come of the operations that were asked for, by request, and forgets it. */
  SortedMap<String, Result> takeResults() {
    SortedMap<String, Result> taken = new TreeMap<>(results);
    results.clear();
    return taken;
  }

  boolean hasResults() {
    return !results.isEmpty();
  }

  /**
   * Forgets the failures of a resource, or of all: the failcount and the last failure. What could
   * not be stopped may be tried again, and counts as possibly active until that succeeds.
   */
  Result cleanup(@Nullable String resource) {
    List<String> forgotten = new ArrayList<>();
    List<String> again = new ArrayList<>();
    List<String> hanging = new ArrayList<>();
    for (Service service : selected(resource)) {
      boolean blocked = service.phase == Phase.BLOCKED;
      if (blocked && service.run != null) {
        hanging.add(service.id);
        continue;
      }
      if (blocked) {
        again.add(service.id);
        service.phase = Phase.FAILED;
      }
      if (service.failcount > 0 || service.failure != null) {
        forgotten.add(service.id + " " + count(service.failcount));
      }
      service.failcount = 0;
      service.failure = null;
    }
    if (!forgotten.isEmpty() || !again.isEmpty()) {
      services.changed();
    }
    StringBuilder text = new StringBuilder();
    if (forgotten.isEmpty()) {
      text.append("there was no failure to forget");
    } else {
      text.append("forgot the failures of ").append(list(forgotten));
    }
    if (!again.isEmpty()) {
      text.append("; what could not be stopped can be tried again: ").append(list(again));
    }
    if (!hanging.isEmpty()) {
      text.append("; an operation has not returned yet of ")
          .append(list(hanging))
          .append(", which stays blocked until it has");
    }
    return new Result(hanging.isEmpty(), text.toString());
  }

  private static String count(int failcount) {
    return failcount >= Score.INFINITY ? "(INFINITY)" : "(" + failcount + ")";
  }

  /** Forgets the failures, and has what is active monitored now. */
  Result refresh(@Nullable String resource, Moment now) {
    Result forgotten = cleanup(resource);
    TreeSet<String> active = new TreeSet<>();
    for (Service service : selected(resource)) {
      if (service.phase == Phase.STARTED) {
        active.add(service.id);
      }
    }
    services.hasten(active, now);
    String monitored =
        active.isEmpty()
            ? "; nothing is active to be monitored"
            : "; monitors now " + list(List.copyOf(active));
    return new Result(forgotten.done(), forgotten.text() + monitored);
  }

  /**
   * Runs one operation of a resource: a monitor or a stop where it is active.
   *
   * @return what came of it, or null if that will be a result later
   */
  @Nullable Result run(
      String request,
      String operation,
      String resource,
      String by,
      Moment now,
      Services.Conditions given) {
    Service service = services.find(resource);
    if (service == null || (service.phase == Phase.STOPPED && service.run == null)) {
      return new Result(operation.equals("monitor"), resource + " is not active here");
    }
    if (service.asked != null || service.isChanging()) {
      return new Result(
          false, "an operation of " + resource + " is running; try again when it is done");
    }
    if (service.phase == Phase.BLOCKED) {
      return new Result(
          false,
          "a stop of " + resource + " has failed, and nothing more is done before a cleanup");
    }
    return switch (operation) {
      case "monitor" -> monitor(request, service, now, given);
      case "stop" -> {
        service.asked = new Service.Asked(request, Operation.STOP);
        services.stopByHand(service, "asked for by " + by);
        yield null;
      }
      default ->
          new Result(
              false, "a monitor or a stop can be run by hand, but not a '" + operation + "'");
    };
  }

  private @Nullable Result monitor(
      String request, Service service, Moment now, Services.Conditions given) {
    if (service.run != null || service.isToEnd()) {
      return new Result(
          false, "an operation of " + service.id + " is running; try again when it is done");
    }
    if (!given.mayBegin()) {
      return new Result(
          false, "the node may begin nothing now: it is cut off, or its lease is about to end");
    }
    List<MonitorDefinition> defined = given.definition(service).monitors();
    service.asked = new Service.Asked(request, Operation.MONITOR);
    services.monitorByHand(
        service, defined.isEmpty() ? MONITOR_TIMEOUT : defined.get(0).timeout(), now, given);
    return null;
  }

  /** An operation has ended that may have been asked for. */
  void ended(Service service, Operation operation, @Nullable String failure, long nanos) {
    Service.Asked asked = service.asked;
    if (asked == null || (asked.operation() != operation && failure == null)) {
      return;
    }
    service.asked = null;
    String name = operation.name().toLowerCase(Locale.ROOT);
    String after = " after " + Duration.ofNanos(nanos).toMillis() + " ms";
    results.put(
        asked.request(),
        failure == null
            ? new Result(true, name + " of " + service.id + " succeeded" + after)
            : new Result(false, name + " of " + service.id + " failed" + after + ": " + failure));
  }

  private Collection<Service> selected(@Nullable String resource) {
    if (resource == null) {
      return services.all();
    }
    Service service = services.find(resource);
    return service == null ? List.of() : List.of(service);
  }

  private static String list(List<String> names) {
    int more = names.size() - MOST_NAMED;
    String named = String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMED)));
    return more > 0 ? named + " and " + more + " more" : named;
  }
}
