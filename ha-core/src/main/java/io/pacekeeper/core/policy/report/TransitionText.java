package io.pacekeeper.core.policy.report;

import io.pacekeeper.core.policy.action.ActiveNodes;
import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.ActionFlag;
import io.pacekeeper.core.policy.working.Actions;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what is going to happen: a line for each node to be fenced and each resource that changes.
 */
public final class TransitionText {
  private final List<String> lines = new ArrayList<>();
  private int idWidth = 5;
  private int detailWidth = 5;

  private TransitionText() {}

  /** Returns the lines of a decision, once its graph was made. */
  public static List<String> lines(WorkingSet working) {
    TransitionText text = new TransitionText();
    List<Action> all = working.actions().all();
    for (int i = all.size() - 1; i >= 0; i--) {
      text.addNodeAction(all.get(i));
    }
    // The widths of the columns grow: the first round finds out how far.
    int nodeLines = text.lines.size();
    for (int round = 0; round < 2; round++) {
      text.lines.subList(nodeLines, text.lines.size()).clear();
      for (WorkingResource resource : working.resources()) {
        text.add(resource);
      }
    }
    return text.lines;
  }

  /**
   * Settles what looking for the changes settles: actions without a node get the one that they are
   * looked up with. Pacemaker looks for its log before it makes the graph, and the graph has it.
   */
  public static void settle(WorkingSet working) {
    Set<WorkingResource> unsettled = new LinkedHashSet<>();
    for (Action action : working.actions().all()) {
      if (action.node() == null && !action.pseudo() && action.resource() != null) {
        unsettled.add(action.resource());
      }
    }
    TransitionText text = new TransitionText();
    unsettled.forEach(text::add);
    for (WorkingResource resource : working.everyResource()) {
      if (resource instanceof WorkingPrimitive
          && resource.role() == Role.STOPPED
          && !resource.runningOn().isEmpty()) {
        resource.setRole(Role.STARTED);
      }
    }
  }

  private void addNodeAction(Action action) {
    // What has no reason is not mentioned: nodes that asked to be shut down know why.
    if (action.resource() == null
        && !action.optional()
        && action.task().equals(Task.STONITH)
        && action.reason() != null) {
      lines.add(
          "Fence ("
              + action.meta("stonith_action")
              + ") "
              + action.node()
              + " '"
              + action.reason()
              + "'");
    }
  }

  private void add(WorkingResource resource) {
    if (!(resource instanceof WorkingPrimitive primitive)) {
      resource.children().forEach(this::add);
      return;
    }
    WorkingNode current = ActiveNodes.of(primitive).current();
    if (current != null && primitive.role() == Role.STOPPED) {
      primitive.setRole(Role.STARTED);
    }
    boolean gone = current == null && primitive.has(ResourceFlag.ORPHAN);
    boolean nowhere = current == null && primitive.assigned() == null;
    if (primitive.managed() && !gone && !nowhere) {
      add(primitive, current, primitive.assigned());
    }
  }

  private void add(
      WorkingPrimitive primitive, @Nullable WorkingNode current, @Nullable WorkingNode next) {
    Action start = oldest(primitive, Task.START, next);
    WorkingNode stopNode = start == null || !start.runnable() ? null : current;
    Action stop = oldest(primitive, Task.STOP, stopNode);
    if (stop == null && primitive.has(ResourceFlag.STOP_UNEXPECTED)) {
      stop = oldest(primitive, Task.STOP, null);
    }
    Change change =
        new Change(
            primitive,
            current,
            next,
            start,
            stop,
            oldest(primitive, Task.PROMOTE, next),
            oldest(primitive, Task.DEMOTE, next));
    if (primitive.role() == primitive.nextRole()) {
      addSameRole(change);
    } else {
      addOtherRole(change);
    }
  }

  private static @Nullable Action oldest(
      WorkingPrimitive primitive, String task, @Nullable WorkingNode node) {
    List<Action> found = Actions.find(primitive, task, node);
    return found.isEmpty() ? null : found.get(0);
  }

  private void addSameRole(Change change) {
    WorkingPrimitive primitive = change.primitive;
    WorkingNode current = change.current;
    WorkingNode next = change.next;
    Action start = change.start;
    Action migration = oldest(primitive, Task.MIGRATE_FROM, next);
    boolean failed = primitive.has(ResourceFlag.FAILED);
    if (migration != null && current != null && migration.runnable()) {
      add("Migrate", primitive, current, next, start, null);
    } else if (primitive.has(ResourceFlag.RELOAD)) {
      add("Reload", primitive, current, next, start, null);
    } else if (start == null || start.optional()) {
      if (change.demote != null
          && change.promote != null
          && !change.demote.optional()
          && !change.promote.optional()) {
        add("Re-promote", primitive, current, next, change.promote, change.demote);
      }
    } else if (!start.runnable()) {
      add("Stop", primitive, current, null, change.stop, withReason(change.stop, start));
    } else if (change.moving() && current != null) {
      add(failed ? "Recover" : "Move", primitive, current, next, change.stop, null);
    } else if (failed) {
      add("Recover", primitive, current, null, change.stop, null);
    } else {
      add("Restart", primitive, current, next, start, null);
    }
  }

  private void addOtherRole(Change change) {
    WorkingPrimitive primitive = change.primitive;
    WorkingNode current = change.current;
    WorkingNode next = change.next;
    Action start = change.start;
    Action stop = change.stop;
    boolean unrunnable = start != null && !start.runnable();
    if (stop != null && (primitive.nextRole() == Role.STOPPED || unrunnable)) {
      for (WorkingNode node : primitive.runningOn()) {
        Action here = oldest(primitive, Task.STOP, node);
        add("Stop", primitive, node, null, here, withReason(here, start));
      }
    } else if (stop != null
        && primitive.has(ResourceFlag.FAILED)
        && primitive.has(ResourceFlag.MUST_STOP)) {
      add("Recover", primitive, current, next, stop, start);
    } else if (change.moving()) {
      add("Move", primitive, current, next, stop, null);
    } else if (primitive.has(ResourceFlag.RELOAD)) {
      add("Reload", primitive, current, next, start, null);
    } else if (stop != null && !stop.optional()) {
      add("Restart", primitive, current, next, start, null);
    } else if (primitive.role() == Role.PROMOTED) {
      add("Demote", primitive, current, next, change.demote, null);
    } else if (primitive.nextRole() == Role.PROMOTED) {
      add("Promote", primitive, current, next, change.promote, null);
    } else if (primitive.role() == Role.STOPPED
        && primitive.nextRole().compareTo(Role.STOPPED) > 0) {
      add("Start", primitive, current, next, start, null);
    }
  }

  private static @Nullable Action withReason(@Nullable Action first, @Nullable Action otherwise) {
    return first != null && first.reason() != null ? first : otherwise;
  }

  /** Adds a line; the action says whether it can be done, the source why it is. */
  private void add(
      String verb,
      WorkingPrimitive primitive,
      @Nullable WorkingNode from,
      @Nullable WorkingNode to,
      @Nullable Action action,
      @Nullable Action reasonSource) {
    Action source = reasonSource == null ? action : reasonSource;
    String id = primitive.id();
    if (id.length() > idWidth) {
      idWidth = id.length() + 2;
    }
    String details = details(primitive, from, to);
    detailWidth = Math.max(detailWidth, details.length());
    StringBuilder line = new StringBuilder();
    pad(line.append(verb), 8);
    pad(line.append("   ").append(id), 11 + idWidth);
    line.append("   ( ").append(" ".repeat(detailWidth - details.length())).append(details);
    line.append(" )");
    boolean blocked = action != null && !action.has(ActionFlag.RUNNABLE);
    String reason = source == null ? null : source.reason();
    if (reason != null) {
      line.append("  due to ").append(reason).append(blocked ? " (blocked)" : "");
    } else if (blocked) {
      line.append("  blocked");
    }
    lines.add(line.toString());
  }

  private static void pad(StringBuilder text, int width) {
    while (text.length() < width) {
      text.append(' ');
    }
  }

  private static String details(
      WorkingPrimitive primitive, @Nullable WorkingNode from, @Nullable WorkingNode to) {
    String role = primitive.role().text();
    String nextRole = primitive.nextRole().text();
    boolean sameRole = primitive.role() == primitive.nextRole();
    boolean named =
        primitive.role().compareTo(Role.STARTED) > 0
            || primitive.nextRole().compareTo(Role.UNPROMOTED) > 0;
    if (from == null) {
      return named ? role + " -> " + nextRole + ' ' + to : String.valueOf(to);
    }
    if (to == null || (sameRole && from == to)) {
      return named ? role + ' ' + from : from.name();
    }
    if (sameRole) {
      return from + " -> " + to + (named ? ' ' + role : "");
    }
    if (from == to) {
      return role + " -> " + nextRole + ' ' + from;
    }
    return role + ' ' + from + " -> " + nextRole + ' ' + to;
  }

  /** What is known of the change of one resource. */
  private record Change(
      WorkingPrimitive primitive,
      @Nullable WorkingNode current,
      @Nullable WorkingNode next,
      @Nullable Action start,
      @Nullable Action stop,
      @Nullable Action promote,
      @Nullable Action demote) {
    boolean moving() {
      return current != null && next != null && current != next;
    }
  }
}
