package io.pacekeeper.core.policy.working;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An Action is something that may have to be done; there is one for each key and node. */
public final class Action {
  /** Up to so many edges are looked through; more of them are found by their other end. */
  private static final int FEW = 8;

  /** The flags by which a group or clone sees the actions of its parts. */
  private static final int SEEN = ActionFlag.OPTIONAL.bit() | ActionFlag.RUNNABLE.bit();

  private final int id;
  private final @Nullable WorkingResource resource;
  private final String key;
  private final long interval;
  private final List<ActionEdge> before = new ArrayList<>(4);
  private final List<ActionEdge> after = new ArrayList<>(4);
  private @Nullable IdentityHashMap<Action, Integer> afterKinds;
  private @Nullable Map<String, String> meta;
  private String task;
  private Requires needs;
  private @Nullable WorkingNode node;
  private @Nullable String cancelledTask;
  private @Nullable Integer expectedResult;
  private @Nullable Notice notice;
  private @Nullable String reason;
  private int flags;
  private int priority;
  private int runnableBefore;
  private int requiredRunnableBefore;

  /** Makes an action; see {@link Actions} for who decides whether one is needed. */
  Action(
      int id,
      @Nullable WorkingResource resource,
      String key,
      String task,
      long interval,
      @Nullable WorkingNode node) {
    this.id = id;
    this.resource = resource;
    this.key = key;
    this.task = task;
    this.interval = interval;
    this.node = node;
    this.needs = needs(resource, task);
  }

  private static Requires needs(@Nullable WorkingResource resource, String task) {
    boolean activates = task.equals(Task.START) || task.equals(Task.PROMOTE);
    return activates && resource instanceof WorkingPrimitive primitive
        ? primitive.requires()
        : Requires.NOTHING;
  }

  /** Returns its number: actions are counted from 1 as they are created. */
  public int id() {
    return id;
  }

  public @Nullable WorkingResource resource() {
    return resource;
  }

  /** Returns what it is called; see {@link Task#key}. */
  public String key() {
    return key;
  }

  public String task() {
    return task;
  }

  /** Returns the interval in milliseconds; 0: it is done once. */
  public long interval() {
    return interval;
  }

  /** Returns what has to be there before it may be done. */
  public Requires needs() {
    return needs;
  }

  public void setNeeds(Requires value) {
    needs = value;
  }

  /** Returns the task that it cancels, if it is a cancel. */
  public @Nullable String cancelledTask() {
    return cancelledTask;
  }

  /** Has it cancel what it would have done. */
  void turnIntoCancel() {
    if (cancelledTask == null) {
      cancelledTask = task;
      task = Task.CANCEL;
      if (resource != null) {
        resource.actionTurned();
      }
    }
  }

  /** Returns what it is expected to return; null: success. */
  public @Nullable Integer expectedResult() {
    return expectedResult;
  }

  public void setExpectedResult(int value) {
    expectedResult = value;
  }

  /** Returns what it tells, if it is a notification. */
  public @Nullable Notice notice() {
    return notice;
  }

  public void setNotice(Notice value) {
    notice = value;
  }

  public @Nullable WorkingNode node() {
    return node;
  }

  public void setNode(@Nullable WorkingNode value) {
    node = value;
    changed();
  }

  /** Returns the actions that come before it, in the order in which that was found. */
  public List<ActionEdge> before() {
    return before;
  }

  /** Returns the actions that come after it, in the order in which that was found. */
  public List<ActionEdge> after() {
    return after;
  }

  /**
   * Has another action come after this one, unless that is so already in one of these ways.
   *
   * @return whether it was not so before
   */
  public boolean orderBefore(Action then, int kinds) {
    if (kinds == OrderingFlags.NONE || (kindsTo(then) & kinds) != 0) {
      return false;
    }
    after.add(new ActionEdge(then, kinds));
    then.before.add(new ActionEdge(this, kinds));
    if (afterKinds != null) {
      afterKinds.merge(then, kinds, (a, b) -> a | b);
    }
    return true;
  }

  /** Returns in what ways another action comes after this one. */
  private int kindsTo(Action then) {
    if (after.size() <= FEW) {
      int kinds = 0;
      for (ActionEdge edge : after) {
        if (edge.action() == then) {
          kinds |= edge.flags();
        }
      }
      return kinds;
    }
    if (afterKinds == null) {
      afterKinds = new IdentityHashMap<>();
      for (ActionEdge edge : after) {
        afterKinds.merge(edge.action(), edge.flags(), (a, b) -> a | b);
      }
    }
    return afterKinds.getOrDefault(then, 0);
  }

  /** Sorts what comes before it by number, and makes one edge of those to one action. */
  public void mergeBefore() {
    if (has(ActionFlag.DEDUPLICATED)) {
      return;
    }
    set(ActionFlag.DEDUPLICATED);
    before.sort(Comparator.comparingInt(edge -> edge.action().id()));
    int kept = 0;
    for (ActionEdge edge : List.copyOf(before)) {
      ActionEdge last = kept == 0 ? null : before.get(kept - 1);
      if (last != null && last.action() == edge.action()) {
        last.setFlags(last.flags() | edge.flags());
      } else {
        before.set(kept++, edge);
      }
    }
    before.subList(kept, before.size()).clear();
  }

  /** Returns what is said of it in the graph beside its parameters. */
  public Map<String, String> meta() {
    if (meta == null) {
      meta = new TreeMap<>();
    }
    return meta;
  }

  /** Returns one thing that is said of it in the graph; null: it is not said. */
  public @Nullable String meta(String name) {
    return meta == null ? null : meta.get(name);
  }

  public @Nullable String reason() {
    return reason;
  }

  /** Says why; an earlier reason stands unless it is to be overwritten. */
  public void setReason(@Nullable String text, boolean overwrite) {
    if (reason == null || overwrite) {
      reason = text;
    }
  }

  public int priority() {
    return priority;
  }

  public void setPriority(int value) {
    priority = value;
  }

  /** Returns how many of those before it are known to be runnable, where not all need to be. */
  public int runnableBefore() {
    return runnableBefore;
  }

  public void setRunnableBefore(int value) {
    runnableBefore = value;
  }

  /** Returns how many of those before it have to be runnable, where not all need to be. */
  public int requiredRunnableBefore() {
    return requiredRunnableBefore;
  }

  public void setRequiredRunnableBefore(int value) {
    requiredRunnableBefore = value;
  }

  /** Returns what is so of it, as the {@linkplain ActionFlag#bit bits} of the flags. */
  public int flags() {
    return flags;
  }

  public boolean has(ActionFlag flag) {
    return (flags & flag.bit()) != 0;
  }

  public void set(ActionFlag flag) {
    change(flags | flag.bit());
  }

  public void clear(ActionFlag flag) {
    change(flags & ~flag.bit());
  }

  private void change(int value) {
    boolean seen = ((flags ^ value) & SEEN) != 0;
    flags = value;
    if (seen) {
      changed();
    }
  }

  /** Tells the group or clone that the resource is a part of. */
  private void changed() {
    if (resource != null) {
      resource.actionChanged(this);
    }
  }

  public boolean optional() {
    return has(ActionFlag.OPTIONAL);
  }

  public boolean runnable() {
    return has(ActionFlag.RUNNABLE);
  }

  public boolean pseudo() {
    return has(ActionFlag.PSEUDO);
  }

  @Override
  public String toString() {
    return node == null ? key : key + " " + node;
  }
}
