package io.pacekeeper.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.cli.demo.Evidence.Stay;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MoveTest {
  private static final Map<String, List<Long>> NOBODY_DIED = Map.of();

  @Test
  void theGapIsFromTheStopToTheNextStart() {
    List<Stay> stays =
        stays(
            NOBODY_DIED,
            "1000000 a ledger start 1",
            "2000000 a other start 2",
            "5000000 a ledger stop 1",
            "9000000 b ledger start 3");

    Move move = Move.after("ledger", stays.get(0), stays);

    assertThat(move).isEqualTo(new Move("ledger", "a", "b", 4_000_000));
    assertThat(move.result("leave")).isEqualTo("RESULT leave resource=ledger from=a to=b gap_ms=4");
  }

  @Test
  void ofAKilledNodeTheGapBeginsWithTheKill() {
    List<Stay> stays =
        stays(
            Map.of("a", List.of(500_000L, 6_000_000L)),
            "1000000 a ledger start 1",
            "9000000 b ledger start 3");

    assertThat(Move.after("ledger", stays.get(0), stays))
        .isEqualTo(new Move("ledger", "a", "b", 3_000_000));
  }

  @Test
  void whatHasNotStartedAgainHasNotMoved() {
    List<Stay> stays = stays(NOBODY_DIED, "1000000 a ledger start 1", "5000000 a ledger stop 1");

    assertThat(Move.after("ledger", stays.get(0), stays)).isNull();
  }

  @Test
  void whatWentOnTwiceIsMeasuredToTheFirst() {
    List<Stay> stays =
        stays(
            NOBODY_DIED,
            "1000000 a ledger start 1",
            "2000000 a ledger stop 1",
            "3000000 b ledger start 2",
            "4000000 b ledger stop 2",
            "8000000 c ledger start 3");

    assertThat(Move.after("ledger", stays.get(0), stays).to()).isEqualTo("b");
    assertThat(Move.after("ledger", stays.get(1), stays).to()).isEqualTo("c");
  }

  @Test
  void anEarlierStayOnTheSameNodeIsToldApart() {
    List<Stay> stays =
        stays(
            NOBODY_DIED,
            "1000000 a ledger start 1",
            "2000000 a ledger stop 1",
            "3000000 b ledger start 2",
            "4000000 b ledger stop 2",
            "5000000 a ledger start 3");

    assertThat(stays)
        .containsExactly(
            new Stay("a", 1_000_000, 2_000_000),
            new Stay("b", 3_000_000, 4_000_000),
            new Stay("a", 5_000_000, Long.MAX_VALUE));
    assertThat(Move.after("ledger", stays.get(2), stays)).isNull();
  }

  private static List<Stay> stays(Map<String, List<Long>> deaths, String... lines) {
    return Evidence.stays(Stream.of(lines).map(EvidenceLine::parse).toList(), deaths, "ledger");
  }
}
