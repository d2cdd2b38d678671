package io.pacekeeper.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pacekeeper.api.Companion;
import io.pacekeeper.api.Operation;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceOptionsTest {
  private static final String REQUIRED =
      "--zookeeper a:1 --cluster c --name n --resources 3 --session-timeout 4s --lease 500ms"
          + " --evidence file";

  @Test
  void whatIsLeftOutHasADefault() {
    assertThat(EvidenceOptions.parse(REQUIRED.split(" ")))
        .isEqualTo(
            new EvidenceOptions(
                "a:1",
                "c",
                "n",
                3,
                Duration.ofSeconds(4),
                Duration.ofMillis(500),
                Path.of("file"),
                0,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofSeconds(20),
                null,
                Companion.PREFERRED));
  }

  @Test
  void everythingElseCanBeSaid() {
    EvidenceOptions options =
        EvidenceOptions.parse(
            (REQUIRED
                    + " --stickiness 7 --start-delay 20ms --stop-delay 1m --monitor 3s --work 4ms"
                    + " --timeout 5s --deadlock monitor --companion off")
                .split(" "));

    assertThat(options.stickiness()).isEqualTo(7);
    assertThat(options.startDelay()).isEqualTo(Duration.ofMillis(20));
    assertThat(options.stopDelay()).isEqualTo(Duration.ofMinutes(1));
    assertThat(options.monitor()).isEqualTo(Duration.ofSeconds(3));
    assertThat(options.work()).isEqualTo(Duration.ofMillis(4));
    assertThat(options.timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.deadlock()).isEqualTo(Operation.MONITOR);
    assertThat(options.companion()).isEqualTo(Companion.OFF);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--cluster c | the option --zookeeper is missing",
        "--lese 3s | there is no option --lese",
        "--cluster | the option --cluster needs a value",
      })
  void whatIsMissingOrUnknownIsNamed(String arguments, String complaint) {
    assertThatThrownBy(() -> EvidenceOptions.parse(arguments.split(" "))).hasMessage(complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--lease soon | the option --lease takes a duration such as 500ms, 20s or 1m, not 'soon'",
        "--resources -1 | the option --resources takes a number from 0 on, not '-1'",
        "--companion maybe | the option --companion takes required, preferred or off, not 'maybe'",
        "--deadlock start | the option --deadlock takes stop or monitor, not 'start'",
        "--stickiness x | the option --stickiness takes a number from 0 on, not 'x'",
      })
  void whatCannotBeReadIsNamed(String arguments, String complaint) {
    assertThatThrownBy(() -> EvidenceOptions.parse((REQUIRED + " " + arguments).split(" ")))
        .hasMessage(complaint);
  }
}
