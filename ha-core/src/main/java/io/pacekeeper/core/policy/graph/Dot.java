package io.pacekeeper.core.policy.graph;

import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.ActionEdge;
import io.pacekeeper.core.policy.working.ActionFlag;
import io.pacekeeper.core.policy.working.OrderingFlags;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Draws the graph in the language of Graphviz: what is going to be done bold and green, what is
 * required but cannot be done dashed and red.
 */
public final class Dot {
  private final List<Action> actions;
  private final IdentityHashMap<Action, String> shown = new IdentityHashMap<>();
  private final StringBuilder text = new StringBuilder();

  private Dot(WorkingSet working) {
    this.actions = working.actions().all();
  }

  /** Returns the drawing of a graph that was made of the working set. */
  public static String of(WorkingSet working) {
    return new Dot(working).draw();
  }

  private String draw() {
    text.append(" digraph \"g\" {\n");
    for (int i = actions.size() - 1; i >= 0; i--) {
      draw(actions.get(i));
    }
    for (int i = actions.size() - 1; i >= 0; i--) {
      Action action = actions.get(i);
      for (ActionEdge edge : action.before()) {
        draw(edge, action);
      }
    }
    return text.append("}\n").toString();
  }

  private void draw(Action action) {
    WorkingResource resource = action.resource();
    String style;
    if (action.has(ActionFlag.DUMPED)) {
      style = "style=bold color=\"green\"";
    } else if (action.optional() || (resource != null && !resource.managed())) {
      return;
    } else {
      style = "style=dashed color=\"red\"";
    }
    String name = ActionNames.of(action);
    shown.put(action, name);
    String font = action.pseudo() ? "orange" : "black";
    text.append('"').append(name).append("\" [ ").append(style);
    text.append(" fontcolor=\"").append(font).append("\"]\n");
  }

  private void draw(ActionEdge edge, Action then) {
    if (edge.flags() == OrderingFlags.NONE) {
      return;
    }
    String first = shown.get(edge.action());
    String last = shown.get(then);
    if (!edge.kept() && (first == null || last == null || edge.flags() == OrderingFlags.LOAD)) {
      return;
    }
    text.append('"').append(first == null ? ActionNames.of(edge.action()) : first);
    text.append("\" -> \"").append(last == null ? ActionNames.of(then) : last);
    text.append("\" [ style = ").append(edge.kept() ? "bold" : "dashed").append("]\n");
  }
}
