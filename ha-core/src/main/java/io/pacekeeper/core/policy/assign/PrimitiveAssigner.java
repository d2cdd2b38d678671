package io.pacekeeper.core.policy.assign;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.working.AllowedNodes;
import io.pacekeeper.core.policy.working.Choice;
import io.pacekeeper.core.policy.working.Colocation;
import io.pacekeeper.core.policy.working.NoQuorumPolicy;
import io.pacekeeper.core.policy.working.Reason;
import io.pacekeeper.core.policy.working.Reason.Kind;
import io.pacekeeper.core.policy.working.Reasons;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The PrimitiveAssigner chooses the node of one primitive, member or instance. */
final class PrimitiveAssigner {
  private final WorkingSet working;
  private final Assignment assignment;
  private final NodeOrder order;
  private final Preferences preferences;
  private final ColocationEffects effects;
  private final CapacityBans capacityBans;
  private final @Nullable ScoreListing listing;
  private final @Nullable Reasons reasons;
  private final boolean frozen;
  private final boolean unmanagedWithoutDevice;

  PrimitiveAssigner(
      WorkingSet working,
      Assignment assignment,
      NodeOrder order,
      Preferences preferences,
      ColocationEffects effects,
      CapacityBans capacityBans,
      @Nullable ScoreListing listing) {
    this.working = working;
    this.assignment = assignment;
    this.order = order;
    this.preferences = preferences;
    this.effects = effects;
    this.capacityBans = capacityBans;
    this.listing = listing;
    this.reasons = working.reasons();
    this.frozen =
        !working.haveQuorum() && working.options().noQuorumPolicy() == NoQuorumPolicy.FREEZE;
    this.unmanagedWithoutDevice = working.options().stonithEnabled() && !working.fenceDeviceKnown();
  }

  /** Chooses the node, once what the primitive depends on was assigned and followed. */
  void choose(WorkingPrimitive primitive, @Nullable WorkingNode prefer) {
    mergeDependents(primitive);
    if (primitive.nextRole() == Role.STOPPED) {
      Bans.everywhere(primitive);
      if (reasons != null) {
        reasons.banEverywhere(primitive, Kind.STOPPED, "");
      }
    } else if (frozen && primitive.nextRole().compareTo(primitive.role()) > 0) {
      primitive.setNextRole(primitive.role());
    }
    if (listing != null) {
      listing.scores("pcmk__primitive_assign", primitive);
    }
    if (unmanagedWithoutDevice) {
      primitive.clear(ResourceFlag.MANAGED);
    }
    if (!primitive.managed()) {
      primitive.setNextRole(primitive.role());
      assignment.finish(primitive, Places.current(primitive), true);
    } else if (working.options().stopAll()) {
      assignment.finish(primitive, null, true);
    } else if (primitive.has(ResourceFlag.PROVISIONAL)) {
      chooseBest(primitive, prefer);
    }
  }

  /** Lets something that it depends on count, which was assigned. */
  void follow(WorkingPrimitive primitive, Colocation colocation) {
    int score = colocation.score();
    boolean mayBeTakenBack =
        colocation.dependentRole() == Role.PROMOTED || (score < 0 && score > -Score.INFINITY);
    AllowedNodes before = mayBeTakenBack ? primitive.allowed().copy() : null;
    List<List<Reason>> mark = mayBeTakenBack && reasons != null ? reasons.mark(primitive) : null;
    effects.apply(primitive, colocation.primary(), colocation);
    if (before != null && !preferences.anyAvailable(primitive.allowed())) {
      primitive.allowed().assign(before);
      if (reasons != null && mark != null) {
        reasons.restore(primitive, mark);
      }
    }
  }

  /** Lets the preferences of what depends on it count. */
  private void mergeDependents(WorkingPrimitive primitive) {
    List<Colocation> colocations = primitive.withThis();
    for (int i = 0; i < colocations.size(); i++) {
      Colocation colocation = colocations.get(i);
      if (!Preferences.influences(colocation, colocation.primary())) {
        continue;
      }
      AllowedNodes before = reasons == null ? null : primitive.allowed().copy();
      preferences.merge(
          colocation.dependent(),
          primitive.allowed(),
          colocation.attribute(),
          Preferences.factor(colocation),
          Preferences.ACTIVE);
      if (reasons != null && before != null) {
        reasons.addChanges(primitive, before, Kind.WANTED_BY, colocation);
      }
    }
  }

  private void chooseBest(WorkingPrimitive primitive, @Nullable WorkingNode preferred) {
    WorkingNode mostFree = capacityBans.apply(primitive);
    WorkingNode prefer = preferred == null ? mostFree : preferred;
    WorkingNode current = Places.current(primitive);
    AllowedNodes table = primitive.allowed();
    WorkingNode best = order.best(table, current == null ? NodeOrder.NOWHERE : current.index());
    WorkingNode chosen = best;
    if (best != null) {
      if (prefer != null && isAsGood(table, prefer, best)) {
        chosen = prefer;
      } else if (current != null && mayStay(primitive, current, best)) {
        chosen = current;
      }
    }
    if (reasons != null) {
      int[] counts = working.nodes().stream().mapToInt(WorkingNode::resourceCount).toArray();
      reasons.choose(primitive, new Choice(current, best, chosen, counts));
    }
    assignment.finish(primitive, chosen, false);
  }

  private static boolean isAsGood(AllowedNodes table, WorkingNode prefer, WorkingNode best) {
    int node = prefer.index();
    return table.contains(node)
        && table.score(node) >= table.score(best.index())
        && table.score(node) >= 0
        && prefer.available();
  }

  /** Returns whether it stays where it is since no other node is better. */
  private static boolean mayStay(
      WorkingPrimitive primitive, WorkingNode current, WorkingNode best) {
    if (primitive.parent() instanceof WorkingClone clone && !clone.anonymous()) {
      return false;
    }
    AllowedNodes table = primitive.allowed();
    return table.score(best.index()) > 0
        && best.available()
        && current.available()
        && current.baseScore() >= 0
        && table.contains(current.index())
        && table.score(current.index()) == table.score(best.index());
  }
}
