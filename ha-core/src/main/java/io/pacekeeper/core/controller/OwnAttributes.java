package io.pacekeeper.core.controller;

import com.google.common.collect.ImmutableSortedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The attributes that a node says of itself: those that it was made with, over them what the
 * application has set since, and over them what was measured.
 */
final class OwnAttributes {
  private final SortedMap<String, String> declared;
  private final SortedMap<String, String> set = new TreeMap<>();
  private final SortedMap<String, String> measured = new TreeMap<>();
  private SortedMap<String, String> all;

  OwnAttributes(SortedMap<String, String> declared) {
    this.declared = declared;
    this.all = ImmutableSortedMap.copyOfSorted(declared);
  }

  /** Returns all of them. */
  SortedMap<String, String> all() {
    return all;
  }

  /** The application says this of the node; null: as it was made with again. */
  void set(String name, @Nullable String value) {
    put(set, name, value);
  }

  /** This was measured; null: nothing is. */
  void measured(String name, @Nullable String value) {
    put(measured, name, value);
  }

  private void put(SortedMap<String, String> some, String name, @Nullable String value) {
    if (value == null) {
      some.remove(name);
    } else {
      some.put(name, value);
    }
    SortedMap<String, String> next = new TreeMap<>(declared);
    next.putAll(set);
    next.putAll(measured);
    all = ImmutableSortedMap.copyOfSorted(next);
  }
}
