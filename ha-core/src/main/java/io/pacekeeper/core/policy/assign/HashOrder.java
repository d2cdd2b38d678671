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

  /** Returns the nodes of a table in the order of a walk. */
  int[] ascending(AllowedNodes table) {
    int size = 0;
    for (int node = 0; node < whole.length; node++) {
      size += table.contains(node) ? 1 : 0;
    }
    if (size == whole.length) {
      return whole.clone();
    }
    int[] present = new int[size];
    int at = 0;
    for (int node = 0; node < whole.length; node++) {
      if (table.contains(node)) {
        present[at++] = node;
      }
    }
    return place(present);
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
        int[] bigger = emptyBuckets(buckets.length * 2);
        for (int moved : buckets) {
          if (moved >= 0) {
            insert(bigger, moved);
          }
        }
        buckets = bigger;
      }
    }
    return Arrays.stream(buckets).filter(node -> node >= 0).toArray();
  }

  private static int[] emptyBuckets(int size) {
    int[] buckets = new int[size];
    Arrays.fill(buckets, -1);
    return buckets;
  }

  private void insert(int[] buckets, int node) {
    int shift = Integer.numberOfTrailingZeros(buckets.length);
    int prime = PRIMES[Math.min(shift, PRIMES.length - 1)];
    int bucket = Integer.remainderUnsigned(hashes[node] * 11, prime);
    for (int step = 1; buckets[bucket] >= 0; step++) {
      bucket = bucket + step & buckets.length - 1;
    }
    buckets[bucket] = node;
  }
}
