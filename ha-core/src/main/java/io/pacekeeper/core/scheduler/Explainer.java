package io.pacekeeper.core.scheduler;

import io.pacekeeper.api.Explanation;
import io.pacekeeper.api.Explanation.NodeCase;
import io.pacekeeper.api.Score;
import io.pacekeeper.core.document.ResourceState.Phase;
import io.pacekeeper.core.scheduler.NodeStatus.Obstacle;
import io.pacekeeper.core.scheduler.PlannedActions.Plan;
import io.pacekeeper.core.scheduler.ResourceStatus.Hold;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts into words what was decided about one resource, from the reasons written down meanwhile. */
record Explainer(
    Roster roster,
    History history,
    NodeStatus nodes,
    ScoreTable scores,
    Assignment assignment,
    PlannedActions planned,
    Trace trace) {

  Explanation explain(int resource) {
    int target = assignment.node(resource);
    Hold hold = history.of(resource).hold();
    List<NodeCase> cases = new ArrayList<>();
    for (int n = 0; n < roster.nodes.size(); n++) {
      cases.add(nodeCase(resource, n, hold));
    }
    String remedy = null;
    if (hold != null) {
      remedy = hold.remedy();
    } else if (target == Assignment.NOWHERE) {
      remedy = remedy();
    }
    return new Explanation(
        roster.resources.get(resource).id(),
        target == Assignment.NOWHERE ? null : roster.nodeName(target),
        roster.resources.get(resource).id() + " " + summary(resource, target, hold) + ".",
        cases,
        remedy);
  }

  private NodeCase nodeCase(int resource, int node, @Nullable Hold hold) {
    List<Explanation.Term> terms = new ArrayList<>();
    for (Trace.Term term : trace.terms(node)) {
      terms.add(new Explanation.Term(term.source(), term.score()));
    }
    Obstacle obstacle = nodes.obstacle(node);
    if (obstacle != null) {
      terms.add(new Explanation.Term(obstacle.state(), -Score.INFINITY));
    }
    String verdict = trace.verdict(node);
    if (hold != null && node == hold.node()) {
      verdict = "left alone here";
    }
    return new NodeCase(
        roster.nodeName(node),
        terms,
        Assignment.effectiveScore(nodes, scores, resource, node),
        verdict);
  }

  private String summary(int resource, int target, @Nullable Hold hold) {
    if (hold != null) {
      String where = hold.node() == Assignment.NOWHERE ? "runs nowhere" : "is left alone";
      return where + ", because it " + hold.reason();
    }
    ResourceStatus status = history.of(resource);
    Plan plan = plan(resource);
    if (plan == null) {
      if (target == Assignment.NOWHERE) {
        return "runs nowhere: " + planned.reasonForNowhere(resource);
      }
      return status.active().get(0).phase() == Phase.STARTING
          ? "is starting on " + roster.nodeName(target)
          : "is on " + roster.nodeName(target) + " and stays there";
    }
    if (plan.start() == null) {
      return "is to stop and run nowhere: " + plan.stops().get(0).reason();
    }
    String reason = plan.start().reason();
    if (plan.stops().isEmpty()) {
      return "is to start on " + roster.nodeName(target) + ": " + reason;
    }
    int from = plan.stops().get(0).node();
    return from == target && plan.stops().size() == 1
        ? "is to restart on " + roster.nodeName(target) + ": " + reason
        : "is to move from %s to %s: %s"
            .formatted(
                plan.stops().stream()
                    .map(stop -> roster.nodeName(stop.node()))
                    .collect(Collectors.joining(" and ")),
                roster.nodeName(target),
                reason);
  }

  private @Nullable Plan plan(int resource) {
    return planned.plans().stream()
        .filter(plan -> plan.resource() == resource)
        .findFirst()
        .orElse(null);
  }

  /** Returns what would have to change so that at least one node could run the resource. */
  private String remedy() {
    if (roster.nodes.isEmpty()) {
      return "start a node";
    }
    List<Set<String>> remedies = new ArrayList<>();
    for (int n = 0; n < roster.nodes.size(); n++) {
      remedies.add(remedies(n));
    }
    Set<String> everywhere = new LinkedHashSet<>(remedies.get(0));
    remedies.forEach(everywhere::retainAll);
    remedies.forEach(remedy -> remedy.removeAll(everywhere));
    if (roster.options.stopAllResources()) {
      everywhere.add("set stop-all-resources to false");
    }
    String all = String.join(" and ", everywhere);
    if (remedies.stream().anyMatch(Set::isEmpty)) {
      return all;
    }
    String one =
        (remedies.size() == 1 ? "" : "one of: ")
            + remedies.stream()
                .map(remedy -> String.join(" and ", remedy))
                .collect(Collectors.joining("; "));
    return all.isEmpty() ? one : all + ", and " + one;
  }

  private Set<String> remedies(int node) {
    Set<String> remedies = new LinkedHashSet<>();
    for (Trace.Term term : trace.terms(node)) {
      if (term.remedy() != null) {
        remedies.add(term.remedy());
      }
    }
    Obstacle obstacle = nodes.obstacle(node);
    if (obstacle != null) {
      remedies.add(obstacle.remedy());
    }
    return remedies;
  }
}
