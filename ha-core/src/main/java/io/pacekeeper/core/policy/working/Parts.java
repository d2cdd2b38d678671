package io.pacekeeper.core.policy.working;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The Parts of a group or clone tell what the newest actions of its members or instances are, one
 * task at a time, without looking at each of them anew: only actions that have changed are.
 */
public final class Parts {
  private final List<WorkingResource> children;
  private final IdentityHashMap<WorkingResource, Integer> places = new IdentityHashMap<>();
  private final Set<String> tasks = new HashSet<>();
  private final Map<String, List<OfTask>> byTask = new HashMap<>();
  private final List<Action> changed = new ArrayList<>();

  Parts(WorkingResource whole) {
    children = List.copyOf(whole.children());
    for (int place = 0; place < children.size(); place++) {
      places.put(children.get(place), place);
      children.get(place).actions().forEach(action -> tasks.add(action.task()));
    }
  }

  /** Is told of an action of a part that is new, or is not what it was. */
  void note(Action action) {
    if (changed.isEmpty() || changed.get(changed.size() - 1) != action) {
      changed.add(action);
    }
  }

  /** Returns whether any part may have an action of a task. */
  public boolean mayHave(String task) {
    catchUp();
    return tasks.contains(task);
  }

  /** Returns what is so of the newest actions of a task, on a node if one is given. */
  public OfTask of(String task, @Nullable WorkingNode node) {
    catchUp();
    List<OfTask> all = byTask.computeIfAbsent(task, any -> new ArrayList<>(1));
    for (OfTask each : all) {
      if (each.node == node) {
        return each;
      }
    }
    OfTask added = new OfTask(task, node);
    for (int place = 0; place < children.size(); place++) {
      added.look(children.get(place), place);
    }
    all.add(added);
    return added;
  }

  private void catchUp() {
    for (Action action : changed) {
      tasks.add(action.task());
      WorkingResource child = action.resource();
      Integer place = places.get(child);
      if (child == null || place == null) {
        continue;
      }
      for (OfTask each : byTask.getOrDefault(action.task(), List.of())) {
        if (each.node == null || each.node == action.node()) {
          each.look(child, place);
        }
      }
    }
    changed.clear();
  }

  /** What is so of the newest actions of one task; parts are known by their places. */
  public static final class OfTask {
    private final String task;
    private final @Nullable WorkingNode node;
    private final BitSet missing = new BitSet();
    private final BitSet required = new BitSet();
    private final BitSet runnable = new BitSet();
    private final BitSet stuck = new BitSet();

    private OfTask(String task, @Nullable WorkingNode node) {
      this.task = task;
      this.node = node;
    }

    private void look(WorkingResource child, int place) {
      Action action = Actions.newest(child, task, node);
      missing.set(place, action == null);
      required.set(place, action != null && !action.optional());
      runnable.set(place, action != null && action.runnable());
      stuck.set(place, action != null && !action.runnable());
    }

    /** Returns whether any part has no such action. */
    public boolean anyMissing() {
      return !missing.isEmpty();
    }

    /** Returns whether the action of any part is required. */
    public boolean anyRequired() {
      return !required.isEmpty();
    }

    /** Returns whether the action of any part can be done. */
    public boolean anyRunnable() {
      return !runnable.isEmpty();
    }

    /** Returns whether the action of any part cannot be done. */
    public boolean anyStuck() {
      return !stuck.isEmpty();
    }

    /** Returns whether an action cannot be done, and none is missing in the parts before that. */
    public boolean stuckBeforeMissing() {
      return anyStuck() && (!anyMissing() || stuck.nextSetBit(0) < missing.nextSetBit(0));
    }
  }
}
