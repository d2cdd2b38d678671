package io.pacekeeper.core.policy.assign;

import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.WorkingGroup;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import org.jspecify.annotations.Nullable;

/** The Places say where a resource is, or is to be, as one: a group is where its members are. */
final class Places {
  private Places() {}

  /** Returns the score that the chosen node of a resource had when it was chosen. */
  static int chosenScore(WorkingResource resource) {
    if (resource instanceof WorkingPrimitive) {
      return resource.assignedScore();
    }
    for (WorkingResource child : resource.children()) {
      if (child.place() != null) {
        return chosenScore(child);
      }
    }
    return 0;
  }

  /** Returns the node that counts as the one where a resource is active; null: it is not. */
  static @Nullable WorkingNode current(WorkingResource resource) {
    if (resource.runningOn().isEmpty()) {
      return null;
    }
    if (resource instanceof WorkingPrimitive primitive
        && primitive.partialMigrationSource() != null) {
      WorkingNode source = primitive.partialMigrationSource();
      return resource.runningOn().contains(source) ? source : resource.runningOn().get(0);
    }
    if (!needsFencing(resource)) {
      for (WorkingNode node : resource.runningOn()) {
        if (node.online() && !node.unclean()) {
          return node;
        }
      }
    }
    return resource.runningOn().get(0);
  }

  private static boolean needsFencing(WorkingResource resource) {
    if (resource instanceof WorkingPrimitive primitive) {
      return primitive.needsFencing();
    }
    return !resource.children().isEmpty() && needsFencing(resource.children().get(0));
  }

  /** Returns the highest role that it is to have: that of any of its members counts. */
  static Role nextRole(WorkingResource resource) {
    if (!(resource instanceof WorkingGroup)) {
      return resource.nextRole();
    }
    Role highest = Role.UNKNOWN;
    for (WorkingResource member : resource.children()) {
      highest = higher(highest, member.nextRole());
    }
    return highest;
  }

  /** Returns the highest role that it has now: that of any of its members counts. */
  static Role role(WorkingResource resource) {
    if (!(resource instanceof WorkingGroup)) {
      return resource.role();
    }
    Role highest = Role.UNKNOWN;
    for (WorkingResource member : resource.children()) {
      highest = higher(highest, member.role());
    }
    return highest;
  }

  private static Role higher(Role one, Role other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /** Returns whether it, or anything in it, has a flag. */
  static boolean any(WorkingResource resource, ResourceFlag flag) {
    if (resource.has(flag)) {
      return true;
    }
    for (WorkingResource child : resource.children()) {
      if (any(child, flag)) {
        return true;
      }
    }
    return false;
  }
}
