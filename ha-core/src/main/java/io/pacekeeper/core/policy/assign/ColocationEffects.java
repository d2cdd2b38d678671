package io.pacekeeper.core.policy.assign;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.rule.Words;
import io.pacekeeper.core.policy.working.AllowedNodes;
import io.pacekeeper.core.policy.working.Colocation;
import io.pacekeeper.core.policy.working.Reason;
import io.pacekeeper.core.policy.working.Reasons;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingGroup;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ColocationEffects are what a primary that has been assigned does to a dependent: to its
 * scores, or to its chance of being promoted if it has been assigned as well.
 */
final class ColocationEffects {
  /** What a colocation is about, in the state that its two ends are in. */
  private enum Kind {
    NOTHING,
    LOCATION,
    ROLE
  }

  private final List<WorkingNode> nodes;
  private final Preferences preferences;
  private final Assignment assignment;
  private final @Nullable Reasons reasons;

  ColocationEffects(WorkingSet working, Preferences preferences, Assignment assignment) {
    this.nodes = working.nodes();
    this.preferences = preferences;
    this.assignment = assignment;
    this.reasons = working.reasons();
  }

  /** Applies a colocation to a dependent, whose members stand for it if it is a group. */
  void apply(WorkingResource dependent, WorkingResource primary, Colocation colocation) {
    if (reasons == null) {
      applyNow(dependent, primary, colocation);
    } else {
      applyAndNote(reasons, dependent, primary, colocation);
    }
  }

  private void applyAndNote(
      Reasons reasons, WorkingResource dependent, WorkingResource primary, Colocation c) {
    List<WorkingResource> touched = new ArrayList<>(dependent.children());
    touched.add(dependent);
    List<AllowedNodes> before = touched.stream().map(one -> one.allowed().copy()).toList();
    boolean open = dependent.has(ResourceFlag.PROVISIONAL) || dependent.assigned() != null;
    applyNow(dependent, primary, c);
    for (int i = 0; i < touched.size(); i++) {
      reasons.addChanges(touched.get(i), before.get(i), Reason.Kind.WITH, c);
    }
    if (open && !dependent.has(ResourceFlag.PROVISIONAL) && dependent.assigned() == null) {
      reasons.leaveUnpartnered(dependent, c);
    }
  }

  private void applyNow(WorkingResource dependent, WorkingResource primary, Colocation colocation) {
    if (!(dependent instanceof WorkingGroup group)) {
      applyFrom(primary, dependent, colocation);
    } else if (group.colocated()) {
      if (!group.children().isEmpty()) {
        applyFrom(primary, group.children().get(0), colocation);
      }
    } else if (colocation.score() < Score.INFINITY) {
      for (WorkingResource member : group.children()) {
        applyFrom(primary, member, colocation);
      }
    }
  }

  private void applyFrom(WorkingResource primary, WorkingResource dependent, Colocation c) {
    if (primary instanceof WorkingGroup group) {
      applyFromGroup(group, dependent, c);
    } else if (primary instanceof WorkingClone clone) {
      applyFromClone(clone, dependent, c);
    } else {
      applyFromOne(primary, dependent, c);
    }
  }

  private void applyFromGroup(WorkingGroup primary, WorkingResource dependent, Colocation c) {
    List<? extends WorkingResource> members = primary.children();
    if (primary.has(ResourceFlag.PROVISIONAL) || members.isEmpty()) {
      return;
    }
    boolean mandatory = c.score() >= Score.INFINITY;
    if (primary.colocated()) {
      applyFrom(members.get(mandatory ? members.size() - 1 : 0), dependent, c);
    } else if (!mandatory) {
      for (WorkingResource member : members) {
        applyFrom(member, dependent, c);
      }
    }
  }

  private void applyFromClone(WorkingClone primary, WorkingResource dependent, Colocation c) {
    if (primary.has(ResourceFlag.PROVISIONAL)) {
      return;
    }
    if (primary.promotable() && c.primaryRole() != Role.UNKNOWN) {
      if (dependent.has(ResourceFlag.PROVISIONAL)) {
        followRole(primary, dependent, c);
        return;
      }
      if (c.dependentRole() == Role.PROMOTED) {
        followRoleWhenPromoted(primary, dependent, c);
        return;
      }
    }
    if (interleaves(c, primary)) {
      WorkingResource instance =
          assignment.compatibleInstance(dependent, primary, Role.UNKNOWN, false);
      if (instance != null) {
        applyNow(dependent, instance, c);
      } else if (c.score() >= Score.INFINITY) {
        assignment.finish(dependent, null, true);
      }
    } else if (c.score() >= Score.INFINITY) {
      boolean[] usable = new boolean[nodes.size()];
      for (WorkingResource instance : primary.children()) {
        WorkingNode node = instance.place();
        if (node != null && !Places.any(instance, ResourceFlag.BLOCKED)) {
          usable[node.index()] = true;
        }
      }
      banOthers(dependent.allowed(), usable);
    } else {
      for (WorkingResource instance : primary.children()) {
        applyFrom(instance, dependent, c);
      }
    }
  }

  /** Returns whether each instance of the dependent is only to be with its partner. */
  static boolean interleaves(Colocation colocation, WorkingClone primary) {
    return colocation.dependent() instanceof WorkingClone dependent
        && dependent.interleave()
        && copiesPerNode(dependent) == copiesPerNode(primary);
  }

  /** What is written counts here, even where an anonymous clone cannot have that many. */
  private static int copiesPerNode(WorkingClone clone) {
    return Math.max(0, Words.integer(clone.meta("clone-node-max"), 1));
  }

  private static void banOthers(AllowedNodes table, boolean[] usable) {
    for (int node = 0; node < usable.length; node++) {
      if (table.contains(node) != usable[node]) {
        table.put(node, -Score.INFINITY);
      }
    }
  }

  /** Places a dependent by where the instances are that are to have the role of the primary. */
  private void followRole(WorkingClone primary, WorkingResource dependent, Colocation c) {
    int[] scores = new int[nodes.size()];
    boolean[] usable = new boolean[nodes.size()];
    for (WorkingResource instance : primary.children()) {
      WorkingNode node = instance.place();
      if (node == null || Places.nextRole(instance) != c.primaryRole()) {
        continue;
      }
      if (c.score() < Score.INFINITY) {
        addWhereSame(dependent.allowed(), node, c);
      }
      if (!usable[node.index()]) {
        usable[node.index()] = true;
        scores[node.index()] = Places.chosenScore(instance);
      }
    }
    if (c.score() < Score.INFINITY
        || (c.dependentRole() == Role.PROMOTED && c.primaryRole() == Role.PROMOTED)) {
      return;
    }
    AllowedNodes table = dependent.allowed();
    for (int node = 0; node < usable.length; node++) {
      if (table.contains(node) && usable[node]) {
        table.put(node, Score.add(table.score(node), scores[node]));
      } else if (table.contains(node) || usable[node]) {
        table.put(node, -Score.INFINITY);
      }
    }
  }

  private void addWhereSame(AllowedNodes table, WorkingNode place, Colocation c) {
    for (int node = 0; node < nodes.size(); node++) {
      if (table.contains(node) && same(nodes.get(node), place, c.attribute())) {
        table.put(node, Score.add(table.score(node), c.score()));
      }
    }
  }

  private void followRoleWhenPromoted(
      WorkingClone primary, WorkingResource dependent, Colocation c) {
    WorkingResource partner =
        assignment.compatibleInstance(dependent, primary, c.primaryRole(), false);
    if (partner != null) {
      dependent.setPriority(Score.add(dependent.priority(), c.score()));
    } else if (c.score() >= Score.INFINITY) {
      dependent.setPriority(-Score.INFINITY);
    }
  }

  private void applyFromOne(WorkingResource primary, WorkingResource dependent, Colocation c) {
    switch (kind(primary, dependent, c, false)) {
      case LOCATION -> changeScores(primary, dependent, c);
      case ROLE -> changePriority(primary, dependent, c);
      case NOTHING -> {
        // neither end is in a state that the colocation is about
      }
    }
  }

  /** Returns whether two resources have to be on one node, as far as their roles matter. */
  static boolean bindsLocation(
      WorkingResource dependent, WorkingResource primary, Colocation colocation) {
    return kind(primary, dependent, colocation, true) == Kind.LOCATION;
  }

  private static Kind kind(
      WorkingResource primary, WorkingResource dependent, Colocation c, boolean ahead) {
    if (!ahead && primary.has(ResourceFlag.PROVISIONAL)) {
      return Kind.NOTHING;
    }
    boolean placed = !dependent.has(ResourceFlag.PROVISIONAL);
    if (placed
        && c.dependentRole().compareTo(Role.UNPROMOTED) >= 0
        && dependent.parent() instanceof WorkingClone clone
        && clone.promotable()) {
      return Kind.ROLE;
    }
    if (!ahead && placed) {
      return Kind.NOTHING;
    }
    boolean together = c.score() > 0;
    if (c.dependentRole() != Role.UNKNOWN
        && together != (c.dependentRole() == Places.nextRole(dependent))) {
      return Kind.NOTHING;
    }
    if (c.primaryRole() != Role.UNKNOWN
        && together != (c.primaryRole() == Places.nextRole(primary))) {
      return Kind.NOTHING;
    }
    return Kind.LOCATION;
  }

  private void changeScores(WorkingResource primary, WorkingResource dependent, Colocation c) {
    WorkingNode place = primary.place();
    if (place == null && c.score() < 0) {
      return;
    }
    AllowedNodes work = dependent.allowed().copy();
    for (int node = 0; node < nodes.size(); node++) {
      if (!work.contains(node)) {
        continue;
      }
      if (place == null) {
        work.put(node, Score.add(-c.score(), work.score(node)));
      } else if (same(nodes.get(node), place, c.attribute())) {
        if (c.score() < Score.INFINITY) {
          work.put(node, Score.add(c.score(), work.score(node)));
        }
      } else if (c.score() >= Score.INFINITY) {
        work.put(node, Score.add(-c.score(), work.score(node)));
      }
    }
    if (Math.abs(c.score()) >= Score.INFINITY || preferences.anyAvailable(work)) {
      dependent.allowed().assign(work);
    }
  }

  private static void changePriority(
      WorkingResource primary, WorkingResource dependent, Colocation c) {
    WorkingNode place = primary.place();
    WorkingNode own = dependent.place();
    if (place == null || own == null) {
      return;
    }
    if (!same(own, place, c.attribute())) {
      if (c.score() == Score.INFINITY && c.dependentRole() == Role.PROMOTED) {
        dependent.setPriority(-Score.INFINITY);
      }
      return;
    }
    if (c.primaryRole() != Role.UNKNOWN && c.primaryRole() != Places.nextRole(primary)) {
      return;
    }
    int score = c.dependentRole() == Role.UNPROMOTED ? -c.score() : c.score();
    dependent.setPriority(Score.add(score, dependent.priority()));
  }

  private static boolean same(WorkingNode one, WorkingNode other, @Nullable String attribute) {
    return attribute == null
        ? one == other
        : Preferences.valueOf(one, attribute).equals(Preferences.valueOf(other, attribute));
  }
}
