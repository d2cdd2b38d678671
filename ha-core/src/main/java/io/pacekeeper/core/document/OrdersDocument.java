package io.pacekeeper.core.document;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
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
    unconfirmedPromotions =
        Collections.unmodifiableSortedSet(new TreeSet<>(unconfirmedPromotions));
  }
}
