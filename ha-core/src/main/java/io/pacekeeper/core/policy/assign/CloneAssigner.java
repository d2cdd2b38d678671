package io.pacekeeper.core.policy.assign;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.constraint.Colocations;
import io.pacekeeper.core.policy.working.AllowedNodes;
import io.pacekeeper.core.policy.working.Colocation;
import io.pacekeeper.core.policy.working.Reason;
import io.pacekeeper.core.policy.working.Reason.Kind;
import io.pacekeeper.core.policy.working.Reasons;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingGroup;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The CloneAssigner spreads the instances of a clone over the nodes: first those that are active
 * stay where they are, then the others go where they like best.
 */
final class CloneAssigner {
  private final WorkingSet working;
  private final List<WorkingNode> nodes;
  private final Assignment assignment;
  private final Preferences preferences;
  private final Promotions promotions;
  private final @Nullable ScoreListing listing;
  private final @Nullable Reasons reasons;

  CloneAssigner(
      WorkingSet working,
      Assignment assignment,
      Preferences preferences,
      Promotions promotions,
      @Nullable ScoreListing listing) {
    this.working = working;
    this.nodes = working.nodes();
    this.assignment = assignment;
    this.preferences = preferences;
    this.promotions = promotions;
    this.listing = listing;
    this.reasons = working.reasons();
  }

  /** Counts what there is before anything that the clone depends on is assigned. */
  void prepare(WorkingClone clone) {
    if (clone.promotable()) {
      promotions.addScores(clone);
    }
  }

  /** Assigns the instances, once what the clone depends on was assigned. */
  void assign(WorkingClone clone) {
    mergeDependents(clone);
    if (listing != null) {
      listing.scores("pcmk__clone_allocate", clone);
    }
    InstanceOrder.sort(clone, preferences);
    distribute(clone);
    if (clone.promotable()) {
      promotions.choose(clone);
    }
    clone.clear(ResourceFlag.PROVISIONAL);
  }

  private void mergeDependents(WorkingClone clone) {
    List<Colocation> dependents = clone.withThis();
    for (int i = 0; i < dependents.size(); i++) {
      Colocation colocation = dependents.get(i);
      if (Preferences.influences(colocation, clone)) {
        AllowedNodes before = reasons == null ? null : clone.allowed().copy();
        preferences.merge(
            colocation.dependent(),
            clone.allowed(),
            colocation.attribute(),
            Preferences.factor(colocation),
            Preferences.ACTIVE | Preferences.NONNEGATIVE);
        if (reasons != null && before != null) {
          reasons.addChanges(clone, before, Kind.WANTED_BY, colocation);
        }
      }
    }
  }

  private void distribute(WorkingClone clone) {
    AllowedNodes table = clone.allowed();
    int available = 0;
    for (WorkingNode node : nodes) {
      table.setCount(node.index(), 0);
      available += table.contains(node.index()) && node.available() ? 1 : 0;
    }
    int most = clone.cloneMax();
    boolean everyColocation = most < available;
    int mostToStay = available == 0 ? 1 : Math.max(1, most / available);
    int assigned = 0;
    List<WorkingResource> instances = clone.children();
    for (int i = 0; i < instances.size() && assigned < most; i++) {
      WorkingResource instance = instances.get(i);
      WorkingNode stay = mayStay(clone, instance, mostToStay);
      if (stay != null && attempt(clone, instance, stay, everyColocation)) {
        assigned++;
      }
    }
    for (int i = 0; i < instances.size(); i++) {
      WorkingResource instance = instances.get(i);
      if (!instance.has(ResourceFlag.PROVISIONAL)) {
        continue;
      }
      if (assigned >= most) {
        Bans.everywhere(instance);
        if (reasons != null) {
          reasons.banEverywhere(instance, Kind.CLONE_MAX, Integer.toString(most));
        }
      } else if (attempt(clone, instance, null, everyColocation)) {
        assigned++;
      }
    }
  }

  /** Returns the node on which an instance is active, if it may stay there; null: it may not. */
  private static @Nullable WorkingNode mayStay(
      WorkingClone clone, WorkingResource instance, int mostToStay) {
    if (!instance.has(ResourceFlag.PROVISIONAL) || instance.has(ResourceFlag.FAILED)) {
      return null;
    }
    WorkingNode current = Places.current(instance);
    if (current == null || !current.available() || current.baseScore() < 0) {
      return null;
    }
    AllowedNodes table = clone.allowed();
    return table.contains(current.index()) && table.count(current.index()) < mostToStay
        ? current
        : null;
  }

  /**
   * Tries to assign an instance.
   *
   * @param prefer the only node that will do; null: any
   * @return whether it has a node now that counts
   */
  private boolean attempt(
      WorkingClone clone,
      WorkingResource instance,
      @Nullable WorkingNode prefer,
      boolean everyColocation) {
    if (instance.has(ResourceFlag.ASSIGNING)) {
      return false;
    }
    copyColocations(clone, instance, everyColocation);
    AllowedNodes own = instance.allowed();
    if (prefer != null && own.score(prefer.index()) < 0) {
      return false;
    }
    for (WorkingNode node : nodes) {
      if (own.contains(node.index()) && !hasRoom(clone, instance, node)) {
        Bans.on(instance, node);
        if (reasons != null) {
          noteNoRoom(reasons, clone, instance, node);
        }
      }
    }
    List<Before> before = prefer == null ? List.of() : before(instance);
    WorkingNode chosen = assignment.assign(instance, prefer);
    if (chosen != null && prefer != null && chosen != prefer) {
      before.forEach(this::takeBack);
      return false;
    }
    if (chosen == null) {
      return false;
    }
    AllowedNodes table = clone.allowed();
    if (table.contains(chosen.index())) {
      table.setCount(chosen.index(), table.count(chosen.index()) + 1);
    }
    return true;
  }

  /** How something was before it was assigned. */
  private record Before(
      WorkingResource resource, AllowedNodes allowed, @Nullable List<List<Reason>> reasons) {}

  private List<Before> before(WorkingResource instance) {
    if (!(instance instanceof WorkingGroup group) || !working.isUnassigningGroups()) {
      return List.of(beforeOne(instance));
    }
    List<Before> all = new ArrayList<>();
    all.add(beforeOne(group));
    group.children().forEach(member -> all.add(beforeOne(member)));
    return all;
  }

  private Before beforeOne(WorkingResource resource) {
    return new Before(
        resource, resource.allowed().copy(), reasons == null ? null : reasons.mark(resource));
  }

  private void takeBack(Before before) {
    WorkingResource resource = before.resource();
    resource.allowed().assign(before.allowed());
    if (reasons != null && before.reasons() != null) {
      reasons.restore(resource, before.reasons());
    }
    if (resource instanceof WorkingPrimitive primitive) {
      assignment.unassign(primitive);
    } else if (working.isUnassigningGroups()) {
      resource.set(ResourceFlag.PROVISIONAL);
    }
  }

  private static boolean hasRoom(WorkingClone clone, WorkingResource instance, WorkingNode node) {
    AllowedNodes table = clone.allowed();
    return node.available()
        && !instance.has(ResourceFlag.ORPHAN)
        && table.contains(node.index())
        && table.score(node.index()) >= 0
        && table.count(node.index()) < clone.cloneNodeMax();
  }

  private static void noteNoRoom(
      Reasons reasons, WorkingClone clone, WorkingResource instance, WorkingNode node) {
    Kind kind = Kind.CLONE_NODE_MAX;
    if (!node.available()) {
      kind = Kind.NODE;
    } else if (instance.has(ResourceFlag.ORPHAN)) {
      kind = Kind.ORPHAN;
    } else if (clone.allowed().score(node.index()) < 0) {
      kind = Kind.CLONE;
    }
    reasons.ban(instance, node.index(), kind, Integer.toString(clone.cloneNodeMax()));
  }

  /** Hands colocations of the clone to an instance, again at each attempt. */
  private void copyColocations(WorkingClone clone, WorkingResource instance, boolean every) {
    for (Colocation colocation : clone.thisWith()) {
      int score = colocation.score();
      if (every || score < 0 || score >= Score.INFINITY) {
        Colocations.insertThisWith(instance.thisWith(), colocation);
      }
    }
    for (Colocation colocation : clone.withThis()) {
      if (Preferences.influences(colocation, instance) && (every || colocation.score() < 0)) {
        Colocations.insertWithThis(instance.withThis(), colocation);
      }
    }
    preferences.forget(instance);
  }
}
