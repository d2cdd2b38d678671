package io.pacekeeper.core.scheduler;

import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.Score;
import io.pacekeeper.api.TargetRole;
import io.pacekeeper.core.cib.NodeHealth;
import io.pacekeeper.core.document.ResourceState.Phase;
import io.pacekeeper.core.scheduler.Decision.Assigned;
import io.pacekeeper.core.scheduler.Decision.Step;
import io.pacekeeper.core.scheduler.NodeStatus.Obstacle;
import io.pacekeeper.core.scheduler.ResourceStatus.Lock;
import io.pacekeeper.core.scheduler.ResourceStatus.NodeFailures;
import io.pacekeeper.core.scheduler.ResourceStatus.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says in a few words why something is done, or why it is not. */
record Reasons(Roster roster, NodeStatus nodes, History history, Decision decision) {

  /** Returns why a step is taken. */
  String of(Step step) {
    return switch (step.operation()) {
      case START -> start(step);
      case STOP -> stop(step);
      case PROMOTE -> promote(step);
      case DEMOTE -> demote(step);
      case MONITOR -> "";
    };
  }

  private String start(Step step) {
    int r = step.resource();
    ResourceStatus status = history.of(r);
    for (Place place : status.active()) {
      if (isMoved(r, place, step)) {
        return stopped(r, place, step.node(), step.cause());
      }
    }
    if (roster.resources.get(r).isAnonymousClone() || status.unclean().isEmpty()) {
      return "inactive";
    }
    return roster.nodeName(status.unclean().get(0).node()) + " is unclean";
  }

  /** Returns whether it is this that goes to where a start is: itself, or an instance alike. */
  private boolean isMoved(int r, Place place, Step start) {
    return place.name().equals(start.name())
        && (!roster.resources.get(r).isAnonymousClone() || place.node() == start.node());
  }

  private String stop(Step step) {
    int r = step.resource();
    Place place = history.of(r).place(step.name(), step.node());
    return place == null ? "inactive" : stopped(r, place, target(r, place), step.cause());
  }

  private int target(int r, Place place) {
    boolean alike = roster.resources.get(r).isAnonymousClone();
    for (Assigned assigned : decision.assigned(r)) {
      if (assigned.name().equals(place.name()) && (!alike || assigned.node() == place.node())) {
        return assigned.node();
      }
    }
    return Decision.NOWHERE;
  }

  private String stopped(int r, Place place, int target, @Nullable String cause) {
    ResourceDefinition definition = roster.resources.get(r);
    long active =
        history.of(r).active().stream().filter(one -> one.name().equals(place.name())).count();
    if (active > 1 && !definition.isAnonymousClone()) {
      return "active on " + active + " nodes";
    }
    String reason = toStop(r, place, target);
    if (reason == null) {
      reason = cause == null ? "restart" : roster.inNamesOfUser(cause);
    }
    return reason;
  }

  /** Returns why what is active in one place has to be stopped, or null if it is for another. */
  private @Nullable String toStop(int r, Place place, int target) {
    if (target == Decision.NOWHERE) {
      return forNowhere(r, place.node());
    }
    if (place.phase() == Phase.FAILED) {
      String failure = History.describe(place.failure());
      return target == place.node()
          ? failure
          : failure + ", and " + toMove(r, place.node(), target);
    }
    if (target != place.node()) {
      return toMove(r, place.node(), target);
    }
    return place.phase() == Phase.STOPPING ? "restart" : null;
  }

  private String promote(Step step) {
    Place place = history.of(step.resource()).place(step.name(), step.node());
    Integer score = place == null ? null : place.promotion().score();
    return "to be promoted" + (score == null ? "" : ", with promotion score " + score);
  }

  private String demote(Step step) {
    int r = step.resource();
    for (Assigned assigned : decision.assigned(r)) {
      boolean here = assigned.name().equals(step.name()) && assigned.node() == step.node();
      if (assigned.promoted() && !here) {
        return roster.nodeName(assigned.node()) + " is to be promoted";
      }
    }
    if (roster.resources.get(r).targetRole() == TargetRole.UNPROMOTED) {
      return "target-role is Unpromoted";
    }
    Place place = history.of(r).place(step.name(), step.node());
    return place == null ? "not to be promoted" : stopped(r, place, target(r, place), step.cause());
  }

  /** Returns why a resource that was assigned to no node is on none. */
  String forNowhere(int r) {
    return forNowhere(r, Decision.NOWHERE);
  }

  private String forNowhere(int r, int current) {
    if (roster.isOrphan(r)) {
      return roster.resource(roster.resources.get(r).id()) >= 0
          ? "there is to be no such instance"
          : "no application declares it";
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
    Lock lock = history.of(r).lock();
    if (lock != null) {
      return "shutdown-lock keeps it for " + roster.nodeName(lock.node());
    }
    if (current != Decision.NOWHERE && isKept(r, current)) {
      return roster.nodeName(current) + " leaves, and shutdown-lock keeps it for that";
    }
    if (current == Decision.NOWHERE) {
      return "no node can run it";
    }
    int others = decision.assigned(r).size();
    if (roster.resources.get(r).isAnonymousClone() && others > 0) {
      // All but the first of a group have no other node than that one's.
      List<Integer> group = roster.groupOf(r);
      return effectiveScore(group == null ? r : group.get(0), current) < 0
          ? whyNot(r, current)
          : "there are to be %d, and other nodes are preferred".formatted(others);
    }
    return whyNot(r, current) + ", and no other node can run it";
  }

  private boolean isKept(int r, int node) {
    return roster.options.transition().shutdownLock()
        && roster.nodes.get(node).leaving()
        && roster.resources.get(r).cloning() == null;
  }

  private String toMove(int r, int current, int target) {
    if (effectiveScore(r, current) < 0) {
      return whyNot(r, current);
    }
    if (decision.score(r, target) > decision.score(r, current)) {
      return roster.nodeName(target) + " has a higher score";
    }
    return roster.nodeName(target)
        + (placement(r).prefersCapacity() ? " has more capacity left" : " has fewer resources");
  }

  private String whyNot(int r, int node) {
    Obstacle obstacle = nodes.obstacle(node);
    if (obstacle != null) {
      return roster.nodeName(node) + " is " + obstacle.state();
    }
    if (!roster.hasCode(r, node)) {
      return roster.nodeName(node) + " has no code for it";
    }
    for (NodeFailures failures : history.of(r).failures()) {
      if (failures.node() == node && areTooMany(roster.resources.get(r), failures)) {
        return "failcount " + Score.format(failures.failcount()) + " on " + roster.nodeName(node);
      }
    }
    NodeHealth health = placement(r).health(node);
    if (health != null && health.score() < 0) {
      return "health of " + roster.nodeName(node) + ": " + String.join(", ", health.causes());
    }
    if (placement(r).shortage(node) != null) {
      return roster.nodeName(node) + " has not enough capacity";
    }
    return roster.nodeName(node) + " has a score below 0";
  }

  private PlacementTerms placement(int r) {
    return new PlacementTerms(roster, decision, r);
  }

  /** Returns a score with what holds for a node whatever the resource. */
  int effectiveScore(int resource, int node) {
    return nodes.isAvailable(node) ? decision.score(resource, node) : -Score.INFINITY;
  }

  /**
   * Returns whether the failures on a node are as many as the migration-threshold. Without one,
   * only a failcount of INFINITY is, which a failed start leaves behind where that is fatal.
   */
  static boolean areTooMany(ResourceDefinition definition, NodeFailures failures) {
    return failures.failcount() >= threshold(definition);
  }

  static int threshold(ResourceDefinition definition) {
    return definition.migrationThreshold() == 0 ? Score.INFINITY : definition.migrationThreshold();
  }
}
