package io.pacekeeper.core.policy.resource;

import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingResource;

/** The role in which a resource is to be because somebody said so. */
final class TargetRole {
  private TargetRole() {}

  /** Returns the role, where it is one that holds the resource back: UNKNOWN, where it is not. */
  static Role of(WorkingResource resource) {
    String word = resource.meta("target-role");
    Role role = word == null ? null : Role.parse(word);
    if (role == null || role == Role.UNKNOWN || role == Role.STARTED) {
      return Role.UNKNOWN;
    }
    boolean promotable = resource.top() instanceof WorkingClone clone && clone.promotable();
    if (role == Role.STOPPED || (role == Role.UNPROMOTED && promotable)) {
      return role;
    }
    return Role.UNKNOWN;
  }
}
