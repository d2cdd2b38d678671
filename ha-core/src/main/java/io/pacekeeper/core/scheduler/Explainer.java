package io.pacekeeper.core.scheduler;

import io.pacekeeper.api.Explanation;
import io.pacekeeper.api.Explanation.NodeCase;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.document.PlacementStrategy;
import io.pacekeeper.core.document.ResourceState.Phase;
import io.pacekeeper.core.scheduler.Decision.Assigned;
import io.pacekeeper.core.scheduler.Decision.Step;
import io.pacekeeper.core.scheduler.ResourceStatus.Hold;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts into words what was decided about one resource. */
final class Explainer {
  private final Roster roster;
  private final History history;
  private final NodeStatus nodes;
  private final Decision decision;
  private final Reasons reasons;
  private final int resource;
  private final ScoreTerms terms;
  private final @Nullable Hold hold;
  private final int target;

  private Explainer(Reasons reasons, int resource) {
    this.roster = reasons.roster();
    this.history = reasons.history();
    this.nodes = reasons.nodes();
    this.decision = reasons.decision();
    this.reasons = reasons;
    this.resource = resource;
    this.terms = ScoreTerms.of(reasons, resource);
    this.hold = history.of(resource).hold();
    this.target = hold != null ? hold.node() : decision.node(resource);
  }

  static Explanation explain(Reasons reasons, int resource) {
    return new Explainer(reasons, resource).explain();
  }

  private Explanation explain() {
    List<NodeCase> cases = new ArrayList<>();
    for (int n = 0; n < roster.nodes.size(); n++) {
      cases.add(new NodeCase(roster.nodeName(n), terms.of(n), terms.score(n), verdict(n)));
    }
    String remedy = null;
    if (hold != null) {
      remedy = hold.remedy();
    } else if (target == Decision.NOWHERE) {
      remedy = remedy();
    }
    String id = roster.resources.get(resource).id();
    return new Explanation(
        id,
        target == Decision.NOWHERE ? null : places(),
        id + " " + summary() + ".",
        cases,
        remedy);
  }

  private String places() {
    if (hold != null || roster.resources.get(resource).cloning() == null) {
      return roster.nodeName(target);
    }
    return decision.assigned(resource).stream()
        .map(place -> roster.nodeName(place.node()))
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private String summary() {
    if (hold != null) {
      String where = hold.node() == Decision.NOWHERE ? "runs nowhere" : "is left alone";
      return where + ", because it " + hold.reason();
    }
    return roster.resources.get(resource).cloning() == null ? summaryOfOne() : summaryOfClone();
  }

  private String summaryOfClone() {
    List<Assigned> assigned = decision.assigned(resource);
    if (assigned.isEmpty()) {
      return "runs nowhere: " + reasons.forNowhere(resource);
    }
    List<String> words = new ArrayList<>();
    words.add("has " + assigned.size() + (assigned.size() == 1 ? " instance" : " instances"));
    words.add("on " + places());
    String promoted =
        assigned.stream()
            .filter(Assigned::promoted)
            .map(place -> roster.nodeName(place.node()))
            .sorted()
            .collect(Collectors.joining(", "));
    return String.join(" ", words) + (promoted.isEmpty() ? "" : ", promoted on " + promoted);
  }

  private String summaryOfOne() {
    List<Step> stops = steps(Operation.STOP);
    List<Step> starts = steps(Operation.START);
    if (stops.isEmpty() && starts.isEmpty()) {
      if (target == Decision.NOWHERE) {
        return "runs nowhere: " + reasons.forNowhere(resource);
      }
      List<ResourceStatus.Place> active = history.of(resource).active();
      String node = roster.nodeName(target);
      if (active.isEmpty()) {
        return "is to be on " + node + ", and waits for what it starts after";
      }
      return active.get(0).phase() == Phase.STARTING
          ? "is starting on " + node
          : "is on " + node + " and stays there";
    }
    if (starts.isEmpty()) {
      return "is to stop and run nowhere: " + reasons.of(stops.get(0));
    }
    String reason = reasons.of(starts.get(0));
    if (stops.isEmpty()) {
      return "is to start on " + roster.nodeName(target) + ": " + reason;
    }
    return stops.size() == 1 && stops.get(0).node() == target
        ? "is to restart on " + roster.nodeName(target) + ": " + reason
        : "is to move from %s to %s: %s"
            .formatted(
                stops.stream()
                    .map(stop -> roster.nodeName(stop.node()))
                    .collect(Collectors.joining(" and ")),
                roster.nodeName(target),
                reason);
  }

  private List<Step> steps(Operation operation) {
    return decision.steps().stream()
        .filter(step -> step.resource() == resource && step.operation() == operation)
        .sorted(Comparator.comparingInt(Step::node))
        .toList();
  }

  private String verdict(int n) {
    if (hold != null) {
      return n == hold.node() ? "left alone here" : "not considered";
    }
    if (roster.options.stopAllResources()) {
      return "not considered";
    }
    if (!isEligible(n)) {
      return "cannot run it";
    }
    ResourceDefinition definition = roster.resources.get(resource);
    boolean chosen = decision.assigned(resource).stream().anyMatch(place -> place.node() == n);
    if (chosen) {
      return "chosen";
    }
    if (definition.cloning() != null || target == Decision.NOWHERE) {
      return "not chosen";
    }
    return comparison(n);
  }

  private boolean isEligible(int n) {
    return nodes.isAvailable(n) && terms.score(n) >= 0;
  }

  /** Says what speaks for the chosen node and against this one. */
  private String comparison(int n) {
    int current = history.of(resource).currentNode();
    int score = terms.score(n);
    String best = roster.nodeName(target);
    if (score < terms.score(target)) {
      return "has a lower score than " + best;
    }
    if (target == current && score > 0) {
      return "has no higher score than " + best + ", where it is";
    }
    if (roster.options.placement().strategy() == PlacementStrategy.BALANCED) {
      return "has as high a score, but no more capacity left than " + best;
    }
    int[] load = load();
    if (load[n] != load[target]) {
      return "has as high a score, but more resources (%d, and %s has %d)"
          .formatted(load[n], best, load[target]);
    }
    return target == current
        ? "is as good as " + best + ", where it is"
        : "is as good as " + best + ", which comes first by name";
  }

  /** Returns how many resources had been assigned to each node when this one was. */
  private int[] load() {
    int[] load = new int[roster.nodes.size()];
    for (int r : decision.order()) {
      if (r == resource) {
        break;
      }
      Hold held = history.of(r).hold();
      if (held == null) {
        decision.assigned(r).forEach(place -> load[place.node()]++);
      } else if (held.node() >= 0) {
        load[held.node()]++;
      }
    }
    return load;
  }

  /** Returns what would have to change so that at least one node could run the resource. */
  private String remedy() {
    if (roster.nodes.isEmpty()) {
      return "start a node";
    }
    List<Set<String>> remedies = new ArrayList<>();
    for (int n = 0; n < roster.nodes.size(); n++) {
      remedies.add(new LinkedHashSet<>(terms.remedies(n)));
    }
    Set<String> everywhere = new LinkedHashSet<>(remedies.get(0));
    remedies.forEach(everywhere::retainAll);
    remedies.forEach(remedy -> remedy.removeAll(everywhere));
    if (roster.options.stopAllResources()) {
      everywhere.add("set stop-all-resources to false");
    }
    String all = String.join(" and ", everywhere);
    if (remedies.stream().anyMatch(Set::isEmpty)) {
      return all.isEmpty() ? "look at what it is tied to" : all;
    }
    String one =
        (remedies.size() == 1 ? "" : "one of: ")
            + remedies.stream()
                .map(remedy -> String.join(" and ", remedy))
                .collect(Collectors.joining("; "));
    return all.isEmpty() ? one : all + ", and " + one;
  }
}
