package io.pacekeeper.core.scheduler;

import io.pacekeeper.api.Score;
import io.pacekeeper.api.TargetRole;
import io.pacekeeper.core.document.ResourceState.Phase;
import io.pacekeeper.core.scheduler.NodeStatus.Obstacle;
import io.pacekeeper.core.scheduler.ResourceStatus.NodeFailures;
import io.pacekeeper.core.scheduler.ResourceStatus.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has to be done with each resource to bring it from where it is to where it was assigned, in
 * the order of assignment, and not yet when.
 */
final class PlannedActions {
  private final Planner planner;
  private final List<Plan> plans;

  private PlannedActions(Planner planner, List<Plan> plans) {
    this.planner = planner;
    this.plans = plans;
  }

  /**
   * What has to be done with one resource.
   *
   * @param resource which one
   * @param stops where it is to be stopped
   * @param start where it is to be started after that, or null for nowhere
   */
  record Plan(int resource, List<Step> stops, @Nullable Step start) {}

  /** A start or a stop on a node, and why. */
  record Step(int node, String reason) {}

  static PlannedActions of(
      Roster roster, NodeStatus nodes, History history, ScoreTable scores, Assignment assignment) {
    Planner planner = new Planner(roster, nodes, history, scores, assignment);
    List<Plan> plans = new ArrayList<>();
    for (int r : assignment.order()) {
      Plan plan = planner.plan(r);
      if (plan != null) {
        plans.add(plan);
      }
    }
    return new PlannedActions(planner, plans);
  }

  /** Returns the resources with which anything is to be done. */
  List<Plan> plans() {
    return plans;
  }

  /** Returns why an inactive resource was assigned to no node. */
  String reasonForNowhere(int resource) {
    return planner.reasonForNowhere(resource, Assignment.NOWHERE);
  }

  private record Planner(
      Roster roster, NodeStatus nodes, History history, ScoreTable scores, Assignment assignment) {

    @Nullable Plan plan(int r) {
      ResourceStatus status = history.of(r);
      int target = assignment.node(r);
      if (status.hold() != null) {
        return null;
      }
      if (status.active().isEmpty()) {
        return target == Assignment.NOWHERE
            ? null
            : new Plan(r, List.of(), new Step(target, reasonToStart(status)));
      }
      if (status.active().size() > 1) {
        return planForMultiplyActive(r, status.active(), target);
      }
      Place place = status.active().get(0);
      String reason = reasonToStop(r, place, target);
      if (reason == null) {
        return null;
      }
      return new Plan(
          r,
          List.of(new Step(place.node(), reason)),
          target == Assignment.NOWHERE ? null : new Step(target, reason));
    }

    private String reasonToStart(ResourceStatus status) {
      return status.unclean().isEmpty()
          ? "inactive"
          : roster.nodeName(status.unclean().get(0)) + " is unclean";
    }

    private static Plan planForMultiplyActive(int r, List<Place> active, int target) {
      String reason = "active on " + active.size() + " nodes";
      List<Step> stops = active.stream().map(place -> new Step(place.node(), reason)).toList();
      return new Plan(r, stops, target == Assignment.NOWHERE ? null : new Step(target, reason));
    }

    /** Returns why a resource that is active on one node has to be stopped, or null if it stays. */
    private @Nullable String reasonToStop(int r, Place place, int target) {
      if (target == Assignment.NOWHERE) {
        return reasonForNowhere(r, place.node());
      }
      if (place.phase() == Phase.FAILED) {
        String failure = History.describe(place.failure());
        return target == place.node()
            ? failure
            : failure + ", and " + reasonToMove(r, place.node(), target);
      }
      if (target != place.node()) {
        return reasonToMove(r, place.node(), target);
      }
      return place.phase() == Phase.STOPPING ? "restart" : null;
    }

    private String reasonForNowhere(int r, int current) {
      if (roster.isOrphan(r)) {
        return "no application declares it";
      }
      if (roster.resources.get(r).targetRole() == TargetRole.STOPPED) {
        return "target-role is Stopped";
      }
      if (roster.options.stopAllResources()) {
        return "stop-all-resources is on";
      }
      NodeFailures stopped = history.of(r).stopped();
      if (stopped != null) {
        return "on-fail=stop after "
            + History.describe(stopped.failure())
            + " on "
            + roster.nodeName(stopped.node());
      }
      return current == Assignment.NOWHERE
          ? "no node can run it"
          : whyNot(r, current) + ", and no other node can run it";
    }

    private String reasonToMove(int r, int current, int target) {
      if (Assignment.effectiveScore(nodes, scores, r, current) < 0) {
        return whyNot(r, current);
      }
      return scores.score(r, target) > scores.score(r, current)
          ? roster.nodeName(target) + " has a higher score"
          : roster.nodeName(target) + " has fewer resources";
    }

    private String whyNot(int r, int node) {
      Obstacle obstacle = nodes.obstacle(node);
      if (obstacle != null) {
        return roster.nodeName(node) + " is " + obstacle.state();
      }
      if (!scores.hasCode(r, node)) {
        return roster.nodeName(node) + " has no code for it";
      }
      for (NodeFailures failures : history.of(r).failures()) {
        if (failures.node() == node && ScoreTable.areTooMany(roster.resources.get(r), failures)) {
          return "failcount " + Score.format(failures.failcount()) + " on " + roster.nodeName(node);
        }
      }
      return roster.nodeName(node) + " has a score below 0";
    }
  }
}
