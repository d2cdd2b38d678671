package io.pacekeeper.core.policy.resource;

import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingResource;
import java.util.Optional;

/** The role in which a resource is to be because somebody said so. */
public final class TargetRole {
  private TargetRole() {}

  /** Returns the role, where it is one that holds the resource back: others say nothing. */
  public static Optional<Role> of(WorkingResource resource) {
    String word = resource.meta("target-role");
    Role role = word == null ? null : Role.parse(word);
    if (role == null || role == Role.UNKNOWN || role == Role.STARTED) {
      return Optional.empty();
    }
    boolean promotable = resource.top() instanceof WorkingClone clone && clone.promotable();
    if (role == Role.STOPPED || (role == Role.UNPROMOTED && promotable)) {
      return Optional.of(role);
    }
    return Optional.empty();
  }
}
