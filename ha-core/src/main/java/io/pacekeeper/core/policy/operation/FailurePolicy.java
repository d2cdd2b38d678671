package io.pacekeeper.core.policy.operation;

import io.pacekeeper.core.policy.working.OnFail;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A FailurePolicy is what is to happen when an operation has failed. */
public final class FailurePolicy {
  private final OnFail onFail;
  private final Role roleAfter;

  private FailurePolicy(OnFail onFail, Role roleAfter) {
    this.onFail = onFail;
    this.roleAfter = roleAfter;
  }

  public OnFail onFail() {
    return onFail;
  }

  /** Returns the role in which the resource is to be afterwards. */
  public Role roleAfter() {
    return roleAfter;
  }

  /** Returns the policy for an operation of a primitive, by its key. */
  public static FailurePolicy of(
      WorkingSet working,
      Operations operations,
      WorkingPrimitive primitive,
      String task,
      long interval,
      String key) {
    ConfiguredOperation configured = operations.find(primitive, key);
    Map<String, String> meta = operations.meta(primitive, configured, task, interval, null);
    boolean stonith = working.options().stonithEnabled();
    OnFail chosen = onFail(allowed(operations, primitive, task, meta), primitive, stonith);
    boolean stops = chosen == OnFail.STOP;
    if (chosen == null) {
      chosen = byDefault(primitive, task, stonith);
    }
    Role after = stops ? Role.STOPPED : Role.UNKNOWN;
    if (after == Role.UNKNOWN && configured != null) {
      after = Role.of(meta.get("role_after_failure"));
    }
    if (after == Role.UNKNOWN) {
      after = task.equals(Task.PROMOTE) ? Role.UNPROMOTED : Role.STARTED;
    }
    return new FailurePolicy(chosen, after);
  }

  /** Returns the word for what is to happen, unless it may not be said of this operation. */
  private static @Nullable String allowed(
      Operations operations, WorkingPrimitive primitive, String task, Map<String, String> meta) {
    String word = meta.get("on-fail");
    String lower = word == null ? "" : word.toLowerCase(Locale.ROOT);
    if (task.equals(Task.STOP)) {
      return lower.equals("standby") || lower.equals("demote") || lower.equals("stop")
          ? null
          : word;
    }
    if (task.equals(Task.DEMOTE) && word == null) {
      return ofPromotedMonitor(operations, primitive);
    }
    if (task.equals(Task.LRM_DELETE)) {
      return "ignore";
    }
    if (lower.equals("demote") && !task.equals(Task.PROMOTE)) {
      boolean promotedMonitor =
          task.equals(Task.MONITOR)
              && Role.of(meta.get("role")) == Role.PROMOTED
              && meta.containsKey("interval");
      return promotedMonitor ? word : null;
    }
    return word;
  }

  private static @Nullable String ofPromotedMonitor(
      Operations operations, WorkingPrimitive primitive) {
    for (ConfiguredOperation operation : operations.of(primitive.definition())) {
      String word = operation.definition().attributes().get("on-fail");
      if (word != null
          && operation.enabled()
          && operation.name().equals(Task.MONITOR)
          && operation.role() == Role.PROMOTED
          && operation.interval() > 0
          && !word.equalsIgnoreCase("demote")) {
        return word;
      }
    }
    return null;
  }

  private static @Nullable OnFail onFail(
      @Nullable String word, WorkingPrimitive primitive, boolean stonith) {
    return switch (word == null ? "" : word.toLowerCase(Locale.ROOT)) {
      case "block" -> OnFail.BLOCK;
      case "fence" -> stonith ? OnFail.FENCE : OnFail.STOP;
      case "standby" -> OnFail.STANDBY;
      case "ignore", "nothing" -> OnFail.IGNORE;
      case "migrate" -> OnFail.MIGRATE;
      case "stop" -> OnFail.STOP;
      case "restart" -> OnFail.RESTART;
      case "demote" -> OnFail.DEMOTE;
      case "restart-container" -> primitive.container() == null ? null : OnFail.RESTART_CONTAINER;
      default -> null;
    };
  }

  private static OnFail byDefault(WorkingPrimitive primitive, String task, boolean stonith) {
    if (primitive.container() != null) {
      return OnFail.RESTART_CONTAINER;
    }
    if (task.equals(Task.STOP)) {
      return stonith ? OnFail.FENCE : OnFail.BLOCK;
    }
    return OnFail.RESTART;
  }
}
