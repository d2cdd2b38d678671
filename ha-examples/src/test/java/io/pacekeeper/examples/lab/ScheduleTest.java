package io.pacekeeper.examples.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.examples.lab.FaultKind.Domain;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final List<FaultKind> ALL = List.of(FaultKind.values());

  private static final Duration LEASE = Duration.ofSeconds(6);

  @Test
  void oneSeedGivesOneSchedule() {
    assertThat(of(7)).isEqualTo(of(7)).isNotEqualTo(of(8));
    assertThat(of(7).toString()).startsWith("  1  cut-from-zookeeper #1 for 11.5 s, rest 0.8 s\n");
  }

  @Test
  void whatIsAddedToARunChangesNothingOfWhatComesBefore() {
    Schedule longer = Schedule.of(7, Duration.ofMinutes(60), 3, LEASE, ALL, 1000);

    assertThat(longer.steps()).startsWith(of(7).steps().toArray(Schedule.Step[]::new));
  }

  @Test
  void everyKindComesOnceBeforeAnyComesAgain() {
    List<FaultKind> firsts =
        of(7).steps().stream().map(step -> step.faults().get(0).kind()).toList();

    assertThat(firsts.subList(0, ALL.size())).containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void ofTwoAtOnceOneBreaksANodeAndOneZooKeeper() {
    List<Schedule.Step> pairs =
        of(7).steps().stream().filter(step -> step.faults().size() == 2).toList();

    assertThat(pairs).isNotEmpty();
    assertThat(pairs)
        .allSatisfy(
            pair ->
                assertThat(pair.faults())
                    .extracting(fault -> fault.kind().domain())
                    .containsExactlyInAnyOrder(Domain.values()));
  }

  @Test
  void aShortPauseIsShorterThanWhatIsRiddenOutAndALongOneIsLongerThanTheLease() {
    Stream<Schedule.Fault> faults = of(7).steps().stream().flatMap(step -> step.faults().stream());

    assertThat(faults.toList())
        .allSatisfy(
            fault -> {
              double leases = (double) fault.hold().toMillis() / LEASE.toMillis();
              switch (fault.kind()) {
                case PAUSED_SHORT -> assertThat(leases).isLessThan(0.34);
                case PAUSED_LONG, FROZEN_TOGETHER, NODE_AND_COMPANION_KILLED ->
                    assertThat(leases).isGreaterThan(1.1);
                default -> assertThat(leases).isPositive();
              }
            });
  }

  private static Schedule of(long seed) {
    return Schedule.of(seed, Duration.ofMinutes(20), 3, LEASE, ALL, 1000);
  }
}
