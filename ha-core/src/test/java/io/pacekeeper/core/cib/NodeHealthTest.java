package io.pacekeeper.core.cib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.cib.NodeHealth.Color;
import io.pacekeeper.core.document.HealthOptions;
import io.pacekeeper.core.document.HealthOptions.Thresholds;
import io.pacekeeper.core.document.HealthStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class NodeHealthTest {
  private static NodeHealth of(HealthStrategy strategy, Map<String, String> attributes) {
    HealthOptions options =
        new HealthOptions(
            strategy, 100, 5, -10, -50, Thresholds.OFF, Thresholds.OFF, Duration.ZERO);
    return Objects.requireNonNull(NodeHealth.of(options, attributes));
  }

  @Test
  void itMeansNothingUnlessItIsAskedFor() {
    assertThat(NodeHealth.of(HealthOptions.DEFAULTS, Map.of("#health-disk", "red"))).isNull();
  }

  @Test
  void theWorstOfItsAttributesIsItsColor() {
    Map<String, String> mixed = Map.of("#health-disk", "yellow", "#health-heap", "green");
    assertThat(of(HealthStrategy.ONLY_GREEN, mixed))
        .isEqualTo(new NodeHealth(Color.YELLOW, -Score.INFINITY, List.of("#health-disk=yellow")));
    assertThat(of(HealthStrategy.MIGRATE_ON_RED, mixed))
        .isEqualTo(new NodeHealth(Color.YELLOW, 0, List.of("#health-disk=yellow")));
    assertThat(of(HealthStrategy.MIGRATE_ON_RED, Map.of("#health-disk", "RED")))
        .isEqualTo(new NodeHealth(Color.RED, -Score.INFINITY, List.of("#health-disk=RED")));
  }

  @Test
  void scoresAreAddedUpAndUnderProgressiveToABase() {
    Map<String, String> mixed = Map.of("#health-disk", "yellow", "#health-heap", "green");
    assertThat(of(HealthStrategy.CUSTOM, mixed).score()).isEqualTo(-5);
    assertThat(of(HealthStrategy.PROGRESSIVE, mixed).score()).isEqualTo(95);
    assertThat(of(HealthStrategy.CUSTOM, Map.of("#health-disk", "-60")))
        .isEqualTo(new NodeHealth(Color.RED, -60, List.of("#health-disk=-60")));
    assertThat(of(HealthStrategy.CUSTOM, Map.of("#health-disk", "nonsense")).score()).isZero();
    assertThat(of(HealthStrategy.CUSTOM, Map.of("disk", "red")).score()).isZero();
  }

  @Test
  void whatItCannotBeIsNamed() {
    assertThatCode(() -> NodeHealth.requirePossible("zone", "anything")).doesNotThrowAnyException();
    assertThatCode(() -> NodeHealth.requirePossible("#health", "-5")).doesNotThrowAnyException();
    assertThatThrownBy(() -> NodeHealth.requirePossible("#health-disk", "bad"))
        .hasMessage("#health-disk must be green, yellow, red or a score, but it is 'bad'");
    assertThatThrownBy(() -> NodeHealth.requirePossible("#disk", "red"))
        .hasMessage(
            "an attribute's name begins with # only where it says something of health, as in"
                + " #health-disk, but it is '#disk'");
  }
}
