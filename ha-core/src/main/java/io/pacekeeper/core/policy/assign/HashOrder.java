package io.pacekeeper.core.policy.assign;

import io.pacekeeper.core.policy.working.AllowedNodes;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.Arrays;
import java.util.List;

/**
 * The order in which Pacemaker's hash table of nodes is walked. It decides between nodes of exactly
 * equal capacity, so it is made again here from how such a table places its keys.
 */
final class HashOrder {
  private static final int SMALLEST = 8;
  private static final int[] PRIMES = {
    1, 2, 3, 7, 13, 31, 61, 127, 251, 509, 1021, 2039, 4093, 8191, 16381, 32749, 65521, 131071
  };

  private final int[] hashes;
  private final int[] whole;

  HashOrder(WorkingSet working) {
    List<WorkingNode> nodes = working.nodes();
    hashes = new int[nodes.size()];
    int[] all = new int[nodes.size()];
    for (int node = 0; node < all.length; node++) {
      hashes[node] = nodes.get(node).id().hashCode();
      all[node] = node;
    }
    whole = place(all);
  }

  /** Returns the nodes of a table in the order of a walk; each copy places them once more. */
  int[] ascending(AllowedNodes table) {
    int size = 0;
    for (int node = 0; node < whole.length; node++) {
      size += table.contains(node) ? 1 : 0;
    }
    int[] order = size == whole.length ? whole : place(present(table, size));
    for (int copy = 0; copy < table.copies(); copy++) {
      int[] next = place(order);
      if (Arrays.equals(next, order)) {
        break;
      }
      order = next;
    }
    return order.clone();
  }

  private int[] present(AllowedNodes table, int size) {
    int[] present = new int[size];
    int at = 0;
    for (int node = 0; node < whole.length; node++) {
      if (table.contains(node)) {
        present[at++] = node;
      }
    }
    return present;
  }

  /** Returns the nodes of a table in the order of a list that was made of a walk. */
  int[] descending(AllowedNodes table) {
    int[] order = ascending(table);
    for (int low = 0, high = order.length - 1; low < high; low++, high--) {
      int swapped = order[low];
      order[low] = order[high];
      order[high] = swapped;
    }
    return order;
  }

  private int[] place(int[] inserted) {
    int[] buckets = emptyBuckets(SMALLEST);
    int used = 0;
    for (int node : inserted) {
      insert(buckets, node);
      used++;
      if (buckets.length <= used + used / 16) {
        buckets = grown(buckets);
      }
    }
    return Arrays.stream(buckets).filter(node -> node >= 0).toArray();
  }

  /** Doubles the buckets; what is in the way of a node that is moved is moved next. */
  private int[] grown(int[] buckets) {
    int[] bigger = emptyBuckets(buckets.length * 2);
    System.arraycopy(buckets, 0, bigger, 0, buckets.length);
    boolean[] settled = new boolean[bigger.length];
    for (int at = 0; at < buckets.length; at++) {
      int moved = bigger[at];
      if (moved < 0 || settled[at]) {
        continue;
      }
      bigger[at] = -1;
      while (moved >= 0) {
        int bucket = bucket(moved, bigger.length);
        for (int step = 1; settled[bucket]; step++) {
          bucket = (bucket + step) & (bigger.length - 1);
        }
        settled[bucket] = true;
        int inTheWay = bigger[bucket];
        bigger[bucket] = moved;
        moved = inTheWay;
      }
    }
    return bigger;
  }

  private static int[] emptyBuckets(int size) {
    int[] buckets = new int[size];
    Arrays.fill(buckets, -1);
    return buckets;
  }

  private void insert(int[] buckets, int node) {
    int bucket = bucket(node, buckets.length);
    for (int step = 1; buckets[bucket] >= 0; step++) {
      bucket = (bucket + step) & (buckets.length - 1);
    }
    buckets[bucket] = node;
  }

  private int bucket(int node, int size) {
    int shift = Integer.numberOfTrailingZeros(size);
    int prime = PRIMES[Math.min(shift, PRIMES.length - 1)];
    return Integer.remainderUnsigned(hashes[node] * 11, prime);
  }
}
