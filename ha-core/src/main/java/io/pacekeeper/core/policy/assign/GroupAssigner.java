package io.pacekeeper.core.policy.assign;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.constraint.Colocations;
import io.pacekeeper.core.policy.working.Colocation;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.WorkingGroup;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The GroupAssigner has the members of a group stand for it; colocations keep them together. */
final class GroupAssigner {
  private final Preferences preferences;
  private final @Nullable ScoreListing listing;

  GroupAssigner(Preferences preferences, @Nullable ScoreListing listing) {
    this.preferences = preferences;
    this.listing = listing;
  }

  /** Hands the colocations of a group with members to those, before they are assigned. */
  void prepare(WorkingGroup group) {
    group.setRole(group.children().get(0).role());
    handColocationsToMembers(group);
    if (listing != null) {
      listing.scores("pcmk__group_assign", group);
    }
  }

  /** Has a group be what its members are, once they were assigned. */
  void settle(WorkingGroup group) {
    group.setNextRole(group.children().get(0).nextRole());
    group.clear(ResourceFlag.PROVISIONAL);
  }

  /** The first member goes where the group has to; what goes with the group follows the last. */
  private void handColocationsToMembers(WorkingGroup group) {
    List<WorkingPrimitive> members = group.children();
    for (Colocation colocation : group.thisWith()) {
      boolean mandatory = colocation.score() >= Score.INFINITY;
      boolean unmanagedBefore = false;
      for (WorkingPrimitive member : members) {
        if (member == members.get(0) || (mandatory && unmanagedBefore)) {
          Colocations.insertThisWith(member.thisWith(), colocation);
        }
        unmanagedBefore |= !member.managed();
      }
    }
    group.thisWith().clear();
    for (Colocation colocation : group.withThis()) {
      Colocations.insertWithThis(members.get(members.size() - 1).withThis(), colocation);
    }
    group.withThis().clear();
    members.forEach(preferences::forget);
    preferences.forget(group);
  }
}
