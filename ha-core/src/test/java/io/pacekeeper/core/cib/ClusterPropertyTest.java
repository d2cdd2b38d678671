package io.pacekeeper.core.cib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.NoQuorumPolicy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The cluster's options by the names and in the words of administrators. */
class ClusterPropertyTest {
  @Test
  void eachOptionIsAPropertyOfItsOwn() {
    Map<String, String> others =
        Map.ofEntries(
            Map.entry("symmetric-cluster", "false"),
            Map.entry("maintenance-mode", "true"),
            Map.entry("stop-all-resources", "true"),
            Map.entry("start-failure-is-fatal", "false"),
            Map.entry("max-lease", "90s"),
            Map.entry("no-quorum-policy", "freeze"),
            Map.entry("cluster-delay", "1500ms"),
            Map.entry("history-limit", "7"),
            Map.entry("stonith-action", "off"),
            Map.entry("stonith-timeout", "2min"),
            Map.entry("stonith-max-attempts", "3"),
            Map.entry("concurrent-fencing", "false"),
            Map.entry("priority-fencing-delay", "5s"),
            Map.entry("startup-fencing", "false"),
            Map.entry("fencing", "companion"),
            Map.entry("batch-limit", "30"),
            Map.entry("node-action-limit", "4"),
            Map.entry("shutdown-lock", "true"),
            Map.entry("shutdown-lock-limit", "1h"),
            Map.entry("placement-strategy", "balanced"),
            Map.entry("node-health-strategy", "migrate-on-red"),
            Map.entry("node-health-base", "10"),
            Map.entry("node-health-green", "INFINITY"),
            Map.entry("node-health-yellow", "-5"),
            Map.entry("node-health-red", "-10"),
            Map.entry("node-health-heap", "80%,95%"),
            Map.entry("node-health-load", "0%,200%"),
            Map.entry("node-health-dampening", "5s"));
    assertThat(ClusterProperty.byName().keySet())
        .containsExactlyInAnyOrderElementsOf(others.keySet());
    ClusterOptions all = ClusterOptions.DEFAULTS;
    for (Map.Entry<String, String> other : others.entrySet()) {
      ClusterProperty property = ClusterProperty.of(other.getKey());
      ClusterOptions one = property.set(ClusterOptions.DEFAULTS, other.getValue());
      assertThat(ClusterProperty.changed(one)).isEqualTo(Map.of(other.getKey(), other.getValue()));
      assertThat(property.unset(one)).isEqualTo(ClusterOptions.DEFAULTS);
      assertThat(property.help()).endsWith(".");
      all = property.set(all, other.getValue());
    }
    assertThat(ClusterProperty.changed(all)).isEqualTo(others);
    assertThat(all.noQuorumPolicy()).isEqualTo(NoQuorumPolicy.FREEZE);
    assertThat(all.maxLease()).isEqualTo(Duration.ofSeconds(90));
    assertThat(ClusterProperty.changed(ClusterOptions.DEFAULTS)).isEmpty();
  }

  @Test
  void whatIsNotPossibleSaysWhatIs() {
    assertWrong("maintenance-mode", "maybe", "it must be true or false");
    assertWrong("max-lease", "0s", "it must be longer than zero");
    assertWrong("max-lease", "soon", "it must be a duration such as 500ms, 20s or 5m");
    assertWrong("no-quorum-policy", "panic", "it must be stop, demote, suicide, freeze, ignore");
    assertWrong("history-limit", "0", "historyLimit must be 1 to 500, but is 0");
    assertWrong("batch-limit", "-1", "batch-limit must be 0 (no limit) or more, but it is -1");
    assertWrong(
        "shutdown-lock-limit",
        "1500ms",
        "shutdown-lock-limit must be whole seconds, or zero for no limit, but it is PT1.5S");
    assertWrong("stonith-action", "on", "stonith-action is off or reboot, not ON");
    assertWrong("placement-strategy", "full", "it must be default, utilization, minimal, balanced");
    assertWrong(
        "node-health-heap",
        "hot",
        "it must be off, or from when on it is yellow and red, such as 80%,95%");
    assertWrong("node-health-heap", "95,80", "yellow, from 95%, must begin before red, from 80%");
    assertWrong("node-health-heap", "101%", "no heap is fuller than 100%");
    assertThatThrownBy(() -> ClusterProperty.of("stonith-enabled"))
        .hasMessageStartingWith("there is no property stonith-enabled: there is batch-limit, ");
  }

  private static void assertWrong(String name, String value, String reason) {
    assertThatThrownBy(() -> ClusterProperty.of(name).set(ClusterOptions.DEFAULTS, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name + "=" + value + " is not possible: " + reason);
  }

  @Test
  void fromWhenOnSomethingIsRedMayBeSaidAlone() {
    ClusterProperty load = ClusterProperty.of("node-health-load");
    ClusterOptions options = load.set(ClusterOptions.DEFAULTS, "150");
    assertThat(load.value(options)).isEqualTo("0%,150%");
    assertThat(load.set(options, "off")).isEqualTo(ClusterOptions.DEFAULTS);
  }
}
