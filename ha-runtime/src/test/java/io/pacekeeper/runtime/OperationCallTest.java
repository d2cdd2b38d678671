package io.pacekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.Operation;
import io.pacekeeper.core.controller.Effect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperationCallTest {
  private final OperationCall call =
      new OperationCall(new Effect.RunOperation(1, Operation.START, "ledger", 7, "because"));

  @AfterEach
  void clear() {
    Thread.interrupted();
  }

  @Test
  void itIsInterruptedWhileTheApplicationsCodeRuns() {
    assertThat(call.begin()).isTrue();

    call.interrupt();

    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void anInterruptAfterTheEndReachesNobody() {
    assertThat(call.begin()).isTrue();
    call.end();

    call.interrupt();

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void anInterruptThatCameAtTheEndGoesWithTheOperation() {
    assertThat(call.begin()).isTrue();
    call.interrupt();

    call.end();

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void anInterruptBeforeTheBeginningHasItNotBegin() {
    call.interrupt();

    assertThat(call.begin()).isFalse();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
