package io.pacekeeper.core.policy.assign;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.rule.Words;
import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.AllowedNodes;
import io.pacekeeper.core.policy.working.Discovery;
import io.pacekeeper.core.policy.working.Location;
import io.pacekeeper.core.policy.working.Reason.Kind;
import io.pacekeeper.core.policy.working.Reasons;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingGroup;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.List;
import java.util.function.ToIntBiFunction;

/**
 * The NodeCriteria are all that a resource thinks of the nodes before other resources count: locks,
 * location constraints, stickiness, too many failures, and where it may not be probed.
 */
public final class NodeCriteria {
  private static final String FAIL_COUNT = "fail-count-";
  private static final String HEALTH = "node-health";

  private final WorkingSet working;
  private final ToIntBiFunction<WorkingPrimitive, WorkingNode> failCounts;

  private NodeCriteria(
      WorkingSet working, ToIntBiFunction<WorkingPrimitive, WorkingNode> failCounts) {
    this.working = working;
    this.failCounts = failCounts;
  }

  /**
   * Adds them to the tables of the resources.
   *
   * @param failCounts how often a primitive has failed on a node, forgotten failures aside
   */
  public static void apply(
      WorkingSet working, ToIntBiFunction<WorkingPrimitive, WorkingNode> failCounts) {
    new NodeCriteria(working, failCounts).apply();
  }

  private void apply() {
    if (working.options().shutdownLock()) {
      for (WorkingResource resource : working.resources()) {
        lock(resource);
      }
    }
    List<Location> locations = working.locations();
    for (int i = locations.size() - 1; i >= 0; i--) {
      apply(locations.get(i), locations.get(i).resource(), true);
    }
    for (WorkingResource resource : working.resources()) {
      addStickiness(resource);
    }
    for (WorkingNode node : working.nodes()) {
      if (hasFailCount(node)) {
        for (WorkingResource resource : working.resources()) {
          banWhereItFailed(resource, node);
        }
      }
    }
    for (WorkingResource resource : working.resources()) {
      if (resource.has(ResourceFlag.EXCLUSIVE_DISCOVERY)) {
        banWhereNotProbed(resource);
      }
    }
  }

  private void lock(WorkingResource resource) {
    if (resource instanceof WorkingGroup) {
      for (WorkingResource member : resource.children()) {
        lock(member);
      }
    } else if (resource instanceof WorkingPrimitive primitive
        && !primitive.has(ResourceFlag.FENCE_DEVICE)) {
      lock(primitive);
    }
  }

  private void lock(WorkingPrimitive primitive) {
    WorkingNode locked = primitive.lockNode();
    List<WorkingNode> running = primitive.runningOn();
    if (locked != null && !running.isEmpty()) {
      working.actions().of(primitive, Task.LRM_DELETE, 0, locked, false);
      primitive.setLock(null, 0);
    } else if (locked == null && running.size() == 1) {
      WorkingNode node = running.get(0);
      if (node.shutdown() && !node.unclean()) {
        Long time = Words.leadingInteger(node.attribute("shutdown"));
        primitive.setLock(node, time == null || time == 0 ? working.now() : time);
      }
    }
    WorkingNode node = primitive.lockNode();
    if (node == null) {
      return;
    }
    long limit = working.options().shutdownLockLimit();
    if (limit > 0) {
      working.recheckBy(primitive.lockTime() + limit + 1);
    }
    for (WorkingNode other : working.nodes()) {
      if (other != node) {
        add(primitive, other.index(), -Score.INFINITY, Kind.LOCK, node.name());
      }
    }
  }

  /**
   * Applies a preference to a resource and to what is in it.
   *
   * @param withScores whether scores count; else nodes are only named
   */
  private void apply(Location location, WorkingResource resource, boolean withScores) {
    if (location.role() == Role.UNKNOWN || location.role() == resource.nextRole()) {
      addScores(location, resource, withScores);
    }
    boolean scoresStay = withScores;
    for (WorkingResource child : resource.children()) {
      apply(location, child, scoresStay);
      if (resource instanceof WorkingGroup group && group.colocated()) {
        scoresStay = false;
      }
    }
  }

  private void addScores(Location location, WorkingResource resource, boolean withScores) {
    AllowedNodes table = resource.allowed();
    Reasons reasons = working.reasons();
    Discovery mode = location.discovery();
    for (int i = 0; i < location.nodes().length; i++) {
      int node = location.nodes()[i];
      int score = withScores ? location.scores()[i] : 0;
      table.add(node, score);
      if (reasons != null && score != 0) {
        boolean health = location.id().equals(HEALTH);
        reasons.add(resource, node, health ? Kind.HEALTH : Kind.LOCATION, location.id(), score);
      }
      if (mode != Discovery.ALWAYS && mode.compareTo(table.discovery(node)) > 0) {
        table.raiseDiscovery(node, mode);
        if (mode == Discovery.EXCLUSIVE) {
          resource.set(ResourceFlag.EXCLUSIVE_DISCOVERY);
        }
      }
    }
  }

  private void addStickiness(WorkingResource resource) {
    for (WorkingResource child : resource.children()) {
      addStickiness(child);
    }
    if (resource instanceof WorkingPrimitive primitive
        && primitive.managed()
        && primitive.stickiness() >= 1
        && primitive.runningOn().size() == 1) {
      int node = primitive.runningOn().get(0).index();
      if (working.options().symmetric() || primitive.allowed().contains(node)) {
        add(primitive, node, primitive.stickiness(), Kind.STICKINESS, "");
      }
    }
  }

  private static boolean hasFailCount(WorkingNode node) {
    for (String name : node.attributes().keySet()) {
      if (name.startsWith(FAIL_COUNT)) {
        return true;
      }
    }
    return false;
  }

  private void banWhereItFailed(WorkingResource resource, WorkingNode node) {
    for (WorkingResource child : resource.children()) {
      banWhereItFailed(child, node);
    }
    if (!(resource instanceof WorkingPrimitive primitive)
        || primitive.migrationThreshold() == 0
        || primitive.has(ResourceFlag.FAILURE_IGNORED)
        || isCleared(primitive, node)) {
      return;
    }
    int count = failCounts.applyAsInt(primitive, node);
    if (count <= 0 || count < primitive.migrationThreshold()) {
      return;
    }
    boolean banClone =
        !primitive.has(ResourceFlag.UNIQUE) && primitive.top() instanceof WorkingClone;
    WorkingResource banned = banClone ? primitive.top() : primitive;
    Bans.on(banned, node);
    Reasons reasons = working.reasons();
    if (reasons != null) {
      reasons.ban(banned, node.index(), Kind.FAILCOUNT, Score.format(count));
    }
  }

  private static boolean isCleared(WorkingPrimitive primitive, WorkingNode node) {
    for (Action action : primitive.actions()) {
      if (action.task().equals(Task.CLEAR_FAILCOUNT) && action.node() == node) {
        return true;
      }
    }
    return false;
  }

  private void banWhereNotProbed(WorkingResource resource) {
    for (WorkingResource child : resource.children()) {
      banWhereNotProbed(child);
    }
    AllowedNodes table = resource.allowed();
    for (int node = 0; node < table.nodes(); node++) {
      if (table.contains(node) && table.discovery(node) != Discovery.EXCLUSIVE) {
        table.put(node, -Score.INFINITY);
        note(resource, node, Kind.DISCOVERY, "", -Score.INFINITY);
      }
    }
  }

  private void add(WorkingResource resource, int node, int score, Kind kind, String detail) {
    resource.allowed().add(node, score);
    note(resource, node, kind, detail, score);
  }

  private void note(WorkingResource resource, int node, Kind kind, String detail, int score) {
    Reasons reasons = working.reasons();
    if (reasons != null) {
      reasons.add(resource, node, kind, detail, score);
    }
  }
}
