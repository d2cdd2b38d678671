package io.pacekeeper.core.scheduler;

import io.pacekeeper.api.Operation;
import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.PolicyDecision;
import io.pacekeeper.core.policy.PolicyEngine;
import io.pacekeeper.core.policy.graph.GraphAction;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.rule.RuleTime;
import io.pacekeeper.core.policy.unpack.Unpacked;
import io.pacekeeper.core.policy.unpack.Unpacking;
import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the policy engine has decided: which resource and instance is to be where, and what has to
 * be done for that in which order. In the numbers of the roster, and without all that stands for
 * nothing that a node would do.
 */
final class Decision {
  /** On no node. */
  static final int NOWHERE = -1;

  /** A node for a resource, or for an instance. */
  record Assigned(String name, int node, boolean promoted) {}

  /**
   * Something that a node has to do.
   *
   * @param after what has to be done before
   * @param cause what the engine says it is for, or null
   * @param locks whether what is stopped is kept for its node
   */
  record Step(
      Operation operation,
      int resource,
      String name,
      int node,
      Set<Step> after,
      @Nullable String cause,
      boolean locks) {
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  private final Roster roster;
  private final WorkingSet working;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<Integer> order = new ArrayList<>();
  private final List<List<Assigned>> assigned = new ArrayList<>();
  private final @Nullable WorkingResource[] tops;
  private final int[] nodes;
  private final List<Step> steps = new ArrayList<>();
  private final IdentityHashMap<Action, Step> stepOf = new IdentityHashMap<>();
  private final IdentityHashMap<Action, GraphAction> graph = new IdentityHashMap<>();
  private final IdentityHashMap<Action, Set<Step>> before = new IdentityHashMap<>();

  private final String scores;

  private Decision(Roster roster, PolicyDecision decided) {
    this.roster = roster;
    this.working = decided.working();
    this.scores = decided.scores();
    this.tops = new WorkingResource[roster.resources.size()];
    this.nodes = new int[roster.nodes.size()];
    for (int r = 0; r < roster.resources.size(); r++) {
      numbers.put(roster.engineId(r), r);
      assigned.add(new ArrayList<>(1));
    }
    for (WorkingNode node : decided.working().nodes()) {
      nodes[roster.node(node.name())] = node.index();
    }
    decided.working().resources().forEach(this::read);
    decided.graph().actions().forEach(this::read);
    for (Map.Entry<Action, Step> entry : stepOf.entrySet()) {
      entry.getValue().after().addAll(before(entry.getKey()));
    }
  }

  static Decision of(
      Roster roster, NodeStatus nodes, History history, Instant now, boolean listScores) {
    return of(roster, EngineInput.of(roster, nodes, history, now, null), now, null, listScores);
  }

  /**
   * Returns what the engine decides.
   *
   * @param reasons where it is to write down why; null: nobody wants to know
   */
  static Decision of(
      Roster roster,
      PolicyInput input,
      Instant now,
      io.pacekeeper.core.policy.working.@Nullable Reasons reasons,
      boolean listScores) {
    RuleTime time = new RuleTime(now.getEpochSecond(), ZoneOffset.UTC);
    Unpacked unpacked = Unpacking.unpack(input, time);
    unpacked.working().setReasons(reasons);
    unpacked.working().unassignGroups();
    return new Decision(roster, PolicyEngine.decideWhatIsKnown(unpacked, listScores));
  }

  private void read(WorkingResource resource) {
    if (resource instanceof WorkingPrimitive primitive) {
      Integer number = numbers.get(primitive.definition().id());
      if (number == null) {
        return;
      }
      if (tops[number] == null) {
        tops[number] = primitive;
        order.add(number);
      }
      WorkingNode node = primitive.assigned();
      if (node != null) {
        String name = roster.reportName(number, primitive.id());
        boolean promoted = primitive.nextRole() == Role.PROMOTED;
        assigned.get(number).add(new Assigned(name, roster.node(node.name()), promoted));
      }
    } else {
      resource.children().forEach(this::read);
    }
  }

  private void read(GraphAction entry) {
    Action action = entry.action();
    graph.put(action, entry);
    WorkingNode node = action.node();
    if (!(action.resource() instanceof WorkingPrimitive primitive)
        || action.pseudo()
        || node == null) {
      return;
    }
    Operation operation = operation(action);
    Integer number = numbers.get(primitive.definition().id());
    if (operation != null && number != null) {
      Step step =
          new Step(
              operation,
              number,
              roster.reportName(number, primitive.id()),
              roster.node(node.name()),
              new HashSet<>(4),
              action.reason(),
              operation == Operation.STOP && node.equals(primitive.lockNode()));
      steps.add(step);
      stepOf.put(action, step);
    }
  }

  private static @Nullable Operation operation(Action action) {
    return switch (action.task()) {
      case Task.START -> Operation.START;
      case Task.STOP -> Operation.STOP;
      case Task.PROMOTE -> Operation.PROMOTE;
      case Task.DEMOTE -> Operation.DEMOTE;
      default -> null;
    };
  }

  /** Returns the steps before an action, through whatever is between them that nobody does. */
  private Set<Step> before(Action action) {
    Set<Step> known = before.get(action);
    if (known != null) {
      return known;
    }
    Set<Step> found = new HashSet<>(4);
    before.put(action, found);
    GraphAction entry = graph.get(action);
    if (entry != null) {
      for (Action trigger : entry.triggers()) {
        Step step = stepOf.get(trigger);
        if (step != null) {
          found.add(step);
        } else {
          found.addAll(before(trigger));
        }
      }
    }
    return found;
  }

  /** Returns what the engine decided from, with everything that it found on the way. */
  WorkingSet working() {
    return working;
  }

  /** Returns the resources in the order in which they were assigned. */
  List<Integer> order() {
    return order;
  }

  /** Returns what has to be done, in no order. */
  List<Step> steps() {
    return steps;
  }

  /** Returns the scores in the names of the user; nothing if nobody asked for them. */
  String scores() {
    return roster.inNamesOfUser(scores);
  }

  /** Returns where a resource and its instances are to be. */
  List<Assigned> assigned(int resource) {
    return assigned.get(resource);
  }

  /** Returns the node of a resource, the first one of an instance, or {@link #NOWHERE}. */
  int node(int resource) {
    List<Assigned> places = assigned.get(resource);
    return places.isEmpty() ? NOWHERE : places.get(0).node();
  }

  /** Returns how much a resource, or its first instance, would like to be on a node. */
  int score(int resource, int node) {
    WorkingResource top = tops[resource];
    return top == null ? -Score.INFINITY : top.allowed().score(nodes[node]);
  }
}
