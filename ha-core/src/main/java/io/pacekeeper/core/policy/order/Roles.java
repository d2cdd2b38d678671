package io.pacekeeper.core.policy.order;

import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.WorkingResource;

/** The roles of resources, groups and clones included. */
final class Roles {
  private Roles() {}

  /** Returns the present role of a resource: of a group or clone, the highest of its members. */
  static Role current(WorkingResource resource) {
    if (resource.children().isEmpty()) {
      return resource.role();
    }
    Role highest = Role.UNKNOWN;
    for (WorkingResource child : resource.children()) {
      Role role = current(child);
      if (role.compareTo(highest) > 0) {
        highest = role;
      }
    }
    return highest;
  }
}
