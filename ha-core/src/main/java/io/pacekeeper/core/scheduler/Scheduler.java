package io.pacekeeper.core.scheduler;

import io.pacekeeper.api.Explanation;
import io.pacekeeper.api.LocationConstraint;
import io.pacekeeper.core.cib.Cib;
import io.pacekeeper.core.document.ResourceLocation;
import io.pacekeeper.core.policy.explain.NodeCases;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.working.Reason;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.scheduler.Decision.Step;
import io.pacekeeper.core.scheduler.Inspection.Held;
import io.pacekeeper.core.scheduler.Inspection.Withheld;
import io.pacekeeper.core.scheduler.ResourceStatus.Hold;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decides what runs where, and what has to be done for that, from the cluster information base and
 * the time alone. Decides the same for the same, to the last byte.
 *
 * <p>The semantics are Pacemaker's. On purpose it differs where a lease takes the place of a
 * fencing device and services live in the JVM:
 *
 * <ul>
 *   <li>An unclean node is always fenced; nothing is unmanaged for lack of a device. What could be
 *       active there is started elsewhere after that, whatever its {@code requires}, because
 *       everything may run once; what could not is not held up. What failed there does not count.
 *   <li>What is active on an online node and possibly on an unclean one stays where it is: fencing
 *       ends the other.
 *   <li>Nothing is probed. What is not known is {@code UNKNOWN}, and like what a pending node could
 *       be running it is left alone everywhere until it is known.
 *   <li>A start under way keeps its place and is not ordered again; a stop under way is, until it
 *       is done.
 *   <li>What failed is stopped, also when the failure is so old that it does not count any more;
 *       and that failures of one node are ignored says nothing of another's.
 *   <li>A failed monitor with {@code on-fail=fence} restarts the resource. A failed stop is its
 *       node's own affair: the node halts.
 *   <li>A resource runs only on nodes that have code for it; a cloned group where all of it can.
 *   <li>No node gets a second instance of a cloned group that was to stay elsewhere and moves.
 * </ul>
 */
public final class Scheduler {
  private Scheduler() {}

  /** Returns what is to be done. */
  public static Transition schedule(Cib cib, Instant now) {
    Roster roster = Roster.of(cib);
    Reasons reasons = decide(roster, now, false);
    return TransitionGraph.of(roster, reasons.history(), reasons.decision(), reasons);
  }

  /** Returns what is to be done, with what is left undone and why, and the scores. */
  public static Inspection inspect(Cib cib, Instant now) {
    Roster roster = Roster.of(cib);
    Reasons reasons = decide(roster, now, true);
    History history = reasons.history();
    Decision decision = reasons.decision();
    SortedMap<String, Held> held = new TreeMap<>();
    for (int r = 0; r < roster.resources.size(); r++) {
      Hold hold = history.of(r).hold();
      if (hold != null) {
        held.put(roster.reportName(r, roster.engineId(r)), new Held(hold.reason(), hold.unsure()));
      }
    }
    Set<Step> begun = new Withholding(roster, history).begun(decision.steps());
    List<Withheld> withheld = new ArrayList<>();
    for (Step step : decision.steps()) {
      if (!begun.contains(step)) {
        withheld.add(new Withheld(step.operation(), step.name(), roster.nodeName(step.node())));
      }
    }
    return new Inspection(
        TransitionGraph.of(roster, history, decision, reasons), held, withheld, decision.scores());
  }

  /**
   * Returns why a resource is where it is.
   *
   * @throws IllegalArgumentException if there is no such resource
   */
  public static Explanation explain(Cib cib, String resource, Instant now) {
    return explain(cib, resource, now, List.of());
  }

  /**
   * Returns why a resource is where it is.
   *
   * @param directives the location constraints that administrators made, to call them by their ids
   * @throws IllegalArgumentException if there is no such resource
   */
  public static Explanation explain(
      Cib cib, String resource, Instant now, List<ResourceLocation> directives) {
    Roster roster = Roster.of(cib);
    int number = roster.known(resource);
    if (number < 0) {
      throw new IllegalArgumentException(
          "there is no resource " + resource + ": no application declares it");
    }
    History history = History.of(roster, now);
    NodeStatus nodes = NodeStatus.of(roster, history);
    Map<String, LocationConstraint> origins = new HashMap<>();
    PolicyInput input = EngineInput.of(roster, nodes, history, now, origins);
    io.pacekeeper.core.policy.working.Reasons why = new io.pacekeeper.core.policy.working.Reasons();
    Decision decision = Decision.of(roster, input, now, why, false);
    LivePhrases phrases = new LivePhrases(roster, nodes, history, origins, directives);
    WorkingResource subject = decision.working().find(roster.engineTop(number));
    if (subject == null) {
      throw new IllegalStateException("the engine does not know " + resource);
    }
    NodeCases cases = NodeCases.of(decision.working(), why, phrases, subject);
    return Explainer.explain(new Reasons(roster, nodes, history, decision), number, cases);
  }

  /** Returns the resources that run nowhere because no node has enough left of what they take. */
  public static List<String> lackingCapacity(Cib cib, Instant now) {
    if (!cib.options().placement().countsCapacity()) {
      return List.of();
    }
    Roster roster = Roster.of(cib);
    History history = History.of(roster, now);
    NodeStatus nodes = NodeStatus.of(roster, history);
    io.pacekeeper.core.policy.working.Reasons why = new io.pacekeeper.core.policy.working.Reasons();
    Decision decision =
        Decision.of(roster, EngineInput.of(roster, nodes, history, now, null), now, why, false);
    List<String> lacking = new ArrayList<>();
    for (int r = 0; r < roster.resources.size(); r++) {
      WorkingResource engine = decision.working().find(roster.engineId(r));
      if (engine != null
          && history.of(r).hold() == null
          && decision.node(r) == Decision.NOWHERE
          && decision.working().nodes().stream()
              .anyMatch(node -> isShort(why.of(engine, node.index())))) {
        lacking.add(roster.resources.get(r).id());
      }
    }
    return lacking;
  }

  /** Capacity is asked for last, and only where nothing else rules the node out. */
  private static boolean isShort(List<Reason> reasons) {
    return reasons.stream().anyMatch(reason -> reason.kind() == Reason.Kind.CAPACITY);
  }

  private static Reasons decide(Roster roster, Instant now, boolean listScores) {
    History history = History.of(roster, now);
    NodeStatus nodes = NodeStatus.of(roster, history);
    Decision decision = Decision.of(roster, nodes, history, now, listScores);
    return new Reasons(roster, nodes, history, decision);
  }
}
