package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.ResourceLocation;
import io.pacekeeper.core.status.ClusterView;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.util.HashSet;
import java.util.Set;

/** What a configuration becomes by a file, verified as a whole before anything is written. */
final class ConfigChange {
  private ConfigChange() {}

  /**
   * Returns the configuration as the file has it. What is in it as it was is not verified again:
   * its resource or its node may have gone meanwhile.
   *
   * @throws HaException of one sentence for the first thing that is not possible
   */
  static ConfigDocument of(
      ZooKeeperClusterClient client, ConfigDocument before, ConfigFile wanted) {
    ClusterView view = client.view();
    ClusterOptions options = PropertyCommand.changed(ClusterOptions.DEFAULTS, wanted.properties());
    wanted
        .resources()
        .forEach(
            (resource, overrides) -> {
              if (!overrides.equals(before.overrides().get(resource))) {
                ResourceEdit.requirePossible(Known.resource(view, resource), overrides);
              }
            });
    Set<String> ids = new HashSet<>();
    Relocation.directives(view).locations().forEach(location -> ids.add(location.id()));
    for (ResourceLocation constraint : wanted.constraints()) {
      if (!ids.add(constraint.id())) {
        throw new HaException("there are two constraints called " + constraint.id());
      }
      if (!before.constraints().contains(constraint)) {
        Known.resource(view, constraint.resource());
        String node = constraint.location().node();
        if (node != null) {
          Known.requireNode(view, node);
        }
      }
    }
    if (ids.size() > ConstraintCommand.MOST) {
      throw new HaException("there may be no more than " + ConstraintCommand.MOST + " constraints");
    }
    return Verification.options(
        client,
        before
            .withOptions(options)
            .withOverrides(wanted.resources())
            .withConstraints(wanted.constraints()));
  }
}
