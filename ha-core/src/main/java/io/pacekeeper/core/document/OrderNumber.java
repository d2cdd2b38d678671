package io.pacekeeper.core.document;

import java.util.Comparator;

/**
 * The number of an order: the term in which it was written, and its place in the term. Only grows,
 * and so do the fencing tokens made of it.
 *
 * @param term the DC's term
 * @param number its place in the term, from 1
 */
public record OrderNumber(long term, long number) implements Comparable<OrderNumber> {
  /** Before every order. */
  public static final OrderNumber NONE = new OrderNumber(0, 0);

  private static final Comparator<OrderNumber> ORDER =
      Comparator.comparingLong(OrderNumber::term).thenComparingLong(OrderNumber::number);

  public OrderNumber {
    if (term < 0 || term > TermDocument.MAX_TERM || number < 0 || number > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException("not an order number: " + term + "." + number);
    }
  }

  /** Returns the number in one long that grows as it does: a fencing token. */
  public long token() {
    return term << 32 | number;
  }

  /** Returns the order number that a fencing token was made of. */
  public static OrderNumber ofToken(long token) {
    return new OrderNumber(token >>> 32, token & 0xFFFF_FFFFL);
  }

  /** Returns the next number of the same term. */
  public OrderNumber next() {
    return new OrderNumber(term, number + 1);
  }

  @Override
  public int compareTo(OrderNumber other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return term + "." + number;
  }
}
