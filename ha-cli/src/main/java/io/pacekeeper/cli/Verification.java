package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.cib.AttributeValue;
import io.pacekeeper.core.cib.FeatureNeeds;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.util.List;

/** What a configuration must be before it is written. */
final class Verification {
  private Verification() {}

  /**
   * Returns the configuration.
   *
   * @throws HaException if its options would be wrong for the nodes that run
   */
  static ConfigDocument options(ZooKeeperClusterClient client, ConfigDocument config) {
    return options(client.documents(), config);
  }

  static ConfigDocument options(List<Stored> documents, ConfigDocument config) {
    features(config);
    for (Stored stored : documents) {
      LeaseDocument lease = stored.as(LeaseDocument.class);
      if (stored.key().kind() == DocumentKey.Kind.LEASE
          && lease != null
          && !lease.state().isOver()
          && lease.length().compareTo(config.options().maxLease()) > 0) {
        throw new HaException(
            "max-lease=%s is shorter than the lease of %s, which lasts %s: if that were deleted, what %s runs could run twice"
                .formatted(
                    AttributeValue.durationOf(config.options().maxLease()),
                    stored.key().node(),
                    AttributeValue.durationOf(lease.length()),
                    stored.key().node()));
      }
    }
    return config;
  }

  /**
   * Returns a configuration in which nothing is said that nodes of an older version do not heed.
   *
   * @throws HaException if something is, with what has to be done
   */
  static ConfigDocument features(ConfigDocument config) {
    int needed = FeatureNeeds.of(config);
    if (config.featureSet() < needed) {
      throw new HaException(
          "the cluster works at feature set %d, and this needs %d: upgrade all of its nodes first"
              .formatted(config.featureSet(), needed));
    }
    return config;
  }
}
