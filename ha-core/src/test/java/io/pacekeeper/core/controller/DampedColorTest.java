package io.pacekeeper.core.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.core.cib.NodeHealth.Color;
import io.pacekeeper.core.document.HealthOptions.Thresholds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Yellow from 80%, red from 95%, each after ten seconds. */
class DampedColorTest {
  private static final Thresholds THRESHOLDS = new Thresholds(80, 95);
  private static final Duration DAMPENING = Duration.ofSeconds(10);

  private final DampedColor color = new DampedColor();
  private long seconds = Long.MAX_VALUE / Duration.ofSeconds(1).toNanos() - 5;

  /** Measures so much now, and each second for so long. */
  private @Nullable Color measure(int percent, int forSeconds) {
    for (int i = 0; i <= forSeconds; i++) {
      long nanos = (seconds + i) * Duration.ofSeconds(1).toNanos();
      color.take(percent, THRESHOLDS, DAMPENING.toNanos(), nanos);
    }
    seconds += forSeconds;
    return color.get();
  }

  @Test
  void whatIsWellIsSaidAtOnceAndWhatIsNotAfterTheDampening() {
    assertThat(measure(10, 0)).isEqualTo(Color.GREEN);
    assertThat(measure(80, 9)).isEqualTo(Color.GREEN);
    assertThat(measure(80, 1)).isEqualTo(Color.YELLOW);
    assertThat(measure(95, 10)).isEqualTo(Color.RED);
  }

  @Test
  void aPeakIsNotSaid() {
    measure(10, 0);
    for (int i = 0; i < 10; i++) {
      assertThat(measure(99, 8)).isEqualTo(Color.GREEN);
      assertThat(measure(10, 1)).isEqualTo(Color.GREEN);
    }
  }

  @Test
  void whatIsBadIsBetterOnlyATenthBelow() {
    measure(96, 20);
    assertThat(measure(86, 60)).isEqualTo(Color.RED);
    assertThat(measure(85, 9)).isEqualTo(Color.RED);
    assertThat(measure(85, 1)).isEqualTo(Color.YELLOW);
    assertThat(measure(72, 60)).isEqualTo(Color.YELLOW);
    assertThat(measure(71, 10)).isEqualTo(Color.GREEN);
  }

  @Test
  void aNodeThatIsBadFromTheStartSaysNothingUntilThatIsSure() {
    assertThat(measure(99, 9)).isNull();
    assertThat(measure(99, 1)).isEqualTo(Color.RED);
  }

  @Test
  void whatIsNotKnownOrNotAskedForIsNotSaid() {
    measure(99, 10);
    assertThat(measure(DampedColor.UNKNOWN, 0)).isNull();
    measure(10, 0);
    assertThat(color.take(10, Thresholds.OFF, 0, 0)).isTrue();
    assertThat(color.get()).isNull();
  }

  @Test
  void oneOfTheTwoMayNeverBe() {
    assertThat(color.take(1000, new Thresholds(100, 0), 0, 0)).isTrue();
    assertThat(color.get()).isEqualTo(Color.YELLOW);
    assertThat(color.take(1000, new Thresholds(0, 300), 0, 0)).isTrue();
    assertThat(color.get()).isEqualTo(Color.RED);
  }
}
