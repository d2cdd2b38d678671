package io.pacekeeper.core.scheduler;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.Operation;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.scheduler.Decision.Assigned;
import io.pacekeeper.core.scheduler.Decision.Step;
import io.pacekeeper.core.scheduler.ResourceStatus.Hold;
import io.pacekeeper.core.scheduler.ResourceStatus.Unclean;
import io.pacekeeper.core.scheduler.Transition.Action;
import io.pacekeeper.core.scheduler.Transition.FenceAction;
import io.pacekeeper.core.scheduler.Transition.ResourceAction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * Puts what was decided in the form in which it is carried out. Unclean nodes are fenced first of
 * all, and what could be active there is started elsewhere only after that. The rest comes resource
 * by resource in the order of assignment, as far as what waits for what allows: nothing waits for
 * an action with a larger number.
 */
final class TransitionGraph {
  private final Roster roster;
  private final History history;
  private final Decision decision;
  private final Reasons reasons;
  private final List<Action> actions = new ArrayList<>();
  private final int[] fences;
  private final Map<Step, Integer> numbers = new HashMap<>();

  private TransitionGraph(Roster roster, History history, Decision decision, Reasons reasons) {
    this.roster = roster;
    this.history = history;
    this.decision = decision;
    this.reasons = reasons;
    this.fences = new int[roster.nodes.size()];
  }

  static Transition of(Roster roster, History history, Decision decision, Reasons reasons) {
    TransitionGraph graph = new TransitionGraph(roster, history, decision, reasons);
    graph.fence();
    graph.add(new Withholding(roster, history).begun(decision.steps()));
    return new Transition(
        Collections.unmodifiableList(graph.actions), graph.assignment(), history.nextExpiry());
  }

  private void fence() {
    Arrays.fill(fences, -1);
    for (int n = 0; n < fences.length; n++) {
      if (roster.nodes.get(n).membership() == Membership.UNCLEAN) {
        fences[n] = actions.size();
        actions.add(new FenceAction(fences[n], roster.nodeName(n), List.of(), "node is unclean"));
      }
    }
  }

  private void add(Set<Step> steps) {
    Map<Step, Integer> open = new HashMap<>();
    Map<Step, List<Step>> next = new HashMap<>();
    PriorityQueue<Step> ready = new PriorityQueue<>(order());
    for (Step step : steps) {
      open.put(step, step.after().size());
      step.after().forEach(first -> next.computeIfAbsent(first, s -> new ArrayList<>()).add(step));
      if (step.after().isEmpty()) {
        ready.add(step);
      }
    }
    while (!ready.isEmpty()) {
      Step step = ready.remove();
      add(step);
      for (Step waiting : next.getOrDefault(step, List.of())) {
        if (open.merge(waiting, -1, Integer::sum) == 0) {
          ready.add(waiting);
        }
      }
    }
  }

  private Comparator<Step> order() {
    int[] places = new int[roster.resources.size()];
    for (int i = 0; i < decision.order().size(); i++) {
      places[decision.order().get(i)] = i;
    }
    return Comparator.<Step>comparingInt(step -> places[step.resource()])
        .thenComparingInt(step -> rank(step.operation()))
        .thenComparing(Step::name)
        .thenComparingInt(Step::node);
  }

  private static int rank(Operation operation) {
    return switch (operation) {
      case DEMOTE -> 0;
      case STOP -> 1;
      case START -> 2;
      default -> 3;
    };
  }

  private void add(Step step) {
    TreeSet<Integer> after = new TreeSet<>();
    step.after().forEach(first -> after.add(numbers.get(first)));
    for (Unclean place : history.of(step.resource()).unclean()) {
      if (endsBefore(place, step)) {
        after.add(fences[place.node()]);
      }
    }
    int number = actions.size();
    numbers.put(step, number);
    actions.add(
        new ResourceAction(
            number,
            step.operation(),
            step.name(),
            roster.nodeName(step.node()),
            reduced(after),
            reasons.of(step),
            step.locks()));
  }

  /** Leaves out what others of these wait for anyway, so that orders stay small. */
  private List<Integer> reduced(NavigableSet<Integer> after) {
    if (after.size() < 2) {
      return List.copyOf(after);
    }
    BitSet covered = new BitSet();
    List<Integer> kept = new ArrayList<>();
    for (int number : after.descendingSet()) {
      if (!covered.get(number)) {
        kept.add(number);
        cover(number, after.first(), covered);
      }
    }
    Collections.reverse(kept);
    return List.copyOf(kept);
  }

  /** Marks what an action waits for, however indirectly, as far as that can matter. */
  private void cover(int number, int lowest, BitSet covered) {
    Deque<Integer> open = new ArrayDeque<>();
    open.push(number);
    while (!open.isEmpty()) {
      for (int before : actions.get(open.pop()).after()) {
        if (before >= lowest && !covered.get(before)) {
          covered.set(before);
          open.push(before);
        }
      }
    }
  }

  /** Returns whether what could be active on an unclean node has to be over before a step. */
  private boolean endsBefore(Unclean place, Step step) {
    var definition = roster.resources.get(step.resource());
    if (step.operation() == Operation.PROMOTE) {
      return place.promoted();
    }
    boolean same = place.name().equals(step.name()) || place.name().equals(definition.id());
    return step.operation() == Operation.START && !definition.isAnonymousClone() && same;
  }

  /** Returns the node of each resource; those of instances that are all alike in one text. */
  private SortedMap<String, String> assignment() {
    Map<String, TreeSet<String>> nodes = new HashMap<>();
    for (int r = 0; r < roster.resources.size(); r++) {
      Hold hold = history.of(r).hold();
      if (hold != null && roster.resources.get(r).cloning() == null) {
        if (hold.node() >= 0) {
          String name = roster.reportName(r, roster.engineId(r));
          nodes.computeIfAbsent(name, n -> new TreeSet<>()).add(roster.nodeName(hold.node()));
        }
        continue;
      }
      for (Assigned place : decision.assigned(r)) {
        nodes
            .computeIfAbsent(place.name(), n -> new TreeSet<>())
            .add(roster.nodeName(place.node()));
      }
    }
    ImmutableSortedMap.Builder<String, String> assignment = ImmutableSortedMap.naturalOrder();
    nodes.forEach((name, places) -> assignment.put(name, String.join(", ", places)));
    return assignment.build();
  }
}
