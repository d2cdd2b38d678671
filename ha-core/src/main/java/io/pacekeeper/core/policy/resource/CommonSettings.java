package io.pacekeeper.core.policy.resource;

import io.pacekeeper.core.policy.rule.Words;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import org.jspecify.annotations.Nullable;

/** What every resource, of whatever kind, is told by its meta attributes. */
final class CommonSettings {
  private CommonSettings() {}

  static void apply(WorkingSet working, WorkingResource resource) {
    resource.set(ResourceFlag.PROVISIONAL);
    resource.setPriority(working.options().score(resource.meta("priority")));
    resource.set(
        ResourceFlag.CRITICAL, resource.meta("critical") == null || isTrue(resource, "critical"));
    resource.set(ResourceFlag.NOTIFY, isTrue(resource, "notify"));
    resource.set(ResourceFlag.ALLOW_MIGRATE, isTrue(resource, "allow-migrate"));
    manage(working, resource);
    boolean cloned = resource.top() instanceof WorkingClone;
    resource.set(ResourceFlag.UNIQUE, !cloned || isTrue(resource, "globally-unique"));
    resource.setTargetRole(TargetRole.of(resource));
    resource.setNextRole(resource.targetRole());
  }

  private static void manage(WorkingSet working, WorkingResource resource) {
    String managed = resource.meta("is-managed");
    boolean byDefault = managed == null || managed.equalsIgnoreCase("default");
    resource.set(ResourceFlag.MANAGED, byDefault || Words.isTrue(managed));
    if (isTrue(resource, "maintenance") || working.options().maintenanceMode()) {
      resource.clear(ResourceFlag.MANAGED);
      resource.set(ResourceFlag.MAINTENANCE);
    }
  }

  private static boolean isTrue(WorkingResource resource, String name) {
    @Nullable String value = resource.meta(name);
    return Words.isTrue(value);
  }
}
