package io.pacekeeper.examples.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.examples.evidence.EvidenceCheck;
import io.pacekeeper.examples.evidence.EvidenceCheck.Death;
import io.pacekeeper.examples.evidence.EvidenceLine;
import io.pacekeeper.examples.lab.Journal.Happened;
import io.pacekeeper.examples.lab.Journal.Thaw;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LabReportTest {
  private static final LabOptions OPTIONS =
      LabOptions.parse(
          ("--seed 1 --minutes 1 --nodes 3 --steps 9 --lease 6 --prefix p --scripts lab --dir d"
                  + " --freezer v1 --commit c --report r --faults host-cut --faketime none")
              .split(" "));

  private final Journal journal = new Journal();

  @Test
  void whatMovedInTimeIsNoViolationAndItsTimeWithoutServiceIsCounted() {
    happened(FaultKind.NODE_KILLED, 10, 20, 0.5);

    LabReport report = report(List.of(death("n1", 12)), "5 n1 r0 start 1", "13 n2 r0 start 2");

    assertThat(report.violations()).isEmpty();
    assertThat(report.text()).contains("| node-killed | 1 | 1 | 1.00 s | 0.5 s |", "PASSED");
  }

  @Test
  void anOverlapFails() {
    LabReport report = report(List.of(death("n1", 14)), "5 n1 r0 start 1", "13 n2 r0 start 2");

    assertThat(report.violations()).singleElement().asString().contains("active twice");
    assertThat(report.text()).contains("evidence: 1**", "FAILED");
  }

  @Test
  void whatWasNotBackWithinItsBoundFails() {
    happened(FaultKind.HOST_CUT, 10, 20, 99);

    assertThat(report(List.of()).violations())
        .containsExactly("step 1: 99.0 s after it was healed something was not active once");
  }

  @Test
  void onAMachineThatStoodStillNoTimeIsJudged() {
    Schedule.Fault fault =
        new Schedule.Fault(FaultKind.HOST_CUT, 0, 0, Duration.ZERO, Duration.ofSeconds(1));
    Schedule.Step step = new Schedule.Step(1, List.of(fault), Duration.ZERO);
    journal.add(new Happened(step, seconds(10), seconds(20), seconds(20), 99, 0.7, List.of()));

    LabReport report = report(List.of());

    assertThat(report.violations()).isEmpty();
    assertThat(report.text()).contains("stood still for 0.5 s or longer: 1.");
  }

  @Test
  void aFaultThatWasNotSeenInEffectFails() {
    happened(FaultKind.HOST_CUT, 10, 20, 0, "host-cut: n1>z1 yes");

    assertThat(report(List.of()).violations())
        .containsExactly("step 1: not seen in effect: host-cut: n1>z1 yes");
  }

  @Test
  void aFaultThatAnotherWasInTheWayOfIsCountedOnly() {
    Schedule.Fault fault =
        new Schedule.Fault(FaultKind.CLOCK_JUMP, 0, 0, Duration.ZERO, Duration.ofSeconds(1));
    Schedule.Step pair = new Schedule.Step(1, List.of(fault, fault), Duration.ZERO);
    journal.add(
        new Happened(
            pair, seconds(10), seconds(20), seconds(20), 0, 0, List.of("nothing is active")));

    LabReport report = report(List.of());

    assertThat(report.violations()).isEmpty();
    assertThat(report.text()).contains("| two at once | 1 | 0 | 0.00 s | 0.0 s |");
  }

  @Test
  void whoIsFrozenTogetherWithItsCompanionIsExcusedAndItsStaleTokensAreCounted() {
    happened(FaultKind.FROZEN_TOGETHER, 10, 25, 0);
    journal.silent("n1", seconds(10));
    journal.thawed(new Thaw("n1", seconds(10), seconds(20), true, 0.040), "gone");

    LabReport report =
        report(
            List.of(death("n1", 10)), "5 n1 r0 start 1", "17 n2 r0 start 2", "20 n1 r0 refused 1");

    assertThat(report.violations()).isEmpty();
    assertThat(report.text())
        .contains(
            "n1 frozen together with its companion for 10.0 s: 1 starts elsewhere meanwhile; gone"
                + " 40 ms after thawing; writes with a stale token refused: 1, of r0:1.",
            "| frozen-together | 1 | 1 | 7.00 s |");
  }

  @Test
  void whoeverTakesTheServicesOfAFrozenNodeBeforeItsLeaseIsOverFails() {
    happened(FaultKind.FROZEN_TOGETHER, 10, 25, 0);
    journal.thawed(new Thaw("n1", seconds(10), seconds(20), true, 0.040), "gone");

    LabReport report = report(List.of(death("n1", 10)), "5 n1 r0 start 1", "14 n2 r0 start 2");

    assertThat(report.violations())
        .singleElement()
        .asString()
        .startsWith("started while the lease was held");
  }

  @Test
  void whatOthersHaveMayMoveWhileANodeIsFrozen() {
    happened(FaultKind.FROZEN_TOGETHER, 10, 25, 0);
    journal.thawed(new Thaw("n1", seconds(10), seconds(20), true, 0.040), "gone");

    LabReport report =
        report(
            List.of(death("n1", 10)),
            "5 n1 r0 start 1",
            "6 n2 r1 start 1",
            "12 n2 r1 stop 1",
            "13 n3 r1 start 2",
            "17 n2 r0 start 2");

    assertThat(report.violations()).isEmpty();
  }

  @Test
  void whoLivesOnAfterItWasFrozenPastItsLeaseFails() {
    journal.thawed(new Thaw("n1", seconds(10), seconds(20), true, Double.NaN), "lives on");

    assertThat(report(List.of()).violations())
        .containsExactly("n1 lives on, although it was frozen past its lease");
  }

  private void happened(
      FaultKind kind, long from, long to, double activeAfter, String... notShown) {
    Schedule.Fault fault = new Schedule.Fault(kind, 0, 0, Duration.ZERO, Duration.ofSeconds(1));
    Schedule.Step step = new Schedule.Step(1, List.of(fault), Duration.ZERO);
    journal.add(
        new Happened(
            step, seconds(from), seconds(to), seconds(to), activeAfter, 0, List.of(notShown)));
  }

  private LabReport report(List<Death> deaths, String... lines) {
    List<EvidenceLine> evidence = new ArrayList<>();
    Stream.of(lines).map(EvidenceLine::parse).map(LabReportTest::inSeconds).forEach(evidence::add);
    EvidenceCheck check = EvidenceCheck.of(evidence, deaths);
    return LabReport.of(OPTIONS, journal, check, check, deaths, evidence);
  }

  private static EvidenceLine inSeconds(EvidenceLine line) {
    return new EvidenceLine(
        seconds(line.nanos()), line.node(), line.resource(), line.event(), line.token());
  }

  private static Death death(String node, long at) {
    return new Death(node, seconds(at));
  }

  private static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }
}
