package io.pacekeeper.api.fencing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FencingResultTest {
  @Test
  void onlyASuccessIsASuccess() {
    assertThat(FencingResult.succeeded().isSuccess()).isTrue();
    assertThat(FencingResult.failed("no").isSuccess()).isFalse();
    assertThat(FencingResult.unknown("it timed out").isSuccess()).isFalse();
  }

  @Test
  void theDetailIsOneLineOfLimitedLength() {
    assertThat(FencingResult.failed(" no\n\tpower\u0007supply ").detail())
        .isEqualTo("no power supply");
    assertThat(FencingResult.failed("x".repeat(10_000)).detail())
        .hasSize(FencingResult.LONGEST_DETAIL)
        .endsWith("x ...");
  }

  @Test
  void aDeviceThatOnlySwitchesOffRebootsByLeavingTheHostOff() throws Exception {
    FencingDevice device = target -> FencingResult.succeeded("off " + target.port());
    FencingTarget target = new FencingTarget("node1", "7", Duration.ofSeconds(1));
    assertThat(device.reboot(target)).isEqualTo(FencingResult.succeeded("off 7"));
    assertThat(device.on(target).isSuccess()).isFalse();
    assertThat(device.status(target)).isEqualTo(PowerState.UNKNOWN);
    assertThat(device.monitor(Duration.ofSeconds(1)).isSuccess()).isTrue();
  }

  @Test
  void aTargetNeedsTime() {
    assertThatThrownBy(() -> new FencingTarget("node1", "7", Duration.ZERO))
        .hasMessage("the timeout of a fencing device must be longer than zero, but it is PT0S");
  }
}
