package io.pacekeeper.core.cib;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.FeatureSet;
import io.pacekeeper.core.document.TransitionOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureNeedsTest {
  private static ConfigDocument config(ClusterOptions options, String name, String value) {
    return new ConfigDocument(
        options,
        ImmutableSortedMap.of(),
        ImmutableSortedMap.of("db", ImmutableSortedMap.of(name, value)),
        null);
  }

  @ParameterizedTest
  @CsvSource({
    "target-role, Stopped, 1",
    "target-role, Started, 1",
    "target-role, Unpromoted, 4",
    "target-role, promoted, 4",
    "promoted-max, 2, 4",
    "clone-max, 3, 4",
    "op.start.timeout, 3s, 1",
    "op.monitor.on-fail, block, 1",
    "op.monitor.on-fail, demote, 4",
    "op.demote.timeout, 3s, 4",
    "op.promoted-monitor.interval, 3s, 4"
  })
  void anOverrideNeedsWhatOlderNodesDoNotHeed(String name, String value, int needed) {
    assertThat(FeatureNeeds.of(config(ClusterOptions.DEFAULTS, name, value))).isEqualTo(needed);
  }

  @Test
  void soDoLimitsAndLocks() {
    TransitionOptions batch = new TransitionOptions(3, 0, false, Duration.ZERO);
    ClusterOptions options = ClusterOptions.DEFAULTS.withTransition(batch);
    assertThat(FeatureNeeds.of(config(options, "priority", "3"))).isEqualTo(FeatureSet.TRANSITIONS);
    assertThat(FeatureNeeds.of(ConfigDocument.EMPTY)).isEqualTo(FeatureSet.OLDEST);
  }
}
