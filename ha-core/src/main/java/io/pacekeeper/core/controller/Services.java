package io.pacekeeper.core.controller;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.Requires;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.document.OrderNumber;
import io.pacekeeper.core.document.OrderedAction;
import io.pacekeeper.core.document.OrderedAction.After;
import io.pacekeeper.core.document.OrdersDocument;
import io.pacekeeper.core.document.ResourceState;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
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
      Function<ResourceDefinition, Boolean> leftAlone) {

    ResourceDefinition definition(Service service) {
      return definitions.apply(service.resource);
    }
  }

  /** What is to become of a service that the node itself ends. */
  enum End {
    /** It goes on. */
    NONE,
    /** It goes on, but not promoted. */
    DEMOTED,
    /** It is stopped. */
    STOPPED
  }

  private final ServiceTable table;
  private final Returns returns;
  private final Begins begins;
  private final ByHand byHand = new ByHand(this);
  private OrderNumber consumed = OrderNumber.NONE;

  Services(String node, int parallel, Outbox out) {
    table = new ServiceTable(node, parallel, out);
    returns = new Returns(table, byHand);
    begins = new Begins(table, returns);
  }

  /** Forgets what was, for a new incarnation; nothing may be active. */
  void reset() {
    if (isArmed()) {
      throw new IllegalStateException("a new incarnation begins while something may be active");
    }
    table.clear();
    consumed = OrderNumber.NONE;
  }

  /** Takes in what has been kept for this node since its former life left. */
  void keep(SortedMap<String, ResourceState> locked) {
    locked.forEach(
        (id, state) -> {
          Service service = table.service(id);
          service.token = state.token();
          service.lockedSince = state.lockedSince();
        });
  }

  OrderNumber consumed() {
    return consumed;
  }

  /** Returns whether anything is or could be active, or runs. */
  boolean isArmed() {
    return table.possiblyActive() > 0;
  }

  /** Returns whether anything is or could be active in a way in which it may be only once. */
  boolean isExclusivelyArmed(Function<String, ResourceDefinition> definitions) {
    if (isArmed()) {
      for (Service service : table.services.values()) {
        if (service.isPossiblyActive()
            && isExclusive(definitions.apply(service.resource), service.promoted)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Returns whether what is active under this definition may be so only once: all but the instances
   * of an anonymous clone that are not promoted.
   */
  static boolean isExclusive(ResourceDefinition definition, boolean promoted) {
    return definition.requires() == Requires.FENCING
        && (!definition.isAnonymousClone() || promoted);
  }

  /** Returns whether everything that was ordered has been done. */
  boolean isQuiet() {
    return table.busy.values().stream().noneMatch(Service::isOutstanding);
  }

  /** Returns on how many resources something that was ordered is still to be done. */
  long outstanding() {
    return table.busy.values().stream().filter(Service::isOutstanding).count();
  }

  /**
   * Returns what could not be stopped, if that is all that may be active: nothing more is tried
   * then.
   */
  List<String> givenUp() {
    return table.givenUp();
  }

  /** Returns whether what the report says has changed, and forgets that. */
  boolean takeChanged() {
    return table.takeChanged();
  }

  /** Returns what the report says of the resources. */
  SortedMap<String, ResourceState> states() {
    ImmutableSortedMap.Builder<String, ResourceState> result = ImmutableSortedMap.naturalOrder();
    for (Service service : table.services.values()) {
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
    table.changed();
    Map<Service, Long> starts = new HashMap<>();
    Map<Service, Long> promotions = new HashMap<>();
    for (Service service : table.busy.values()) {
      if (service.start != null) {
        starts.put(service, service.start.token());
      }
      if (service.promote != null) {
        promotions.put(service, service.promote.token());
      }
      service.start = null;
      service.stop = null;
      service.promote = null;
      service.demote = null;
    }
    table.ordered.clear();
    orders.actions().forEach(this::take);
    starts.forEach(
        (service, token) -> {
          if (service.start == null || service.start.token() != token) {
            service.startUsed = Math.max(service.startUsed, token);
          }
        });
    promotions.forEach(
        (service, token) -> {
          if (service.promote == null || service.promote.token() != token) {
            service.promoteUsed = Math.max(service.promoteUsed, token);
          }
        });
  }

  private void take(OrderedAction action) {
    table.ordered.put(new After(action.operation(), action.resource()), action.token());
    Service service = table.service(action.resource());
    boolean news = false;
    switch (action.operation()) {
      case START -> {
        news = action.token() > service.startUsed;
        service.start = news ? action : service.start;
      }
      case STOP -> {
        news = action.token() > service.stopUsed;
        service.stop = news ? action : service.stop;
      }
      case PROMOTE -> {
        news = action.token() > service.promoteUsed;
        service.promote = news ? action : service.promote;
      }
      case DEMOTE -> {
        news = action.token() > service.demoteUsed;
        service.demote = news ? action : service.demote;
      }
      case MONITOR -> {
        // Nodes monitor by themselves.
      }
    }
    if (news) {
      table.busy.put(service.id, service);
    }
  }

  /** Stops everything that may be active, and drops every order that has not begun. */
  void stopAll(String reason) {
    endAll(reason, service -> End.STOPPED);
  }

  /** Returns whether anything that may be active is to be ended. */
  boolean hasToEnd(Function<Service, End> ends) {
    if (isArmed()) {
      for (Service service : table.services.values()) {
        End end = service.isPossiblyActive() ? ends.apply(service) : End.NONE;
        if (end == End.STOPPED || (end == End.DEMOTED && service.promoted)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Ends what may be active as far as it is to, and drops every order that has not begun. */
  void endAll(String reason, Function<Service, End> ends) {
    for (Service service : table.services.values()) {
      if (service.drop()) {
        table.changed();
      }
      End end = service.isPossiblyActive() ? ends.apply(service) : End.NONE;
      if (end == End.STOPPED && service.stopReason == null) {
        service.stopReason = reason;
        table.busy.put(service.id, service);
        table.changed();
      } else if (end == End.DEMOTED && service.promoted && service.demoteReason == null) {
        service.demoteReason = reason;
        table.busy.put(service.id, service);
        table.changed();
      }
    }
  }

  /** Returns what administrators have it do. */
  ByHand byHand() {
    return byHand;
  }

  Collection<Service> all() {
    return table.services.values();
  }

  @Nullable Service find(String id) {
    return table.services.get(id);
  }

  /** What the report says has changed. */
  void changed() {
    table.changed();
  }

  /** Has the monitors of these run now. */
  void hasten(Set<String> resources, Moment now) {
    table.monitors.hasten(resources, now);
  }

  /** Stops one that is or may be active, and drops what was ordered of it and has not begun. */
  void stopByHand(Service service, String reason) {
    Begins.useStop(service);
    service.drop();
    if (service.stopReason == null) {
      service.stopReason = reason;
    }
    table.busy.put(service.id, service);
    table.changed();
  }

  /** Monitors one that is or may be active, once and beside its recurring monitors. */
  void monitorByHand(Service service, Duration timeout, Moment now, Conditions given) {
    begins.monitorByHand(service, timeout, now, given);
  }

  /** Takes in that an operation has returned, or was never begun. */
  void returned(long id, @Nullable String problem, boolean refused, Moment now, Conditions given) {
    returns.returned(id, problem, refused, now, given);
  }

  /** The service itself says that it has failed: as if a monitor had found it so. */
  void serviceFailed(String id, long token, String reason, Moment now, Conditions given) {
    Service service = table.services.get(id);
    if (service == null
        || (service.token != token && !(service.promoted && service.promotionToken == token))) {
      return;
    }
    returns.serviceFailed(service, reason, now, given);
  }

  /** The service itself says how much it is worth being promoted. */
  void promotionScore(String id, long token, int score) {
    Service service = table.services.get(id);
    boolean current =
        service != null
            && service.isPossiblyActive()
            && !service.isStopping()
            && (service.token == token || service.promotionToken == token);
    if (service != null && current && !Integer.valueOf(score).equals(service.promotionScore)) {
      service.promotionScore = score;
      table.changed();
    }
  }

  /** Begins what can begin, and ends what has taken too long. */
  void advance(Moment now, Conditions given) {
    begins.advance(now, given);
  }

  /** Returns when something is due by time alone; MAX_VALUE for nothing. */
  long wakeAtNanos(Conditions given) {
    return table.wakeAtNanos(given);
  }
}
