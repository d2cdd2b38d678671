package io.pacekeeper.core.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pacekeeper.api.fencing.FencingAction;
import io.pacekeeper.api.fencing.FencingResult;
import io.pacekeeper.core.document.FencingDocument.Attempt;
import io.pacekeeper.core.document.FencingDocument.Confirmation;
import io.pacekeeper.core.document.FencingDocument.Means;
import io.pacekeeper.core.document.FencingDocument.Request;
import io.pacekeeper.core.document.FencingDocument.Scope;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FencingDocumentTest {
  private static Request request(String incarnation, Scope scope) {
    return new Request(
        incarnation, scope, FencingAction.REBOOT, "it is unclean", "n1", Instant.EPOCH, 3);
  }

  private static Confirmation confirmation(String incarnation, Means means) {
    return new Confirmation(incarnation, means, "n1", Instant.EPOCH);
  }

  @ParameterizedTest
  @CsvSource({
    "LEASE, PROCESS, true",
    "LEASE, HOST, false",
    "COMPANION, PROCESS, true",
    "COMPANION, HOST, false",
    "DEVICE, PROCESS, true",
    "DEVICE, HOST, true",
    "HAND, PROCESS, true",
    "HAND, HOST, true"
  })
  void aConfirmationEndsTheRequestThatItIsEnoughFor(Means means, Scope scope, boolean enough) {
    FencingDocument asked = FencingDocument.EMPTY.requesting(request("i1", scope));
    FencingDocument told = asked.with(confirmation("i1", means));
    assertThat(told.request() == null).isEqualTo(enough);
    assertThat(told.confirmation("i1", scope) != null).isEqualTo(enough);
  }

  @Test
  void theConfirmationOfAnotherIncarnationEndsNoRequest() {
    FencingDocument asked = FencingDocument.EMPTY.requesting(request("i2", Scope.PROCESS));
    FencingDocument told = asked.with(confirmation("i1", Means.HAND));
    assertThat(told.request()).isEqualTo(asked.request());
    assertThat(told.confirmation("i2", Scope.PROCESS)).isNull();
  }

  @Test
  void theHistoryIsBoundedAndTheNewestIsKept() {
    FencingDocument document = FencingDocument.EMPTY;
    for (int i = 1; i <= 3 * FencingDocument.LIMIT; i++) {
      document =
          document
              .with(
                  List.of(
                      new Attempt(
                          "i" + i,
                          "ipmi",
                          1,
                          FencingAction.OFF,
                          FencingResult.Outcome.FAILED,
                          "no",
                          "n1",
                          Instant.EPOCH)))
              .with(confirmation("i" + i, Means.LEASE));
    }
    assertThat(document.attempts()).hasSize(FencingDocument.LIMIT);
    assertThat(document.attempts().get(FencingDocument.LIMIT - 1).incarnation()).isEqualTo("i60");
    assertThat(document.confirmations()).hasSize(FencingDocument.LIMIT);
    assertThat(document.confirmation("i60", Scope.PROCESS)).isNotNull();
    assertThat(document.confirmation("i40", Scope.PROCESS)).isNull();
  }

  @Test
  void whatIsWithdrawnIsAskedForNoMoreAndTheHistoryStays() {
    FencingDocument document =
        FencingDocument.EMPTY
            .with(confirmation("i1", Means.LEASE))
            .requesting(request("i2", Scope.HOST));
    assertThat(document.withdrawn())
        .isEqualTo(FencingDocument.EMPTY.with(confirmation("i1", Means.LEASE)));
  }

  @Test
  void aNodeIsFencedByNothingButOffAndReboot() {
    assertThatThrownBy(
            () -> new Request("i1", Scope.HOST, FencingAction.STATUS, "", "n1", Instant.EPOCH, 0))
        .hasMessage("a node is fenced by off or reboot, not by STATUS");
    assertThatThrownBy(
            () ->
                new FencingOptions(
                    FencingAction.ON,
                    FencingOptions.DEFAULTS.timeout(),
                    1,
                    true,
                    FencingOptions.DEFAULTS.priorityDelay(),
                    true))
        .hasMessage("stonith-action is off or reboot, not ON");
    assertThatThrownBy(
            () ->
                new FencingOptions(
                    FencingAction.OFF,
                    FencingOptions.DEFAULTS.timeout(),
                    1,
                    true,
                    FencingOptions.DEFAULTS.priorityDelay(),
                    true,
                    Means.DEVICE))
        .hasMessage("fencing is lease or companion, not device");
  }
}
