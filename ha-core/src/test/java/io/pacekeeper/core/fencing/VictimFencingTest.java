package io.pacekeeper.core.fencing;

import static io.pacekeeper.core.fencing.FencingBench.SECOND;
import static io.pacekeeper.core.fencing.FencingBench.device;
import static io.pacekeeper.core.fencing.FencingBench.options;
import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.fencing.FencingAction;
import io.pacekeeper.api.fencing.FencingResult;
import io.pacekeeper.api.fencing.FencingTopology;
import io.pacekeeper.core.document.FencingDocument.Scope;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One victim: levels, devices, attempts, delays and pauses. */
class VictimFencingTest {
  private static final FencingTopology IPMI_THEN_PDUS =
      FencingTopology.forNode("n1").level("ipmi").level("pdu-a", "pdu-b");

  private static FencingBench bench() {
    return new FencingBench(device("ipmi"), device("pdu-a"), device("pdu-b"))
        .topology(IPMI_THEN_PDUS);
  }

  @Test
  void aTimeoutIsNoSuccessAndTheNextLevelIsTried() {
    FencingBench bench = bench();
    bench.fence("n1").pass(Duration.ofSeconds(9));
    assertThat(bench.calls()).containsExactly("ipmi REBOOT n1");
    bench.answer(FencingResult.unknown("it timed out"));
    assertThat(bench.confirmed).isEmpty();
    assertThat(bench.stored("n1").confirmations()).isEmpty();
    assertThat(bench.calls()).containsExactly("pdu-a OFF n1");
  }

  @Test
  void aCallThatNobodyAnswersRunsOut() {
    FencingBench bench = bench();
    FencingCall silent = bench.fence("n1").onlyCall();
    assertThat(silent.timeout()).isEqualTo(Duration.ofSeconds(10));
    bench.pass(Duration.ofMillis(10_999));
    assertThat(bench.calls()).containsExactly("ipmi REBOOT n1");
    bench.open.clear();
    bench.pass(Duration.ofMillis(1));
    assertThat(bench.calls()).containsExactly("pdu-a OFF n1");

    bench.answer(silent, FencingResult.succeeded());
    assertThat(bench.confirmed).as("what is said too late counts as nothing").isEmpty();
  }

  @Test
  void aDeviceThatFailsIsAskedAgainWhileThereIsTime() {
    FencingBench bench = new FencingBench(device("ipmi").attempts(3), device("pdu"));
    bench.fence("n1").pass(Duration.ofSeconds(1)).fail();
    assertThat(bench.passUntilCalled()).isEqualTo(SECOND);
    assertThat(bench.onlyCall().device()).isEqualTo("ipmi");
    assertThat(bench.onlyCall().timeout())
        .as("all attempts share the timeout")
        .isEqualTo(Duration.ofSeconds(8));
    bench.fail();
    bench.passUntilCalled();
    assertThat(bench.onlyCall().timeout()).isEqualTo(Duration.ofSeconds(7));
    bench.fail();
    assertThat(bench.calls()).containsExactly("pdu REBOOT n1");
    assertThat(bench.stored("n1").attempts()).hasSize(3);
  }

  @Test
  void aDeviceThatFailsLateIsNotAskedAgain() {
    FencingBench bench = new FencingBench(device("ipmi").attempts(3), device("pdu"));
    bench.fence("n1").pass(Duration.ofMillis(7_001)).fail();
    assertThat(bench.calls()).containsExactly("pdu REBOOT n1");
  }

  @Test
  void aDeviceWithoutATimeoutOfItsOwnHasTheClusters() {
    FencingBench bench = new FencingBench(device("ipmi").timeout(Duration.ZERO));
    assertThat(bench.fence("n1").onlyCall().timeout()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void allDevicesOfALevelHaveToSucceed() {
    FencingBench bench = bench().options(options(FencingAction.OFF, 10, true));
    bench.fence("n1").fail().succeed();
    assertThat(bench.confirmed).isEmpty();
    assertThat(bench.calls()).containsExactly("pdu-b OFF n1");
    bench.fail();
    assertThat(bench.confirmed).as("half of a level is nothing").isEmpty();
    bench.passUntilCalled();
    bench.fail().succeed().succeed();
    assertThat(bench.confirmed.get("n1").detail()).isEqualTo("the devices pdu-a and pdu-b");
    assertThat(bench.open).as("off stays off").isEmpty();
  }

  @Test
  void aRebootBySeveralDevicesSwitchesOffAtAllOfThemBeforeAnySwitchesOn() {
    FencingBench bench = bench();
    bench.fence("n1").fail();
    assertThat(bench.calls()).containsExactly("pdu-a OFF n1");
    bench.succeed();
    assertThat(bench.calls()).containsExactly("pdu-b OFF n1");
    assertThat(bench.confirmed).isEmpty();
    bench.succeed();
    assertThat(bench.confirmed).as("it is dead before it comes back").containsOnlyKeys("n1");
    assertThat(bench.calls()).containsExactly("pdu-a ON n1");

    bench.leaveAlone("n1");
    assertThat(bench.interrupted).isEmpty();
    bench.succeed();
    assertThat(bench.calls()).containsExactly("pdu-b ON n1");
    bench.succeed();
    assertThat(bench.rests()).isTrue();
  }

  @Test
  void aHostThatDoesNotComeBackIsDeadAllTheSame() {
    FencingBench bench = bench();
    bench.fence("n1").fail().succeed().succeed();
    bench.fail();
    assertThat(bench.calls())
        .as("the other is switched on all the same")
        .containsExactly("pdu-b ON n1");
    bench.fail();
    assertThat(bench.confirmed).containsOnlyKeys("n1");
    assertThat(bench.told).contains("n1 was not fenced by pdu-a (on): no");
    assertThat(bench.stored("n1").attempts()).as("what failed before it was dead").hasSize(1);
    assertThat(bench.rests()).isTrue();
  }

  @Test
  void anotherIncarnationIsNotSwitchedOnHalfway() {
    FencingBench bench = bench();
    bench.fence("n1").fail().succeed().succeed();
    FencingCall on = bench.onlyCall();
    bench.fence("n1", "n1.2", Scope.PROCESS, Duration.ZERO);
    assertThat(bench.interrupted).containsExactly(on);
    assertThat(bench.calls()).containsExactly("ipmi REBOOT n1");
  }

  @Test
  void aDeviceIsAskedAfterItsDelay() {
    FencingBench bench =
        new FencingBench(
            device("ipmi").delayBase(SECOND).delayMax(SECOND.multipliedBy(3)), device("pdu"));
    Duration waited = bench.fence("n1").passUntilCalled();
    assertThat(waited).isBetween(SECOND, SECOND.multipliedBy(3)).isNotEqualTo(SECOND);
    assertThat(bench.onlyCall().timeout())
        .as("waiting is not counted")
        .isEqualTo(Duration.ofSeconds(10));
    bench.fail();
    assertThat(bench.calls()).containsExactly("pdu REBOOT n1");
  }

  @Test
  void chanceIsSpreadOverTheWholeDelay() {
    double sum = 0;
    int low = 0;
    for (int i = 0; i < 1_000; i++) {
      double spread = FencingRequests.spread("0f2c-" + i);
      assertThat(spread).isBetween(0.0, Math.nextDown(1.0));
      assertThat(FencingRequests.spread("0f2c-" + i)).isEqualTo(spread);
      sum += spread;
      low += spread < 0.1 ? 1 : 0;
    }
    assertThat(sum / 1_000).isBetween(0.45, 0.55);
    assertThat(low).isBetween(60, 140);
  }

  @Test
  void thePriorityDelayComesOnTopAndOnlyOnce() {
    FencingBench bench =
        new FencingBench(device("ipmi").delayBase(SECOND), device("pdu").delayBase(SECOND));
    bench.fence("n1", "n1.1", Scope.PROCESS, Duration.ofSeconds(15));
    assertThat(bench.passUntilCalled()).isEqualTo(Duration.ofSeconds(16));
    bench.fail();
    assertThat(bench.passUntilCalled()).isEqualTo(SECOND);
    bench.fail();
    assertThat(bench.passUntilCalled())
        .as("the pause and the delay")
        .isEqualTo(SECOND.multipliedBy(2));
  }

  @Test
  void whenEverythingHasFailedItIsTriedAgainAfterAPauseThatGrows() {
    FencingBench bench =
        new FencingBench(device("ipmi")).options(options(FencingAction.OFF, 8, true));
    bench.fence("n1").fail();
    assertThat(bench.told)
        .endsWith(
            "n1 could not be fenced: every device has failed, 1 time; tried again in 1000 ms");
    for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30, 300, 300}) {
      assertThat(bench.passUntilCalled()).isEqualTo(Duration.ofSeconds(seconds));
      bench.fail();
    }
    bench.passUntilCalled();
    bench.succeed();
    assertThat(bench.confirmed).as("it is never given up").containsOnlyKeys("n1");
  }

  @Test
  void anotherConfigurationIsTriedAtOnce() {
    FencingBench bench = new FencingBench(device("ipmi"));
    bench.fence("n1").fail();
    assertThat(bench.open).isEmpty();
    bench.add(device("a-pdu")).step();
    assertThat(bench.calls()).containsExactly("a-pdu REBOOT n1");
  }

  @Test
  void aLevelThatCannotBeUsedIsPassedOver() {
    FencingBench bench =
        new FencingBench(device("ipmi"), device("pdu").hosts("n2"))
            .topology(
                FencingTopology.forNode("n1").level("gone").level("ipmi", "pdu").level("ipmi"));
    bench.fence("n1");
    assertThat(bench.calls()).containsExactly("ipmi REBOOT n1");
    bench.succeed();
    assertThat(bench.stored("n1").attempts())
        .extracting(attempt -> attempt.level() + " " + attempt.device() + ": " + attempt.detail())
        .containsExactly("1 gone: gone is not declared", "2 ipmi,pdu: pdu is not for n1");
  }

  @Test
  void aNodeThatNoDeviceIsForIsSaidSo() {
    FencingBench bench = new FencingBench(device("ipmi").hosts("n2"));
    bench.fence("n1");
    assertThat(bench.open).isEmpty();
    assertThat(bench.told)
        .containsExactly(
            "n1 is to be fenced (reboot), incarnation n1.1: it is lost",
            "n1 could not be fenced: no fencing device is for it; tried again in 1000 ms");
  }

  @Test
  void aDeviceThatIsBusyUntilItsTimeIsOverIsPassedOver() {
    FencingBench bench =
        new FencingBench(device("ipmi").attempts(2), device("pdu").hosts("n1"), device("slow"))
            .topology(FencingTopology.forNode("n1").level("ipmi").level("pdu"))
            .topology(FencingTopology.forNode("n2").level("slow").level("ipmi"));
    bench.fence("n1", "n2");
    FencingCall ipmi = bench.open.get(0);
    FencingCall slow = bench.open.get(1);
    bench.answer(ipmi, FencingResult.failed("no"));
    bench.answer(slow, FencingResult.failed("no"));
    assertThat(bench.calls()).as("n2 has taken the device").containsExactly("ipmi REBOOT n2");
    FencingCall taken = bench.onlyCall();
    bench.pass(Duration.ofSeconds(10));
    assertThat(bench.calls()).containsExactly("ipmi REBOOT n2", "pdu REBOOT n1");
    bench.answer(taken, FencingResult.succeeded());
    bench.succeed();
    assertThat(bench.confirmed).containsOnlyKeys("n1", "n2");
  }
}
