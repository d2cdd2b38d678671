package io.pacekeeper.core.controller;

import io.pacekeeper.api.Operation;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.document.OrderNumber;
import io.pacekeeper.core.document.OrderedAction;
import io.pacekeeper.core.document.OrderedAction.After;
import io.pacekeeper.core.document.OrdersDocument;
import io.pacekeeper.core.document.PromotionState;
import io.pacekeeper.core.document.PromotionState.Stage;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.ResourceState.Phase;
import io.pacekeeper.core.document.TransitionOptions;
import io.pacekeeper.core.scheduler.Transition;
import io.pacekeeper.core.scheduler.Transition.Action;
import io.pacekeeper.core.scheduler.Transition.ResourceAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Turns a transition into orders: for each node its part of the graph that depends on nothing
 * elsewhere, with the edges inside that part. What depends on another node is ordered later, when
 * that node has reported.
 */
final class Dispatch {
  /**
   * How many actions one write orders at the most, so that it stays far below the store's limit.
   */
  static final int ACTIONS_PER_WRITE = 2000;

  private final SortedMap<String, Ledger.Entry> nodes;
  private final OrderNumber number;
  private final TransitionOptions limits;

  /** How much is ordered of each node and not done, with what is ordered here. */
  private final Map<String, Integer> open = new HashMap<>();

  private int openEverywhere;

  private final SortedMap<String, List<OrderedAction>> released = new TreeMap<>();
  private final SortedMap<String, Integer> added = new TreeMap<>();
  private final Map<String, Map<After, OrderedAction>> before = new HashMap<>();

  /**
   * Makes the orders of a transition.
   *
   * @param nodes what is known of the nodes
   * @param number the number that new orders get
   * @param limits how much may be ordered and not done
   */
  Dispatch(
      Transition transition,
      SortedMap<String, Ledger.Entry> nodes,
      OrderNumber number,
      TransitionOptions limits) {
    this.nodes = nodes;
    this.number = number;
    this.limits = limits;
    nodes.forEach((node, entry) -> opened(node, open(entry)));
    Map<Integer, ResourceAction> here = new HashMap<>();
    int count = 0;
    for (Action action : transition.actions()) {
      if (!(action instanceof ResourceAction resourceAction) || count >= ACTIONS_PER_WRITE) {
        continue;
      }
      Ledger.Entry entry = nodes.get(action.node());
      List<After> after = inner(resourceAction, here);
      if (after == null || entry == null || entry.unknown() || entry.incarnation() == null) {
        continue;
      }
      if (known(resourceAction, entry) == null) {
        if (isAtLimit(action.node())) {
          continue;
        }
        opened(action.node(), 1);
      }
      here.put(action.id(), resourceAction);
      release(resourceAction, entry, after);
      count++;
    }
  }

  /** Returns the edges inside the node's part, or null if the action depends on something else. */
  private static @Nullable List<After> inner(
      ResourceAction action, Map<Integer, ResourceAction> here) {
    List<After> after = new ArrayList<>();
    for (int id : action.after()) {
      ResourceAction first = here.get(id);
      if (first == null || !first.node().equals(action.node())) {
        return null;
      }
      after.add(new After(first.operation(), first.resource()));
    }
    return after;
  }

  private void release(ResourceAction action, Ledger.Entry entry, List<After> after) {
    OrderedAction known = known(action, entry);
    long token = number.token();
    if (known != null) {
      token = known.token();
    } else {
      added.merge(action.node(), 1, Integer::sum);
    }
    released
        .computeIfAbsent(action.node(), node -> new ArrayList<>())
        .add(
            new OrderedAction(
                token,
                action.operation(),
                action.resource(),
                after,
                action.reason(),
                action.locks()));
  }

  /** Returns the same action as it was ordered before, if it is still to be done under that. */
  private @Nullable OrderedAction known(ResourceAction action, Ledger.Entry entry) {
    OrderedAction known =
        ordered(action.node(), entry.orders(), action.operation(), action.resource());
    return known != null && isOpen(known, entry) ? known : null;
  }

  /** Returns whether a limit forbids that one action more is ordered of a node. */
  private boolean isAtLimit(String node) {
    return isReached(limits.nodeActionLimit(), open.getOrDefault(node, 0))
        || isReached(limits.batchLimit(), openEverywhere);
  }

  private void opened(String node, int count) {
    open.merge(node, count, Integer::sum);
    openEverywhere += count;
  }

  private static boolean isReached(int limit, int count) {
    return limit > 0 && count >= limit;
  }

  /** Returns how much of what was ordered of a node is not done, and will be. */
  private static int open(Ledger.Entry entry) {
    OrdersDocument orders = entry.orders();
    return orders == null || entry.facts().membership() != Membership.ONLINE
        ? 0
        : (int) orders.actions().stream().filter(action -> isOpen(action, entry)).count();
  }

  private static boolean isOpen(OrderedAction action, Ledger.Entry entry) {
    ResourceState state =
        entry.facts().resources().getOrDefault(action.resource(), ResourceState.STOPPED);
    return isStillToCome(action, state, entry.consumed());
  }

  /** Returns whether an action that was ordered before is still to be done under that order. */
  private static boolean isStillToCome(OrderedAction known, ResourceState state, boolean consumed) {
    if (!consumed) {
      return true;
    }
    return switch (known.operation()) {
      case START -> isStartStillToCome(known, state);
      case STOP -> state.phase() == Phase.STOPPING;
      case PROMOTE -> isPromotionStillToCome(known, state.promotion());
      case DEMOTE -> state.promotion().stage() == Stage.DEMOTING;
      case MONITOR -> false;
    };
  }

  private static boolean isPromotionStillToCome(OrderedAction known, PromotionState state) {
    return switch (state.stage()) {
      case PROMOTING, UNKNOWN -> state.token() == known.token();
      case DEMOTING -> state.token() < known.token();
      default -> false;
    };
  }

  private static boolean isStartStillToCome(OrderedAction known, ResourceState state) {
    return switch (state.phase()) {
      case STARTING, UNKNOWN -> state.token() == known.token();
      case STOPPING -> state.token() < known.token();
      default -> false;
    };
  }

  private @Nullable OrderedAction ordered(
      String node, @Nullable OrdersDocument orders, Operation operation, String resource) {
    return before
        .computeIfAbsent(
            node,
            name -> {
              Map<After, OrderedAction> index = new HashMap<>();
              if (orders != null) {
                for (OrderedAction action : orders.actions()) {
                  index.put(new After(action.operation(), action.resource()), action);
                }
              }
              return index;
            })
        .get(new After(operation, resource));
  }

  /** Returns the orders that have to be written, by node: those with anything new in them. */
  SortedMap<String, OrdersDocument> orders() {
    SortedMap<String, OrdersDocument> result = new TreeMap<>();
    for (Map.Entry<String, Ledger.Entry> node : nodes.entrySet()) {
      Ledger.Entry entry = node.getValue();
      String incarnation = entry.incarnation();
      if (incarnation == null || !added.containsKey(node.getKey())) {
        continue;
      }
      List<OrderedAction> actions = carriedOver(entry, released.get(node.getKey()));
      result.put(
          node.getKey(),
          new OrdersDocument(
              incarnation,
              number,
              actions,
              unconfirmed(entry, actions, Operation.START, state -> state.phase() == Phase.UNKNOWN),
              unconfirmed(
                  entry,
                  actions,
                  Operation.PROMOTE,
                  state -> state.promotion().stage() == Stage.UNKNOWN),
              false));
    }
    return result;
  }

  /** Returns what is still to be done of orders that were written over, as new orders. */
  static OrdersDocument again(
      Ledger.Entry entry, String incarnation, OrdersDocument lost, OrderNumber number) {
    return new OrdersDocument(
        incarnation,
        number,
        carriedOver(entry, null),
        lost.unconfirmed(),
        lost.unconfirmedPromotions(),
        false);
  }

  /**
   * Keeps what was ordered before and may not have begun: the node drops what is not named again.
   */
  private static List<OrderedAction> carriedOver(
      Ledger.Entry entry, @Nullable List<OrderedAction> fresh) {
    List<OrderedAction> actions = new ArrayList<>(fresh == null ? List.of() : fresh);
    SortedSet<String> decided = new TreeSet<>();
    actions.forEach(action -> decided.add(action.resource()));
    OrdersDocument known = entry.orders();
    if (known != null) {
      for (OrderedAction action : known.actions()) {
        ResourceState state =
            entry.facts().resources().getOrDefault(action.resource(), ResourceState.STOPPED);
        if (!decided.contains(action.resource())
            && state.phase().isPossiblyActive()
            && isStillToCome(action, state, entry.consumed())) {
          actions.add(action);
        }
      }
    }
    return actions;
  }

  /** Returns what an earlier order may have begun, and none of these actions names again. */
  private static SortedSet<String> unconfirmed(
      Ledger.Entry entry,
      List<OrderedAction> actions,
      Operation operation,
      Predicate<ResourceState> isOpen) {
    SortedSet<String> result = new TreeSet<>();
    if (!entry.consumed()) {
      entry
          .facts()
          .resources()
          .forEach(
              (resource, state) -> {
                if (isOpen.test(state)) {
                  result.add(resource);
                }
              });
      actions.forEach(
          action -> {
            if (action.operation() == operation) {
              result.remove(action.resource());
            }
          });
    }
    return result;
  }
}
