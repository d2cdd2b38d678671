package io.pacekeeper.testkit;

import java.util.Map;
import java.util.TreeMap;

/**
 * Something outside of the cluster that services write to. It compares fencing tokens: a write with
 * an older one than it has seen is refused, as {@code ha-jdbc} has a database do it.
 */
final class FencedLedger {
  private final Map<String, Long> newest = new TreeMap<>();

  /** Writes something for a resource, and returns whether that was accepted. */
  boolean write(String resource, long token) {
    long seen = newest.getOrDefault(resource, Long.MIN_VALUE);
    if (token < seen) {
      return false;
    }
    newest.put(resource, token);
    return true;
  }
}
