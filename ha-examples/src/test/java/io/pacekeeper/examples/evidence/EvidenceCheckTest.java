package io.pacekeeper.examples.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.examples.evidence.EvidenceCheck.Activation;
import io.pacekeeper.examples.evidence.EvidenceCheck.Death;
import io.pacekeeper.examples.evidence.EvidenceCheck.Gap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EvidenceCheckTest {
  @Test
  void aResourceThatMovedIsActiveOnceAndHasAGap() {
    EvidenceCheck check =
        check(List.of(), "10 a r0 start 1", "20 a r0 stop 1", "27 b r0 start 2", "40 b r0 stop 2");

    assertThat(check.violations()).isEmpty();
    assertThat(check.activations())
        .containsExactly(
            new Activation("r0", "a", 1, 10, 20), new Activation("r0", "b", 2, 27, 40));
    assertThat(check.gaps()).containsExactly(new Gap("r0", "a", "b", 20, 7));
  }

  @Test
  void linesMayComeInAnyOrder() {
    EvidenceCheck check =
        check(List.of(), "27 b r0 start 2", "20 a r0 stop 1", "40 b r0 stop 2", "10 a r0 start 1");

    assertThat(check.violations()).isEmpty();
    assertThat(check.activations()).hasSize(2);
  }

  @Test
  void twoActivationsThatOverlapByANanosecondAreFound() {
    EvidenceCheck check = check(List.of(), "10 a r0 start 1", "19 b r0 start 2", "20 a r0 stop 1");

    assertThat(check.violations())
        .containsExactly(
            "r0 was active twice: on a (token 1, 10 to 20) and on b (token 2, 19 to now)");
  }

  @Test
  void anActivationInsideALongerOneIsFoundBehindAnother() {
    EvidenceCheck check =
        check(
            List.of(),
            "10 a r0 start 1",
            "20 b r0 start 2",
            "30 b r0 stop 2",
            "40 c r0 start 3",
            "90 a r0 stop 1");

    assertThat(check.violations())
        .containsExactly(
            "r0 was active twice: on a (token 1, 10 to 90) and on b (token 2, 20 to 30)",
            "r0 was active twice: on a (token 1, 10 to 90) and on c (token 3, 40 to now)");
  }

  @Test
  void whatNeverStoppedIsActiveUntilItsProcessWasSeenDead() {
    List<Death> deaths = List.of(new Death("a", 5), new Death("a", 20), new Death("b", 21));

    EvidenceCheck check = check(deaths, "10 a r0 start 1", "22 b r0 start 2");

    assertThat(check.violations()).isEmpty();
    assertThat(check.activations().get(0)).isEqualTo(new Activation("r0", "a", 1, 10, 20));
    assertThat(check.activations().get(1).hasEnded()).isFalse();
    assertThat(check.gaps()).containsExactly(new Gap("r0", "a", "b", 20, 2));
  }

  @Test
  void aSuccessorThatStartsBeforeTheDeathIsFound() {
    EvidenceCheck check = check(List.of(new Death("a", 20)), "10 a r0 start 1", "18 b r0 start 2");

    assertThat(check.violations()).singleElement().asString().contains("active twice");
  }

  @Test
  void withoutADeathWhatNeverStoppedIsActiveForEver() {
    EvidenceCheck check = check(List.of(), "10 a r0 start 1", "99999 b r0 start 2");

    assertThat(check.violations()).singleElement().asString().contains("active twice");
    assertThat(check.gaps()).isEmpty();
  }

  @Test
  void aRestartOnTheSameNodeIsNoOverlap() {
    EvidenceCheck check =
        check(List.of(), "10 a r0 start 1", "20 a r0 stop 1", "21 a r0 start 2", "30 a r0 stop 2");

    assertThat(check.violations()).isEmpty();
  }

  @Test
  void aTokenThatDoesNotGrowIsFound() {
    EvidenceCheck check =
        check(List.of(), "10 a r0 start 7", "20 a r0 stop 7", "30 b r0 start 6", "40 b r0 stop 6");

    assertThat(check.violations())
        .containsExactly(
            "the token of r0 did not grow: a (token 7, 10 to 20), then b (token 6, 30 to 40)");
  }

  @Test
  void tokensOfDifferentResourcesAreNotCompared() {
    EvidenceCheck check =
        check(List.of(), "10 a r0 start 7", "20 a r0 stop 7", "30 b r1 start 6", "40 b r1 stop 6");

    assertThat(check.violations()).isEmpty();
  }

  @Test
  void aStopOfWhatWasNotActiveIsFound() {
    EvidenceCheck check = check(List.of(), "10 a r0 start 1", "20 a r0 stop 1", "30 a r0 stop 1");

    assertThat(check.violations()).containsExactly("stopped without a start: 30 a r0 stop 1");
  }

  @Test
  void anOrderThatRanTwiceIsFound() {
    EvidenceCheck check = check(List.of(), "10 a r0 start 1", "20 a r0 start 1", "30 a r0 stop 1");

    assertThat(check.violations())
        .contains("started twice with one token: 10 a r0 start 1 and 20 a r0 start 1");
  }

  @Test
  void whatIsMonitoredWhileItIsActiveIsInOrder() {
    EvidenceCheck check =
        check(
            List.of(),
            "10 a r0 start 1",
            "15 a r0 monitor 1",
            "20 a r0 stop 1",
            "30 b r0 start 2",
            "35 b r0 monitor 2");

    assertThat(check.violations()).isEmpty();
    assertThat(check.activations()).hasSize(2);
  }

  @Test
  void aMonitorOfWhatWasNotActiveIsFound() {
    assertThat(check(List.of(), "10 a r0 start 1", "20 a r0 stop 1", "25 a r0 monitor 1"))
        .extracting(EvidenceCheck::violations)
        .isEqualTo(List.of("monitored while it was not active: 25 a r0 monitor 1"));
    assertThat(check(List.of(new Death("a", 20)), "10 a r0 start 1", "25 a r0 monitor 1"))
        .extracting(EvidenceCheck::violations)
        .isEqualTo(List.of("monitored while it was not active: 25 a r0 monitor 1"));
  }

  @Test
  void aRefusalOfWhatIsActiveIsFoundAndOneOfWhatIsDeadIsNot() {
    assertThat(check(List.of(), "10 a r0 start 1", "15 a r0 refused 1"))
        .extracting(EvidenceCheck::violations)
        .isEqualTo(List.of("refused while it was active: 15 a r0 refused 1"));
    assertThat(
            check(
                List.of(new Death("a", 20)),
                "10 a r0 start 1",
                "22 b r0 start 2",
                "25 a r0 refused 1"))
        .extracting(EvidenceCheck::violations)
        .isEqualTo(List.of());
  }

  private static EvidenceCheck check(List<Death> deaths, String... lines) {
    return EvidenceCheck.of(Stream.of(lines).map(EvidenceLine::parse).toList(), deaths);
  }
}
