package io.pacekeeper.core.whatif;

import io.pacekeeper.api.Operation;
import io.pacekeeper.core.scheduler.Inspection;
import io.pacekeeper.core.scheduler.Inspection.Withheld;
import io.pacekeeper.core.scheduler.Transition.Action;
import io.pacekeeper.core.scheduler.Transition.ResourceAction;
import java.util.List;
import java.util.Locale;

/**
 * Draws a transition in the language of Graphviz, as Pacemaker's simulator does: what is done bold
 * and green, what waits for something that is under way dashed and red.
 */
final class GraphDrawing {
  private GraphDrawing() {}

  static String of(Inspection inspection) {
    List<Action> actions = inspection.transition().actions();
    StringBuilder text = new StringBuilder(" digraph \"g\" {\n");
    for (Action action : actions) {
      draw(text, name(action), "style=bold color=\"green\"");
    }
    for (Withheld step : inspection.withheld()) {
      draw(
          text, name(step.resource(), step.operation(), step.node()), "style=dashed color=\"red\"");
    }
    for (Action action : actions) {
      for (int before : action.after()) {
        text.append('"').append(name(actions.get(before))).append("\" -> \"");
        text.append(name(action)).append("\" [ style = bold]\n");
      }
    }
    return text.append("}\n").toString();
  }

  private static void draw(StringBuilder text, String name, String style) {
    text.append('"').append(name).append("\" [ ").append(style);
    text.append(" fontcolor=\"black\"]\n");
  }

  private static String name(Action action) {
    return action instanceof ResourceAction it
        ? name(it.resource(), it.operation(), it.node())
        : "fence " + action.node();
  }

  private static String name(String resource, Operation operation, String node) {
    return resource + '_' + operation.name().toLowerCase(Locale.ROOT) + "_0 " + node;
  }
}
