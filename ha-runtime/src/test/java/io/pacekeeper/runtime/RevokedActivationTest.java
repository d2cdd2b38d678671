package io.pacekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.ActivationEndedException;
import io.pacekeeper.api.Operation;
import io.pacekeeper.core.controller.Effect;
import io.pacekeeper.core.controller.Input;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RevokedActivationTest extends OperationRunnerFixture {
  @Test
  void anActivationIsInvalidFromItsRevocationOn() throws Exception {
    assertThat(result(start("ledger", 7))).isNull();
    Activation activation = agents.get(0).activation;
    assertThat(activation.isValid()).isTrue();
    assertThat(activation.remaining()).isEqualTo(Duration.ofSeconds(2));
    activation.requireValid();

    runner.revoke(new Effect.RevokeActivation("ledger", 7));

    assertThat(activation.isValid()).isFalse();
    assertThat(activation.remaining()).isZero();
    assertThatThrownBy(activation::requireValid)
        .isInstanceOf(ActivationEndedException.class)
        .hasMessage("ledger may not be active with token 7: its stop was ordered");
  }

  @Test
  void anActivationIsInvalidBeforeItsStopIsCalledThoughNobodyRevokedIt() throws Exception {
    AtomicReference<Boolean> validInStop = new AtomicReference<>();
    script(
        "ledger",
        new ScriptedAgent() {
          @Override
          void stopping() {
            validInStop.set(activation.isValid());
          }
        });
    assertThat(result(start("ledger", 7))).isNull();

    assertThat(result(stop("ledger", 7))).isNull();

    assertThat(validInStop.get()).isFalse();
  }

  @Test
  void anActivationIsInvalidWhenTheLeaseHasEnded() throws Exception {
    assertThat(result(start("ledger", 7))).isNull();
    clock.advanceMillis(2_000);

    assertThat(agents.get(0).activation.isValid()).isFalse();
    assertThatThrownBy(agents.get(0).activation::requireValid)
        .hasMessage("ledger may not be active with token 7: the node's lease has ended");
  }

  @Test
  void theRevocationOfAnEarlierActivationChangesNothing() throws Exception {
    assertThat(result(start("ledger", 8))).isNull();

    runner.revoke(new Effect.RevokeActivation("ledger", 7));

    assertThat(agents.get(0).activation.isValid()).isTrue();
  }

  @Test
  void aStartThatIsRevokedBeforeItBeganDoesNotBegin() throws Exception {
    occupyAllThreads();
    long id = run(Operation.START, "ledger", 7);
    runner.revoke(new Effect.RevokeActivation("ledger", 7));

    agents.forEach(agent -> agent.blocked.countDown());

    await().until(() -> mailbox.contains(new Input.OperationRefused(id)));
    assertThat(agents).hasSize(LIMIT);
  }

  @Test
  void whatIsToRunOnRevocationRunsOnAnOperationThread() throws Exception {
    assertThat(result(start("ledger", 7))).isNull();
    AtomicReference<String> ranOn = new AtomicReference<>();
    Activation activation = agents.get(0).activation;
    activation.onRevoked(
        () -> {
          throw new IllegalStateException("a mistake of the application");
        });
    activation.onRevoked(() -> ranOn.set(Thread.currentThread().getName()));

    runner.revoke(new Effect.RevokeActivation("ledger", 7));

    await().until(() -> ranOn.get() != null);
    assertThat(ranOn.get()).startsWith("ha-shop-operation-");
  }

  @Test
  void pastTheLastMomentNothingRunsOnRevocation() throws Exception {
    assertThat(result(start("ledger", 7))).isNull();
    AtomicReference<Boolean> ran = new AtomicReference<>(false);
    agents.get(0).activation.onRevoked(() -> ran.set(true));
    clock.advanceMillis(2_000);

    runner.revoke(new Effect.RevokeActivation("ledger", 7));

    await().during(Duration.ofMillis(100)).until(() -> !ran.get());
  }

  @Test
  void whatIsAddedAfterTheRevocationRunsAtOnce() throws Exception {
    assertThat(result(start("ledger", 7))).isNull();
    runner.revoke(new Effect.RevokeActivation("ledger", 7));
    List<String> ranOn = new ArrayList<>();

    agents.get(0).activation.onRevoked(() -> ranOn.add(Thread.currentThread().getName()));

    assertThat(ranOn).containsExactly(Thread.currentThread().getName());
  }

  @Test
  void aFailureThatTheServiceReportsIsPostedOnce() throws Exception {
    assertThat(result(start("ledger", 7))).isNull();
    Activation activation = agents.get(0).activation;

    activation.failed("queue gone");
    activation.failed("queue still gone");

    assertThat(mailbox).containsExactly(new Input.ServiceFailed("ledger", 7, "queue gone"));
  }

  @Test
  void aFailureThatIsReportedAfterTheRevocationIsNotPosted() throws Exception {
    assertThat(result(start("ledger", 7))).isNull();
    runner.revoke(new Effect.RevokeActivation("ledger", 7));

    agents.get(0).activation.failed("queue gone");

    assertThat(mailbox).isEmpty();
  }

  @Test
  void aResourceThatWasTakenAwayIsNotStartedButStopped() throws Exception {
    assertThat(result(start("ledger", 7))).isNull();
    runner.remove("ledger");

    assertThat(result(stop("ledger", 7))).isNull();
    assertThat(answer(start("ledger", 8))).isEqualTo(new Input.OperationRefused(2));
    assertThat(agents.get(0).calls).containsExactly("start", "stop");
  }
}
