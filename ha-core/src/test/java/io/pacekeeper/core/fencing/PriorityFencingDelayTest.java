package io.pacekeeper.core.fencing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.core.fencing.PriorityFencingDelay.Peer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pacemaker's rule, case by case. */
class PriorityFencingDelayTest {
  private static final Duration OPTION = Duration.ofSeconds(15);
  private static final Peer LOST = new Peer(false, 10);

  private static Duration delay(Peer target, Peer... others) {
    return PriorityFencingDelay.of(
        OPTION,
        target,
        java.util.stream.Stream.concat(List.of(target).stream(), List.of(others).stream())
            .toList());
  }

  @Test
  void theMoreImportantOfTwoNodesIsFencedLater() {
    assertThat(delay(LOST, new Peer(true, 5))).isEqualTo(OPTION);
    assertThat(delay(LOST, new Peer(true, 50))).isZero();
  }

  @Test
  void nodesThatAreEquallyImportantAreNotDelayed() {
    assertThat(delay(LOST, new Peer(true, 10))).isZero();
  }

  @Test
  void aMajorityNeedNotWait() {
    assertThat(delay(LOST, new Peer(true, 5), new Peer(true, 5))).isZero();
    assertThat(delay(LOST, new Peer(true, 5), new Peer(true, 5), new Peer(false, 5)))
        .as("half is no majority")
        .isEqualTo(OPTION);
  }

  @Test
  void aNodeThatTakesPartIsNotDelayed() {
    assertThat(delay(new Peer(true, 10), new Peer(false, 5))).isZero();
  }
}
