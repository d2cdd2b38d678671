package io.pacekeeper.core.policy.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A stable sort that bears comparisons which contradict one another, and says what then comes. */
final class MergeSort {
  private MergeSort() {}

  static <T> List<T> sorted(List<T> list, Comparator<T> order) {
    if (list.size() < 2) {
      return list;
    }
    int half = list.size() / 2;
    List<T> left = sorted(list.subList(0, half), order);
    List<T> right = sorted(list.subList(half, list.size()), order);
    List<T> merged = new ArrayList<>(list.size());
    int i = 0;
    int j = 0;
    while (i < left.size() && j < right.size()) {
      merged.add(order.compare(left.get(i), right.get(j)) <= 0 ? left.get(i++) : right.get(j++));
    }
    merged.addAll(left.subList(i, left.size()));
    merged.addAll(right.subList(j, right.size()));
    return merged;
  }
}
