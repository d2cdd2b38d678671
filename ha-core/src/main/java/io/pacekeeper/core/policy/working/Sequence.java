package io.pacekeeper.core.policy.working;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Sequence finds things by their names where the same names come in much the same order again and
 * again, as in the history of one node after another: what came next the last time is looked at
 * before anything is looked up. In a large cluster a look into a table of names costs more than
 * most of what is done with what is found, as nothing of it is in the processor's caches.
 *
 * @param <T> what is found
 */
public final class Sequence<T> {
  private final List<String> names = new ArrayList<>();
  private final List<T> values = new ArrayList<>();
  private int next;

  /** Begins again with what came first. */
  public void restart() {
    next = 0;
  }

  /** Goes on by one name; returns what that is of, or null if another one came here before. */
  public @Nullable T next(String name) {
    int here = next++;
    return here < names.size() && names.get(here).equals(name) ? values.get(here) : null;
  }

  /** Notes what the name is of that was asked for last. */
  public void note(String name, T value) {
    int here = next - 1;
    if (here < names.size()) {
      names.set(here, name);
      values.set(here, value);
    } else if (here == names.size()) {
      names.add(name);
      values.add(value);
    }
  }
}
