package io.pacekeeper.core.whatif;

import io.pacekeeper.api.Operation;
import io.pacekeeper.core.cib.Cib;
import io.pacekeeper.core.document.ResourceState.Phase;
import io.pacekeeper.core.scheduler.Inspection;
import io.pacekeeper.core.scheduler.Transition.Action;
import io.pacekeeper.core.scheduler.Transition.ResourceAction;
import io.pacekeeper.core.whatif.Places.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says what is to happen to nodes and resources, a line for each, in the form of Pacemaker's
 * simulator; and what is not to happen yet.
 */
final class SummaryLines {
  /** What the verb says already. */
  private static final Set<String> PLAIN = Set.of("", "inactive", "to be promoted", "restart");

  private static final List<Operation> BY_WEIGHT =
      List.of(Operation.STOP, Operation.START, Operation.PROMOTE, Operation.DEMOTE);

  private final Places places;
  private final List<String> lines = new ArrayList<>();
  private final List<Line> changes = new ArrayList<>();

  /** One line that is aligned with others. */
  private record Line(String verb, String name, String details, String reason) {}

  /** What is done with one thing, all of it together. */
  private static final class Steps {
    final String name;
    final List<ResourceAction> actions = new ArrayList<>();

    Steps(String name) {
      this.name = name;
    }

    List<String> nodes(Operation operation) {
      return actions.stream()
          .filter(action -> action.operation() == operation)
          .map(ResourceAction::node)
          .toList();
    }
  }

  private SummaryLines(Cib cib) {
    this.places = new Places(cib);
  }

  static List<String> of(Cib cib, Inspection inspection) {
    SummaryLines summary = new SummaryLines(cib);
    Map<String, Steps> all = new LinkedHashMap<>();
    for (Action action : inspection.transition().actions()) {
      if (action instanceof ResourceAction it) {
        String name = it.resource();
        // Instances that are all alike stay where they are, or end: none of them moves.
        String key = summary.places.isOneOfMany(name) ? name + ' ' + it.node() : name;
        all.computeIfAbsent(key, any -> new Steps(name)).actions.add(it);
      } else {
        summary.lines.add("Fence " + action.node() + " '" + action.reason() + "'");
      }
    }
    all.values().forEach(summary::add);
    inspection.withheld().stream()
        .map(
            step ->
                new Line(
                    "Wait",
                    step.resource(),
                    word(step.operation()) + " " + step.node(),
                    "something else is under way"))
        .forEach(summary.changes::add);
    inspection.held().entrySet().stream()
        .filter(held -> held.getValue().unsure())
        .map(held -> summary.leftAlone(held.getKey(), held.getValue().reason()))
        .forEach(summary.changes::add);
    summary.align();
    return summary.lines;
  }

  private static String word(Operation operation) {
    return operation.name().toLowerCase(Locale.ROOT);
  }

  private Line leftAlone(String name, String reason) {
    String nodes =
        places.allOf(name).stream()
            .filter(Place::isUnsure)
            .map(place -> place.node().name())
            .distinct()
            .collect(Collectors.joining(", "));
    return new Line("Leave", name, nodes, "it " + reason);
  }

  private void add(Steps steps) {
    List<String> stops = steps.nodes(Operation.STOP);
    List<String> starts = steps.nodes(Operation.START);
    boolean promotes = !steps.nodes(Operation.PROMOTE).isEmpty();
    boolean demotes = !steps.nodes(Operation.DEMOTE).isEmpty();
    String reason = reason(steps.actions);
    if (!starts.isEmpty()) {
      String to = starts.get(0);
      if (stops.isEmpty()) {
        boolean promoted = promotes && steps.nodes(Operation.PROMOTE).contains(to);
        note(promoted ? "Promote" : "Start", steps, null, promoted ? "Promoted" : null, to, reason);
      } else {
        boolean failed = stops.stream().anyMatch(node -> failed(steps.name, node));
        boolean stays = stops.equals(List.of(to));
        String verb = failed ? "Recover" : stays ? "Restart" : "Move";
        String details = stays ? to : String.join(", ", stops) + " -> " + to;
        changes.add(new Line(verb, steps.name, details, reason));
      }
    } else if (!stops.isEmpty()) {
      for (String node : stops) {
        String role = promoted(steps.name, node) ? "Promoted " : "";
        changes.add(new Line("Stop", steps.name, role + node, reason));
      }
    } else if (promotes && demotes) {
      String node = steps.nodes(Operation.PROMOTE).get(0);
      changes.add(new Line("Re-promote", steps.name, node, reason));
    } else if (promotes) {
      for (String node : steps.nodes(Operation.PROMOTE)) {
        note("Promote", steps, "Unpromoted", "Promoted", node, reason);
      }
    } else if (demotes) {
      for (String node : steps.nodes(Operation.DEMOTE)) {
        note("Demote", steps, "Promoted", "Unpromoted", node, reason);
      }
    }
  }

  private void note(
      String verb,
      Steps steps,
      @Nullable String role,
      @Nullable String nextRole,
      String node,
      String reason) {
    String details =
        nextRole == null
            ? node
            : (role == null ? "Stopped" : role) + " -> " + nextRole + ' ' + node;
    changes.add(new Line(verb, steps.name, details, reason));
  }

  /** Returns why it is done: what ends comes first, and whatever else happens is for its sake. */
  private static String reason(List<ResourceAction> actions) {
    for (Operation operation : BY_WEIGHT) {
      for (ResourceAction action : actions) {
        if (action.operation() == operation && !PLAIN.contains(action.reason())) {
          return action.reason();
        }
      }
    }
    return "";
  }

  private boolean failed(String name, String node) {
    return places.of(name).stream()
        .anyMatch(
            place -> place.node().name().equals(node) && place.state().phase() == Phase.FAILED);
  }

  private boolean promoted(String name, String node) {
    return places.of(name).stream()
        .filter(place -> place.node().name().equals(node))
        .anyMatch(Place::isPromoted);
  }

  private void align() {
    int names = changes.stream().mapToInt(line -> line.name().length()).max().orElse(0);
    int details = changes.stream().mapToInt(line -> line.details().length()).max().orElse(0);
    for (Line line : changes) {
      String reason = line.reason().isEmpty() ? "" : ": " + line.reason();
      lines.add(
          padded(line.verb(), 8)
              + "   "
              + padded(line.name(), Math.max(5, names))
              + "   ( "
              + " ".repeat(details - line.details().length())
              + line.details()
              + " )"
              + reason);
    }
  }

  private static String padded(String word, int width) {
    return word + " ".repeat(Math.max(0, width - word.length()));
  }
}
