package io.pacekeeper.core.policy.graph;

import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.Notice;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import org.jspecify.annotations.Nullable;

/** What actions are called where a graph is shown. */
public final class ActionNames {
  private ActionNames() {}

  /** Returns the name of an action, with its node. */
  public static String of(Action action) {
    String host = host(action);
    boolean cancel = action.cancelledTask() != null;
    String historyName =
        action.resource() instanceof WorkingPrimitive primitive ? primitive.historyName() : null;
    String name;
    if (historyName != null) {
      name = withHost(historyKey(action, historyName), host);
    } else if (action.task().equals(Task.STONITH)) {
      name = "stonith '" + action.meta("stonith_action") + "' " + host;
    } else if (action.resource() != null && host != null) {
      name = action.key() + ' ' + host;
    } else if (host != null) {
      name = action.task() + ' ' + host;
    } else {
      name = action.key();
    }
    return cancel ? "Cancel " + name : name;
  }

  private static @Nullable String host(Action action) {
    WorkingNode node = action.node();
    if (node != null) {
      return node.name();
    }
    return action.pseudo() ? null : "<none>";
  }

  private static String withHost(String key, @Nullable String host) {
    return host == null ? key : key + ' ' + host;
  }

  private static String historyKey(Action action, String historyName) {
    Notice notice = action.notice();
    if (notice != null) {
      return Notice.key(historyName, notice.keyType(), notice.keyOperation());
    }
    String cancelled = action.cancelledTask();
    return Task.key(historyName, cancelled == null ? action.task() : cancelled, action.interval());
  }
}
