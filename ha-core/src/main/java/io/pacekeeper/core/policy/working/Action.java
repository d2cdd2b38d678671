package io.pacekeeper.core.policy.working;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An Action is something that may have to be done; there is one for each key and node. */
public final class Action {
  private final int id;
  private final @Nullable WorkingResource resource;
  private final String key;
  private final String task;
  private final long interval;
  private final List<ActionEdge> before = new ArrayList<>(4);
  private final List<ActionEdge> after = new ArrayList<>(4);
  private final Map<String, String> meta = new TreeMap<>();
  private @Nullable WorkingNode node;
  private @Nullable String cancelledTask;
  private @Nullable String reason;
  private int flags;
  private int priority;

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

  /** Returns the task that it cancels, if it is a cancel. */
  public @Nullable String cancelledTask() {
    return cancelledTask;
  }

  public void setCancelledTask(@Nullable String value) {
    cancelledTask = value;
  }

  public @Nullable WorkingNode node() {
    return node;
  }

  public void setNode(@Nullable WorkingNode value) {
    node = value;
  }

  /** Returns the actions that come before it. */
  public List<ActionEdge> before() {
    return before;
  }

  /** Returns the actions that come after it. */
  public List<ActionEdge> after() {
    return after;
  }

  /** Returns what is said of it in the graph beside its parameters. */
  public Map<String, String> meta() {
    return meta;
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

  public boolean has(ActionFlag flag) {
    return (flags & 1 << flag.ordinal()) != 0;
  }

  public void set(ActionFlag flag) {
    flags |= 1 << flag.ordinal();
  }

  public void clear(ActionFlag flag) {
    flags &= ~(1 << flag.ordinal());
  }

  public boolean optional() {
    return has(ActionFlag.OPTIONAL);
  }

  public boolean runnable() {
    return has(ActionFlag.RUNNABLE);
  }

  @Override
  public String toString() {
    return node == null ? key : key + " " + node;
  }
}
