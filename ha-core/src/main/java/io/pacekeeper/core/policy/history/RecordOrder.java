package io.pacekeeper.core.policy.history;

import io.pacekeeper.core.policy.model.OperationRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The RecordOrder is which of two records of operations is the newer one. */
public final class RecordOrder {
  private RecordOrder() {}

  /** Returns the records of one resource on one node from the oldest to the newest. */
  public static List<OperationRecord> sorted(List<OperationRecord> records) {
    if (records.size() < 2) {
      return records;
    }
    List<OperationRecord> sorted = new ArrayList<>(records);
    Collections.reverse(sorted);
    return MergeSort.sorted(sorted, (one, other) -> compare(one, other, true));
  }

  /**
   * Returns a positive number if the first is newer, a negative one if it is older, 0 if that
   * cannot be told.
   *
   * @param sameNode whether both are of one node, where they do not say of which they are
   */
  static int compare(OperationRecord one, OperationRecord other, boolean sameNode) {
    String oneNode = one.onNode();
    String otherNode = other.onNode();
    boolean same = sameNode;
    if (oneNode != null && otherNode != null) {
      same = oneNode.equalsIgnoreCase(otherNode);
    }
    if (same && one.id().equals(other.id())) {
      return 0;
    }
    int a = callId(one);
    int b = callId(other);
    if (a == -1 && b == -1) {
      return 0;
    }
    if (same && a >= 0 && a < b) {
      return -1;
    }
    if (same && b >= 0 && a > b) {
      return 1;
    }
    if (a >= 0 && b >= 0) {
      return byTime(one.lastChange(), other.lastChange());
    }
    return byTransition(one, other, a, b);
  }

  private static int callId(OperationRecord record) {
    Integer callId = record.callId();
    return callId == null ? -1 : callId;
  }

  private static int byTime(long one, long other) {
    if (one >= 0 && one < other) {
      return -1;
    }
    return other >= 0 && one > other ? 1 : 0;
  }

  private static int byTransition(OperationRecord one, OperationRecord other, int a, int b) {
    TransitionKey first = TransitionKey.ofMagic(one.transitionMagic());
    TransitionKey second = TransitionKey.ofMagic(other.transitionMagic());
    if (first == null || second == null) {
      return 0;
    }
    int x = first.transition();
    int y = second.transition();
    if (!first.uuid().equalsIgnoreCase(second.uuid()) || x == y) {
      return b == -1 ? -1 : a == -1 ? 1 : 0;
    }
    if ((x >= 0 && x < y) || y == -1) {
      return -1;
    }
    return (y >= 0 && x > y) || x == -1 ? 1 : 0;
  }
}
