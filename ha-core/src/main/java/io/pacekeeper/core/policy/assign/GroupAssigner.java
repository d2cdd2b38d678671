package io.pacekeeper.core.policy.assign;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.constraint.Colocations;
import io.pacekeeper.core.policy.working.Colocation;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.WorkingGroup;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The GroupAssigner assigns the members of a group in order; colocations keep them together. */
final class GroupAssigner {
  private final Assignment assignment;
  private final @Nullable ScoreListing listing;

  GroupAssigner(Assignment assignment, @Nullable ScoreListing listing) {
    this.assignment = assignment;
    this.listing = listing;
  }

  @Nullable WorkingNode assign(WorkingGroup group, @Nullable WorkingNode prefer) {
    if (!group.has(ResourceFlag.PROVISIONAL) || group.has(ResourceFlag.ASSIGNING)) {
      return null;
    }
    List<WorkingPrimitive> members = group.children();
    if (members.isEmpty()) {
      group.clear(ResourceFlag.PROVISIONAL);
      return null;
    }
    group.set(ResourceFlag.ASSIGNING);
    group.setRole(members.get(0).role());
    handColocationsToMembers(group);
    if (listing != null) {
      listing.scores("pcmk__group_assign", group);
    }
    WorkingNode first = null;
    for (WorkingPrimitive member : members) {
      WorkingNode node = assignment.assign(member, prefer);
      first = first == null ? node : first;
    }
    group.setNextRole(members.get(0).nextRole());
    group.clear(ResourceFlag.ASSIGNING);
    group.clear(ResourceFlag.PROVISIONAL);
    return group.colocated() ? first : null;
  }

  /** The first member goes where the group has to; what goes with the group follows the last. */
  private static void handColocationsToMembers(WorkingGroup group) {
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
  }
}
