package io.pacekeeper.core.controller;

import io.pacekeeper.api.Operation;
import io.pacekeeper.core.controller.HistoryKeeper.Note;
import io.pacekeeper.core.document.HistoryDocument.Kind;
import io.pacekeeper.core.document.OrderNumber;
import io.pacekeeper.core.document.OrderedAction;
import io.pacekeeper.core.document.OrdersDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Says in a few words what a transition orders, and what moves by it. */
final class Ordered {
  /** How many resources are named of those that are dealt with alike. */
  private static final int NAMED = 5;

  /** How many moves of one transition are told each by itself. */
  private static final int MOST_MOVES = 10;

  private final OrderNumber number;
  private final Instant at;
  private final Map<Deed, List<String>> deeds = new LinkedHashMap<>();
  private final List<Note> moves = new ArrayList<>();
  private int actions;
  private int untold;

  /** What is done on a node, for a reason. */
  private record Deed(Operation operation, String node, String reason) {
    String describe(List<String> resources) {
      String named = String.join(", ", resources.subList(0, Math.min(NAMED, resources.size())));
      int more = resources.size() - NAMED;
      return "%s %s%s on %s (%s)"
          .formatted(
              operation.name().toLowerCase(Locale.ROOT),
              named,
              more > 0 ? " and " + more + " more" : "",
              node,
              reason);
    }
  }

  private Ordered(OrderNumber number, Instant at) {
    this.number = number;
    this.at = at;
  }

  /**
   * Returns what a transition is, and each move that it makes.
   *
   * @param number its number; only what has that is new in the orders
   * @param homes says where a resource has been, or null if that is not known or no one place
   * @param reasons why they are there no more
   */
  static List<Note> notes(
      OrderNumber number,
      SortedMap<String, OrdersDocument> orders,
      Function<String, @Nullable String> homes,
      MoveReasons reasons,
      Instant at) {
    Ordered ordered = new Ordered(number, at);
    orders.forEach(
        (node, document) -> {
          for (OrderedAction action : document.actions()) {
            if (action.token() == number.token()) {
              String home = homes.apply(action.resource());
              ordered.add(node, action, home, reasons.of(action, home));
            }
          }
        });
    return ordered.notes();
  }

  private void add(String node, OrderedAction action, @Nullable String home, String reason) {
    actions++;
    deeds
        .computeIfAbsent(
            new Deed(action.operation(), node, action.reason()), deed -> new ArrayList<>())
        .add(action.resource());
    if (action.operation() != Operation.START || home == null || home.equals(node)) {
      return;
    }
    if (moves.size() < MOST_MOVES) {
      String text =
          "%s moves from %s to %s in transition %s: %s"
              .formatted(action.resource(), home, node, number, reason);
      moves.add(new Note(at, Kind.MOVE, node, action.resource(), number.token(), text));
    } else {
      untold++;
    }
  }

  private List<Note> notes() {
    if (actions == 0) {
      return List.of();
    }
    List<Note> notes = new ArrayList<>();
    if (moves.size() < actions) {
      notes.add(transition());
    }
    notes.addAll(moves);
    if (untold > 0) {
      String rest = untold + " more resources move in transition " + number;
      notes.add(new Note(at, Kind.MOVE, null, null, number.token(), rest));
    }
    return notes;
  }

  /** Returns what is ordered in one; needless where each action is a move that is told. */
  private Note transition() {
    List<String> words = new ArrayList<>();
    deeds.forEach((deed, resources) -> words.add(deed.describe(resources)));
    Deed first = deeds.keySet().iterator().next();
    boolean oneNode = deeds.keySet().stream().allMatch(deed -> deed.node().equals(first.node()));
    return new Note(
        at,
        Kind.TRANSITION,
        oneNode ? first.node() : null,
        actions == 1 ? deeds.getOrDefault(first, List.of("")).get(0) : null,
        number.token(),
        "transition %s, %d action%s: %s"
            .formatted(number, actions, actions == 1 ? "" : "s", String.join("; ", words)));
  }
}
