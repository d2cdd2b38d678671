package io.pacekeeper.core.policy.unpack;

import static io.pacekeeper.core.policy.unpack.TestCluster.NOW;
import static io.pacekeeper.core.policy.unpack.TestCluster.node;
import static io.pacekeeper.core.policy.unpack.TestCluster.primitive;
import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {
  @Test
  void aResourceIsWhereItWasStarted() {
    Unpacked unpacked =
        TestCluster.of("n1", "n2")
            .primitive("r")
            .done("n1", "r", "start", 0, 0)
            .done("n2", "r", "monitor", 0, 7)
            .unpack();
    WorkingPrimitive resource = primitive(unpacked, "r");

    assertThat(resource.role()).isEqualTo(Role.STARTED);
    assertThat(resource.runningOn()).extracting(WorkingNode::name).containsExactly("n1");
    assertThat(resource.knownOn().cardinality()).as("both nodes know").isEqualTo(2);
  }

  @Test
  void whatIsRememberedIsReplayedInTheOrderInWhichItWasDone() {
    Unpacked unpacked =
        TestCluster.of("n1")
            .primitive("r")
            .done("n1", "r", "start", 0, 0)
            .done("n1", "r", "stop", 0, 0)
            .unpack();

    assertThat(primitive(unpacked, "r").role()).isEqualTo(Role.STOPPED);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 3, 99})
  void aMonitorThatFailsHasItsResourceRecovered(int result) {
    Unpacked unpacked = monitored(result);
    WorkingPrimitive resource = primitive(unpacked, "r");

    assertThat(resource.has(ResourceFlag.FAILED)).isTrue();
    assertThat(resource.has(ResourceFlag.MUST_STOP)).isTrue();
    assertThat(resource.actions())
        .filteredOn(action -> action.task().equals("stop"))
        .singleElement()
        .returns(false, Action::optional);
    assertThat(resource.allowed().score(0)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"2, false", "4, false", "5, false", "6, true"})
  void someFailuresRuleANodeOutOrAllOfThem(int result, boolean all) {
    WorkingPrimitive resource = primitive(monitored(result), "r");

    assertThat(resource.allowed().score(0)).isEqualTo(-Score.INFINITY);
    assertThat(resource.allowed().score(1)).isEqualTo(all ? -Score.INFINITY : 0);
  }

  private static Unpacked monitored(int result) {
    return TestCluster.of("n1", "n2")
        .primitive("r")
        .done("n1", "r", "start", 0, 0)
        .done("n1", "r", "monitor", 10_000, result)
        .unpack();
  }

  @Test
  void aProbeThatCannotProbeSaysThatNothingRunsAndNothingWill() {
    WorkingPrimitive resource =
        primitive(
            TestCluster.of("n1").primitive("r").done("n1", "r", "monitor", 0, 5).unpack(), "r");

    assertThat(resource.role()).isEqualTo(Role.STOPPED);
    assertThat(resource.allowed().score(0)).isEqualTo(-Score.INFINITY);
    assertThat(resource.knownOn().get(0)).isTrue();
  }

  @Test
  void aProbeUnderWaySaysNothing() {
    WorkingPrimitive resource =
        primitive(
            TestCluster.of("n1")
                .primitive("r")
                .done("n1", "r", "monitor", 0, 193, 7, -1, NOW)
                .unpack(),
            "r");

    assertThat(resource.knownOn().get(0)).isFalse();
    assertThat(resource.pendingTask()).isNull();
  }

  @Test
  void aFailedStopBlocksWhereNobodyCanFence() {
    TestCluster cluster =
        TestCluster.of("n1")
            .primitive("r")
            .done("n1", "r", "start", 0, 0)
            .done("n1", "r", "stop", 0, 1);
    WorkingPrimitive blocked = primitive(cluster.unpack(), "r");
    assertThat(blocked.has(ResourceFlag.BLOCKED)).isTrue();
    assertThat(blocked.managed()).isFalse();

    Unpacked fencing = cluster.withFencing().unpack();
    assertThat(node(fencing, "n1").unclean()).isTrue();
    assertThat(fencing.working().actions().all())
        .extracting(Action::reason)
        .contains("r failed there");
  }

  @Test
  void whatWasDoneWithoutSuccessAndIgnoredCountsAsDone() {
    WorkingPrimitive resource =
        primitive(
            TestCluster.of("n1")
                .primitiveWith("r", "start", "0", "ignore")
                .done("n1", "r", "start", 0, 1)
                .unpack(),
            "r");

    assertThat(resource.role()).isEqualTo(Role.STARTED);
    assertThat(resource.has(ResourceFlag.FAILED)).isFalse();
    assertThat(resource.has(ResourceFlag.FAILURE_IGNORED)).isTrue();
  }

  @Test
  void aSuccessEndsAFailureButNotEveryConsequence() {
    WorkingPrimitive restarted =
        primitive(
            TestCluster.of("n1")
                .primitive("r")
                .done("n1", "r", "monitor", 10_000, 1)
                .done("n1", "r", "start", 0, 0)
                .unpack(),
            "r");
    assertThat(restarted.has(ResourceFlag.FAILED)).isFalse();

    Unpacked standby =
        TestCluster.of("n1")
            .primitiveWith("r", "monitor", "10s", "standby")
            .done("n1", "r", "monitor", 10_000, 1)
            .done("n1", "r", "start", 0, 0)
            .unpack();
    assertThat(node(standby, "n1").standbyOnFail()).isTrue();
  }

  @Test
  void aFailureIsForgottenAfterItsTimeout() {
    WorkingPrimitive old = primitive(failedBefore(61), "r");
    assertThat(old.has(ResourceFlag.FAILED)).isFalse();

    WorkingPrimitive young = primitive(failedBefore(59), "r");
    assertThat(young.has(ResourceFlag.FAILED)).isTrue();
  }

  @Test
  void whatIsForgottenIsClearedAndWhatIsNotSaysWhen() {
    Unpacked old = failedBefore(61);
    assertThat(old.failCounts().clearScheduled(primitive(old, "r"), node(old, "n1"))).isTrue();
    assertThat(old.failCounts().effective(primitive(old, "r"), node(old, "n1"))).isZero();

    Unpacked young = failedBefore(59);
    assertThat(young.failCounts().effective(primitive(young, "r"), node(young, "n1"))).isEqualTo(3);
    assertThat(young.working().recheckBy()).isEqualTo(NOW - 59 + 60 + 1);
  }

  private static Unpacked failedBefore(long seconds) {
    return TestCluster.of("n1")
        .primitive("r", "failure-timeout", "60s")
        .attribute("n1", "fail-count-r#monitor_10000", "3")
        .attribute("n1", "last-failure-r#monitor_10000", Long.toString(NOW - seconds))
        .done("n1", "r", "start", 0, 0)
        .done("n1", "r", "monitor", 10_000, 1, 0, 4, NOW - seconds)
        .unpack();
  }

  @Test
  void aNodeThatIsAwayIsBelievedOnlyWhereItCanBeFenced() {
    TestCluster cluster =
        TestCluster.of("n1")
            .state("n2", "false", "offline", "down", "down")
            .primitive("r")
            .done("n2", "r", "start", 0, 0);
    assertThat(primitive(cluster.unpack(), "r").runningOn()).isEmpty();

    Unpacked fencing = cluster.withFencing().unpack();
    assertThat(primitive(fencing, "r").runningOn()).hasSize(1);
    assertThat(fencing.working().actions().all())
        .extracting(Action::reason)
        .contains("r is thought to be active there");
  }

  @Test
  void whatIsNotConfiguredIsAnOrphanAndMayRunNowhere() {
    WorkingPrimitive orphan =
        primitive(TestCluster.of("n1").done("n1", "ghost", "start", 0, 0).unpack(), "ghost");

    assertThat(orphan.has(ResourceFlag.ORPHAN)).isTrue();
    assertThat(orphan.role()).isEqualTo(Role.STARTED);
    assertThat(orphan.allowed().score(0)).isEqualTo(-Score.INFINITY);
  }

  @Test
  void instancesThatCannotBeToldApartGetTheirNumbersInTheOrderOfTheStatus() {
    Unpacked unpacked =
        TestCluster.of("n2", "n1")
            .clone("c", "r")
            .done("n2", "r", "start", 0, 0)
            .done("n1", "r", "start", 0, 0)
            .unpack();

    assertThat(primitive(unpacked, "r:0").runningOn())
        .extracting(WorkingNode::name)
        .containsExactly("n2");
    assertThat(primitive(unpacked, "r:1").historyName()).isEqualTo("r");
  }

  @Test
  void moreInstancesThanThereMayBeAreOrphans() {
    Unpacked unpacked =
        TestCluster.of("n1", "n2")
            .clone("c", "r", "clone-max", "1")
            .done("n1", "r", "start", 0, 0)
            .done("n2", "r", "start", 0, 0)
            .unpack();
    WorkingClone clone = (WorkingClone) unpacked.working().resources().get(0);

    assertThat(clone.children()).hasSize(2);
    assertThat(clone.children().get(1).has(ResourceFlag.ORPHAN)).isTrue();
  }

  @Test
  void whatIsActiveTwiceMayBeBlockedOrStopped() {
    TestCluster blocked =
        TestCluster.of("n1", "n2")
            .primitive("r", "multiple-active", "block")
            .done("n1", "r", "start", 0, 0)
            .done("n2", "r", "start", 0, 0);
    assertThat(primitive(blocked.unpack(), "r").has(ResourceFlag.BLOCKED)).isTrue();

    TestCluster stopped =
        TestCluster.of("n1", "n2")
            .primitive("r", "multiple-active", "stop_only")
            .done("n1", "r", "start", 0, 0)
            .done("n2", "r", "start", 0, 0);
    assertThat(primitive(stopped.unpack(), "r").allowed().score(0)).isEqualTo(-Score.INFINITY);
  }

  @Test
  void anUnmanagedResourceStaysWhereItIs() {
    WorkingPrimitive resource =
        primitive(
            TestCluster.of("n1", "n2")
                .primitive("r", "is-managed", "false")
                .done("n2", "r", "start", 0, 0)
                .unpack(),
            "r");

    assertThat(resource.allowed().score(1)).isEqualTo(Score.INFINITY);
  }
}
