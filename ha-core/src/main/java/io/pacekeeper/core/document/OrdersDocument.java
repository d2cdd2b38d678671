package io.pacekeeper.core.document;

import io.pacekeeper.api.Operation;
import io.pacekeeper.core.document.ResourceState.Phase;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the DC has a node do: the node's part of the transition, with the edges inside that part.
 *
 * <p>A newer document replaces the older: of what the older one ordered, the node drops what it has
 * not begun and the newer does not name again by the same token.
 *
 * @param incarnation whom it is for; any other ignores it
 * @param number its order number
 * @param actions what is to be done
 * @param unconfirmed resources that an earlier order may have started, and of which the node had
 *     reported nothing when this was written
 * @param unconfirmedPromotions the same of what an earlier order may have promoted
 * @param sync whether the DC knows nothing of what ran here before: until the node reports this
 *     order as consumed, anything may be active
 */
public record OrdersDocument(
    String incarnation,
    OrderNumber number,
    List<OrderedAction> actions,
    SortedSet<String> unconfirmed,
    SortedSet<String> unconfirmedPromotions,
    boolean sync)
    implements Document {
  /** Makes one in which no promotion is open. */
  public OrdersDocument(
      String incarnation,
      OrderNumber number,
      List<OrderedAction> actions,
      SortedSet<String> unconfirmed,
      boolean sync) {
    this(incarnation, number, actions, unconfirmed, new TreeSet<>(), sync);
  }

  public OrdersDocument {
    actions = List.copyOf(actions);
    unconfirmed = Collections.unmodifiableSortedSet(new TreeSet<>(unconfirmed));
    unconfirmedPromotions = Collections.unmodifiableSortedSet(new TreeSet<>(unconfirmedPromotions));
  }

  /**
   * Returns what may be so on the node as long as it has not reported this order as consumed: what
   * it reported last, and whatever this order or one before it may have begun since. What is to be
   * undone cannot be relied on any more: the node does it, whatever is decided meanwhile.
   */
  public SortedMap<String, ResourceState> unreported(SortedMap<String, ResourceState> reported) {
    SortedMap<String, ResourceState> states = new TreeMap<>(reported);
    for (OrderedAction action : actions) {
      states.computeIfPresent(action.resource(), (resource, known) -> undone(known, action));
    }
    for (OrderedAction action : actions) {
      ResourceState known = states.getOrDefault(action.resource(), ResourceState.STOPPED);
      if (action.operation() == Operation.START && known.token() < action.token()) {
        states.put(
            action.resource(),
            new ResourceState(
                Phase.UNKNOWN,
                action.token(),
                known.failcount(),
                known.failure(),
                null,
                known.promotion()));
      }
    }
    for (String resource : unconfirmed) {
      ResourceState known = states.getOrDefault(resource, ResourceState.STOPPED);
      if (!known.phase().isPossiblyActive()) {
        states.put(resource, known.with(Phase.UNKNOWN));
      }
    }
    for (OrderedAction action : actions) {
      ResourceState known = states.get(action.resource());
      if (action.operation() == Operation.PROMOTE
          && known != null
          && known.promotion().token() < action.token()) {
        states.put(action.resource(), known.with(unknown(known, action.token())));
      }
    }
    for (String resource : unconfirmedPromotions) {
      ResourceState known = states.get(resource);
      if (known != null && !known.isPossiblyPromoted()) {
        states.put(resource, known.with(unknown(known, known.promotion().token())));
      }
    }
    return states;
  }

  /** Returns what is so once an action has begun, if that undoes something. */
  private static ResourceState undone(ResourceState known, OrderedAction action) {
    Phase phase = known.phase();
    PromotionState promotion = known.promotion();
    return switch (action.operation()) {
      case STOP ->
          (phase == Phase.STARTED || phase == Phase.STARTING) && known.token() < action.token()
              ? known.with(Phase.STOPPING)
              : known;
      case DEMOTE ->
          promotion.stage().isPossiblyPromoted() && promotion.token() < action.token()
              ? known.with(promotion.with(PromotionState.Stage.DEMOTING))
              : known;
      default -> known;
    };
  }

  private static PromotionState unknown(ResourceState state, long token) {
    return new PromotionState(PromotionState.Stage.UNKNOWN, token, state.promotion().score());
  }
}
