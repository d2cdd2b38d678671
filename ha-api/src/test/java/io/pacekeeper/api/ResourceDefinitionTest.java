package io.pacekeeper.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourceDefinitionTest {
  @Test
  void aDefinitionByDefaultIsStartedManagedAndSlightlySticky() {
    ResourceDefinition definition = ResourceDefinition.ofDefaults("ledger");

    assertThat(definition.stickiness()).isEqualTo(1);
    assertThat(definition.targetRole()).isEqualTo(TargetRole.STARTED);
    assertThat(definition.managed()).isTrue();
    assertThat(definition.maintenance()).isFalse();
    assertThat(definition.requires()).isEqualTo(Requires.FENCING);
    assertThat(definition.migrationThreshold()).isZero();
    assertThat(definition.failureTimeout()).isZero();
    assertThat(definition.stop().onFail()).isEqualTo(OnFail.FENCE);
  }

  @Test
  void scoresAreCutToTheirRange() {
    ResourceDefinition definition = definition("ledger", Integer.MAX_VALUE, 0, Duration.ZERO);

    assertThat(definition.priority()).isEqualTo(Score.INFINITY);
  }

  @Test
  void anIdThatCannotBePartOfAPathIsRefused() {
    for (String id : List.of("", "a/b", "-a", "a b", "x".repeat(129))) {
      assertThatThrownBy(() -> ResourceDefinition.ofDefaults(id))
          .as("id '%s'", id)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the name of a resource");
    }
  }

  @Test
  void aNegativeMigrationThresholdIsRefused() {
    assertThatThrownBy(() -> definition("ledger", 0, -1, Duration.ZERO))
        .hasMessage("resource ledger: migrationThreshold must be 0 (never) or more, but it is -1");
  }

  @Test
  void aNegativeFailureTimeoutIsRefused() {
    assertThatThrownBy(() -> definition("ledger", 0, 0, Duration.ofSeconds(-1)))
        .hasMessage(
            "resource ledger: failureTimeout must be zero (never) or longer, but it is PT-1S");
  }

  @Test
  void aMonitorWithoutAnIntervalIsRefused() {
    assertThatThrownBy(
            () -> new MonitorDefinition(Duration.ZERO, Duration.ofSeconds(1), OnFail.RESTART))
        .hasMessage("a monitor's interval must be longer than zero, but it is PT0S");
  }

  @Test
  void anOperationWithoutATimeoutIsRefused() {
    assertThatThrownBy(() -> new OperationDefinition(Duration.ZERO, OnFail.RESTART))
        .hasMessage("a timeout must be longer than zero, but it is PT0S");
  }

  private static ResourceDefinition definition(
      String id, int priority, int threshold, Duration failureTimeout) {
    return new ResourceDefinition(
        id,
        priority,
        1,
        TargetRole.STARTED,
        true,
        false,
        Requires.FENCING,
        threshold,
        failureTimeout,
        OperationDefinition.DEFAULT_START,
        OperationDefinition.DEFAULT_STOP,
        List.of(),
        List.of());
  }
}
