package io.pacekeeper.core.fencing;

import static io.pacekeeper.core.fencing.FencingBench.SECOND;
import static io.pacekeeper.core.fencing.FencingBench.device;
import static io.pacekeeper.core.fencing.FencingBench.options;
import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.fencing.FencingAction;
import io.pacekeeper.api.fencing.FencingResult;
import io.pacekeeper.api.fencing.FencingTopology;
import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.FencingDocument.Confirmation;
import io.pacekeeper.core.document.FencingDocument.Means;
import io.pacekeeper.core.document.FencingDocument.Request;
import io.pacekeeper.core.document.FencingDocument.Scope;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Requests: how they get into the store, who goes on with them, and how they end. */
class FencingRequestsTest {
  private final FencingBench bench = new FencingBench(device("ipmi").actionLimit(0));

  @Test
  void aNodeIsFencedAndTheDeviceNamed() {
    bench.fence("n1");
    assertThat(bench.calls()).containsExactly("ipmi REBOOT n1");
    bench.succeed();
    assertThat(bench.stored("n1"))
        .isEqualTo(
            FencingDocument.EMPTY.with(
                new Confirmation("n1.1", Means.DEVICE, "dc", bench.wall(), "the device ipmi")));
    assertThat(bench.confirmed).containsOnlyKeys("n1");
    assertThat(bench.rests()).isTrue();
  }

  @Test
  void noDeviceIsCalledBeforeTheRequestIsInTheStore() {
    bench.shutStore(true);
    bench.fence("n1").pass(Duration.ofMinutes(1));
    assertThat(bench.open).isEmpty();
    bench.shutStore(false);
    bench.step();
    assertThat(bench.calls()).containsExactly("ipmi REBOOT n1");
    assertThat(bench.stored("n1").request())
        .isEqualTo(
            new Request(
                "n1.1", Scope.PROCESS, FencingAction.REBOOT, "it is lost", "dc", bench.wall(), 7));
  }

  @Test
  void noDeviceIsCalledOnTheWordOfAFormerTerm() {
    bench.fence("n1");
    bench.anotherDc("dc", 8);
    bench.shutStore(true);
    bench.step();
    assertThat(bench.open).isEmpty();
  }

  @Test
  void whoeverIsDcNextGoesOnFromTheFirstLevel() {
    bench.add(device("pdu")).topology(FencingTopology.forNode("n1").level("ipmi").level("pdu"));
    bench.fence("n1").fail();
    assertThat(bench.calls()).containsExactly("pdu REBOOT n1");
    Request before = bench.stored("n1").request();

    bench.anotherDc("n2", 8);
    bench.step();

    assertThat(bench.calls()).containsExactly("ipmi REBOOT n1");
    assertThat(bench.stored("n1").request())
        .as("it is the same request, carried out by another")
        .isEqualTo(before == null ? null : before.of(Scope.PROCESS, 8));
    assertThat(bench.stored("n1").attempts()).as("what was tried is known").hasSize(1);
    bench.succeed();
    assertThat(bench.confirmed.get("n1").by()).isEqualTo("n2");
  }

  @Test
  void anAnswerForAnotherIncarnationConfirmsNobody() {
    FencingCall first = bench.fence("n1").onlyCall();
    bench.fence("n1", "n1.2", Scope.PROCESS, Duration.ZERO);
    assertThat(bench.interrupted).containsExactly(first);
    FencingCall second = bench.onlyCall();
    assertThat(second.incarnation()).isEqualTo("n1.2");

    bench.answer(first, FencingResult.succeeded());
    assertThat(bench.confirmed).isEmpty();
    assertThat(bench.stored("n1").confirmations()).isEmpty();
    bench.succeed();
    assertThat(bench.confirmed.get("n1").incarnation()).isEqualTo("n1.2");
  }

  @Test
  void anAnswerToTheCallOfAFormerTermConfirmsNobodyElse() {
    FencingCall stale = bench.fence("n1").onlyCall();
    bench.victims.clear();
    bench.anotherDc("dc", 9);
    FencingCall fresh = bench.fence("n1", "n1.2", Scope.PROCESS, Duration.ZERO).onlyCall();
    assertThat(fresh.id()).as("ids begin again").isEqualTo(stale.id());
    bench.answer(stale, FencingResult.succeeded());
    assertThat(bench.confirmed).isEmpty();
  }

  @Test
  void whoIsKnownToBeDeadByOtherMeansIsNotFencedAnyMore() {
    FencingCall call = bench.fence("n1").onlyCall();
    Confirmation told = new Confirmation("n1.1", Means.COMPANION, "n1", bench.wall());
    bench.store.put("n1", bench.stored("n1").with(told));
    bench.step();
    assertThat(bench.interrupted).containsExactly(call);
    assertThat(bench.confirmed).containsEntry("n1", told);
    bench.pass(Duration.ofMinutes(10));
    assertThat(bench.open).isEmpty();
  }

  @Test
  void theEndOfAProcessIsNotTheEndOfItsHost() {
    bench.fence("n1", "n1.1", Scope.HOST, Duration.ZERO);
    bench.store.put(
        "n1", bench.stored("n1").with(new Confirmation("n1.1", Means.LEASE, "dc", bench.wall())));
    bench.step();
    assertThat(bench.confirmed).isEmpty();
    assertThat(bench.calls()).containsExactly("ipmi REBOOT n1");
    bench.succeed();
    assertThat(bench.confirmed.get("n1").means()).isEqualTo(Means.DEVICE);
  }

  @Test
  void whatAFormerIncarnationLeftOnTheHostIsStillAskedFor() {
    bench.fence("n1", "n1.1", Scope.HOST, Duration.ZERO);
    bench.fence("n1", "n1.2", Scope.PROCESS, Duration.ZERO);
    Request request = bench.stored("n1").request();
    assertThat(request).isNotNull();
    assertThat(request.incarnation()).isEqualTo("n1.2");
    assertThat(request.scope()).isEqualTo(Scope.HOST);
  }

  @Test
  void whoIsNoVictimAnyMoreIsLeftAlone() {
    FencingCall call = bench.fence("n1").onlyCall();
    bench.leaveAlone("n1");
    assertThat(bench.interrupted).containsExactly(call);
    bench.answer(call, FencingResult.succeeded());
    assertThat(bench.confirmed).isEmpty();
    assertThat(bench.rests()).isTrue();
  }

  @Test
  void theRequestOfAnAdministratorIsJoined() {
    Request asked =
        new Request("n1.1", Scope.HOST, FencingAction.OFF, "it smokes", "ann", Instant.EPOCH, 0);
    bench.store.put("n1", FencingDocument.EMPTY.requesting(asked));
    bench.fence("n1");
    assertThat(bench.calls()).containsExactly("ipmi OFF n1");
    assertThat(bench.stored("n1").request()).isEqualTo(asked.of(Scope.HOST, 7));
  }

  @Test
  void anUnreadableDocumentIsWrittenAnew() {
    bench.fence("n1");
    bench.store.remove("n1");
    bench.step();
    assertThat(bench.stored("n1").request()).isNotNull();
    bench.succeed();
    assertThat(bench.confirmed).containsOnlyKeys("n1");
  }

  @Test
  void noDeviceIsCalledWhileTheRequestIsNotInTheStoreAnyMore() {
    bench.fence("n1").fail();
    bench.store.remove("n1");
    bench.shutStore(true);
    bench.pass(SECOND.multipliedBy(5));
    assertThat(bench.open).isEmpty();
    bench.shutStore(false);
    bench.step();
    assertThat(bench.calls()).containsExactly("ipmi REBOOT n1");
  }

  @Test
  void aConfirmationIsWrittenUntilItIsInTheStore() {
    bench.fence("n1");
    bench.shutStore(true);
    bench.succeed();
    Confirmation first = bench.confirmed.get("n1");
    bench.pass(SECOND);
    assertThat(bench.confirmed).containsEntry("n1", first);
    bench.shutStore(false);
    bench.step();
    assertThat(bench.stored("n1").confirmations()).containsExactly(first);
    bench.pass(SECOND);
    assertThat(bench.stored("n1").confirmations()).hasSize(1);
    assertThat(bench.open).isEmpty();
  }

  @Test
  void whatWasTriedInVainIsWrittenDownOnceAndBounded() {
    bench.fence("n1").answer(FencingResult.unknown("it timed out"));
    assertThat(bench.stored("n1").attempts())
        .singleElement()
        .satisfies(
            attempt -> {
              assertThat(attempt.device()).isEqualTo("ipmi");
              assertThat(attempt.level()).isEqualTo(1);
              assertThat(attempt.outcome()).isEqualTo(FencingResult.Outcome.UNKNOWN);
              assertThat(attempt.detail()).isEqualTo("it timed out");
            });
    bench.takeWritten();
    bench.step();
    assertThat(bench.takeWritten()).as("writes while nothing happens").isZero();
    for (int i = 0; i < 30; i++) {
      bench.passUntilCalled();
      bench.fail();
    }
    assertThat(bench.stored("n1").attempts()).hasSize(FencingDocument.LIMIT);
    bench.takeWritten();
    bench.step();
    assertThat(bench.takeWritten()).as("writes while nothing happens").isZero();
  }

  @Test
  void severalNodesAreFencedAtTheSameTime() {
    bench.fence("n1", "n2", "n3");
    assertThat(bench.calls()).containsExactly("ipmi REBOOT n1", "ipmi REBOOT n2", "ipmi REBOOT n3");
  }

  @Test
  void aDeviceIsAskedOneThingAtATimeUnlessItAllowsMore() {
    FencingBench one = new FencingBench(device("ipmi"));
    one.fence("n1", "n2");
    assertThat(one.calls()).containsExactly("ipmi REBOOT n1");
    one.succeed();
    assertThat(one.calls()).containsExactly("ipmi REBOOT n2");

    FencingBench two = new FencingBench(device("ipmi").actionLimit(2));
    two.fence("n1", "n2", "n3");
    assertThat(two.calls()).containsExactly("ipmi REBOOT n1", "ipmi REBOOT n2");
  }

  @Test
  void withoutConcurrentFencingOneNodeIsFencedAfterTheOther() {
    bench.options(options(FencingAction.OFF, 10, false));
    bench.fence("n2", "n1");
    assertThat(bench.calls())
        .as("whoever was first is not interrupted")
        .containsExactly("ipmi OFF n2");
    bench.succeed();
    assertThat(bench.calls()).containsExactly("ipmi OFF n1");
  }

  @Test
  void withoutConcurrentFencingANodeThatCannotBeFencedHoldsUpNobody() {
    bench.options(options(FencingAction.OFF, 10, false));
    bench.fence("n1", "n2").fail();
    assertThat(bench.calls()).containsExactly("ipmi OFF n2");
    bench.succeed();
    assertThat(bench.passUntilCalled()).isLessThanOrEqualTo(SECOND);
    assertThat(bench.calls()).containsExactly("ipmi OFF n1");
  }

  @Test
  void aDcThatIsOneNoMoreInterruptsWhatItAsked() {
    FencingCall call = bench.fence("n1").onlyCall();
    assertThat(bench.abandon()).containsExactly(call);
    assertThat(bench.abandon()).isEmpty();
  }

  @Test
  void askingAgainChangesNothing() {
    bench.fence("n1");
    bench.takeWritten();
    bench.told.clear();
    bench.step().step();
    assertThat(bench.open).hasSize(1);
    assertThat(bench.told).isEmpty();
    assertThat(bench.takeWritten()).isZero();
  }
}
