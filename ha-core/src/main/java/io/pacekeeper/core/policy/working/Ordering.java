package io.pacekeeper.core.policy.working;

import org.jspecify.annotations.Nullable;

/**
 * An Ordering says that one action comes before another, before it is known which actions there
 * will be: each end is an action, or the key of actions of a resource.
 *
 * @param firstResource null: the first action belongs to no resource
 * @param flags the kinds: bits of {@link OrderingFlags}
 */
public record Ordering(
    @Nullable WorkingResource firstResource,
    @Nullable String firstKey,
    @Nullable Action firstAction,
    @Nullable WorkingResource thenResource,
    @Nullable String thenKey,
    @Nullable Action thenAction,
    int flags) {

  /** Returns whether the first end is a task of a resource, done once. */
  public boolean firstIs(String task) {
    return is(firstAction, firstKey, task);
  }

  /** Returns whether the other end is a task of a resource, done once. */
  public boolean thenIs(String task) {
    return is(thenAction, thenKey, task);
  }

  private static boolean is(@Nullable Action action, @Nullable String key, String task) {
    if (action != null) {
      return action.task().equals(task);
    }
    // Not made of a whole pattern: this is asked of every ordering.
    if (key == null) {
      return false;
    }
    int length = key.length() - task.length() - 3;
    return length > 0
        && key.endsWith("_0")
        && key.charAt(length) == '_'
        && key.startsWith(task, length + 1);
  }
}
