package io.pacekeeper.core.policy.working;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The Orderings are all orderings of a decision, in the order in which they were made. */
public final class Orderings {
  private final List<Ordering> orderings = new ArrayList<>();

  Orderings() {}

  public List<Ordering> all() {
    return orderings;
  }

  /** Orders actions of one resource before actions of another, by their tasks (interval 0). */
  public void order(
      WorkingResource first, String firstTask, WorkingResource then, String thenTask, int flags) {
    add(
        first,
        Task.key(first.id(), firstTask, 0),
        null,
        then,
        Task.key(then.id(), thenTask, 0),
        null,
        flags);
  }

  /** Orders one action before another. */
  public void order(Action first, Action then, int flags) {
    add(first.resource(), null, first, then.resource(), null, then, flags);
  }

  /** Adds an ordering; each end needs an action or a resource and a key. */
  public void add(
      @Nullable WorkingResource firstResource,
      @Nullable String firstKey,
      @Nullable Action firstAction,
      @Nullable WorkingResource thenResource,
      @Nullable String thenKey,
      @Nullable Action thenAction,
      int flags) {
    orderings.add(
        new Ordering(
            firstResource, firstKey, firstAction, thenResource, thenKey, thenAction, flags));
  }
}
