package io.pacekeeper.core.scheduler;

import io.pacekeeper.api.Explanation;
import io.pacekeeper.api.Explanation.NodeCase;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.OrderConstraint;
import io.pacekeeper.core.document.ResourceState.Phase;
import io.pacekeeper.core.policy.explain.Cause;
import io.pacekeeper.core.policy.explain.NodeCases;
import io.pacekeeper.core.scheduler.Decision.Assigned;
import io.pacekeeper.core.scheduler.Decision.Step;
import io.pacekeeper.core.scheduler.ResourceStatus.Hold;
import io.pacekeeper.core.scheduler.ResourceStatus.Lock;
import io.pacekeeper.core.scheduler.ResourceStatus.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts into words what was decided about one resource. */
final class Explainer {
  private static final String LEFT_ALONE = "left alone here";
  private static final Comparator<NodeCase> HERE_FIRST =
      Comparator.comparing(node -> !node.verdict().equals(LEFT_ALONE));

  private final Roster roster;
  private final History history;
  private final Decision decision;
  private final Reasons reasons;
  private final int resource;
  private final NodeCases cases;
  private final @Nullable Hold hold;
  private final int target;

  private Explainer(Reasons reasons, int resource, NodeCases cases) {
    this.roster = reasons.roster();
    this.history = reasons.history();
    this.decision = reasons.decision();
    this.reasons = reasons;
    this.resource = resource;
    this.cases = cases;
    this.hold = history.of(resource).hold();
    this.target = hold != null ? hold.node() : decision.node(resource);
  }

  static Explanation explain(Reasons reasons, int resource, NodeCases cases) {
    return new Explainer(reasons, resource, cases).explain();
  }

  private Explanation explain() {
    List<NodeCase> nodes = cases.all();
    String remedy = null;
    if (hold != null) {
      nodes = nodes.stream().map(this::held).sorted(HERE_FIRST).toList();
      remedy = hold.remedy();
    } else if (target == Decision.NOWHERE) {
      remedy = remedy();
    }
    String id = roster.resources.get(resource).id();
    return new Explanation(
        id,
        target == Decision.NOWHERE ? null : places(),
        id + " " + summary() + ".",
        nodes,
        remedy);
  }

  /** Says of a node what is so while nothing is done with the resource. */
  private NodeCase held(NodeCase node) {
    boolean here = roster.node(node.node()) == target;
    return new NodeCase(
        node.node(),
        node.terms(),
        node.score(),
        here ? LEFT_ALONE : "not considered",
        null,
        node.promotion());
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
      List<Place> active = history.of(resource).active();
      String node = roster.nodeName(target);
      if (active.isEmpty()) {
        Cause cause = cases.waiting();
        String what = cause == null ? "for what it starts after" : cause.words();
        return "is to be on " + node + ", and waits " + what;
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
      return "is to start on " + roster.nodeName(target) + afterWhat() + ": " + reason;
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

  /** Says of a start that what comes before it is under way already. */
  private String afterWhat() {
    for (OrderConstraint order : roster.resources.get(resource).constraints().orders()) {
      int single = roster.resource(order.first());
      List<Integer> firsts =
          single >= 0 ? List.of(single) : roster.groups().getOrDefault(order.first(), List.of());
      for (int first : firsts) {
        if (history.of(first).active().stream().anyMatch(Place::isStarting)) {
          return " once " + roster.resources.get(first).id() + " has started";
        }
      }
    }
    return "";
  }

  private List<Step> steps(Operation operation) {
    return decision.steps().stream()
        .filter(step -> step.resource() == resource && step.operation() == operation)
        .sorted(Comparator.comparingInt(Step::node))
        .toList();
  }

  /** Returns what would have to change so that it could be active anywhere. */
  private @Nullable String remedy() {
    Lock lock = history.of(resource).lock();
    return lock == null
        ? cases.remedy()
        : "let it run on %s, or set shutdown-lock to false".formatted(roster.nodeName(lock.node()));
  }
}
