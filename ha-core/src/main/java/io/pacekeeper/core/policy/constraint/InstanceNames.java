package io.pacekeeper.core.policy.constraint;

import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingResource;
import org.jspecify.annotations.Nullable;

/** The InstanceNames are the numbers by which old constraints name an instance of a clone. */
final class InstanceNames {
  private InstanceNames() {}

  /** Returns the instance of a number; the resource itself where no number is given. */
  static @Nullable WorkingResource find(
      @Nullable WorkingResource resource, @Nullable String number) {
    if (resource == null || number == null) {
      return resource;
    }
    if (resource instanceof WorkingClone clone) {
      for (WorkingResource instance : clone.children()) {
        if (instance.id().endsWith(":" + number)) {
          return instance;
        }
      }
    }
    return null;
  }
}
