package io.pacekeeper.api.fencing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class FencingDeviceDefinitionTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void aDeviceThatNamesNoHostFencesEveryNodeByItsName() {
    FencingDeviceDefinition device = device(builder -> builder);
    assertThat(device.fences("node1")).isTrue();
    assertThat(device.port("node1")).isEqualTo("node1");
  }

  @Test
  void aDeviceThatNamesHostsFencesNoOther() {
    FencingDeviceDefinition device =
        device(builder -> builder.hosts("node1").host("node2", "plug 7"));
    assertThat(device.fences("node1")).isTrue();
    assertThat(device.port("node1")).isEqualTo("node1");
    assertThat(device.fences("node2")).isTrue();
    assertThat(device.port("node2")).isEqualTo("plug 7");
    assertThat(device.fences("node3")).isFalse();
  }

  @Test
  void theDelayIsBetweenTheBaseAndTheMaximumAsChanceHasIt() {
    FencingDeviceDefinition device =
        device(
            builder ->
                builder
                    .delayBase(SECOND)
                    .delayBase("node2", Duration.ofSeconds(4))
                    .delayMax(Duration.ofSeconds(5)));
    assertThat(device.delay("node1", 0)).isEqualTo(SECOND);
    assertThat(device.delay("node1", 0.5)).isEqualTo(Duration.ofSeconds(3));
    assertThat(device.delay("node2", 0.5)).isEqualTo(Duration.ofMillis(4_500));
  }

  @Test
  void withoutAMaximumChanceChangesNoDelay() {
    FencingDeviceDefinition device = device(builder -> builder.delayBase("node2", SECOND));
    assertThat(device.delay("node1", 0.99)).isZero();
    assertThat(device.delay("node2", 0.99)).isEqualTo(SECOND);
  }

  @Test
  void whatIsOutOfItsRangeIsRefusedWithTheDevicesName() {
    assertRefused(
        builder -> builder.delayBase(SECOND.multipliedBy(9)).delayMax(SECOND),
        "delayBase of PT9S is longer than delayMax of PT1S: raise that or leave it");
    assertRefused(
        builder -> builder.delayBase("node1", SECOND.multipliedBy(9)).delayMax(SECOND),
        "the delay for node1 of PT9S is longer than delayMax of PT1S: raise that or leave it");
    assertRefused(
        builder -> builder.timeout(SECOND.negated()),
        "timeout must be zero or longer, but it is PT-1S");
    assertRefused(builder -> builder.attempts(0), "attempts must be 1 or more, but it is 0");
    assertRefused(
        builder -> builder.actionLimit(-1),
        "actionLimit must be 0 (no limit) or more, but it is -1");
    assertRefused(
        builder -> builder.monitorInterval(Duration.ofMillis(1)),
        "monitorInterval must be zero (never) or 100 ms or longer, but it is PT0.001S");
    assertRefused(
        builder -> builder.host("node1", "7\nport=8"),
        "the port of node1 must be one line of text, but it is not");
  }

  @Test
  void aDeviceAndItsHostsNeedProperNames() {
    assertThatThrownBy(() -> FencingDeviceDefinition.builder("a/b"))
        .hasMessageStartingWith("the name of a fencing device has 1 to 128 letters");
    assertThatThrownBy(() -> FencingDeviceDefinition.builder("ipmi").hosts("a b").build())
        .hasMessageStartingWith("the name of a node has 1 to 128 letters");
  }

  private static void assertRefused(
      UnaryOperator<FencingDeviceDefinition.Builder> setting, String reason) {
    assertThatThrownBy(() -> device(setting)).hasMessage("fencing device ipmi: " + reason);
  }

  private static FencingDeviceDefinition device(
      UnaryOperator<FencingDeviceDefinition.Builder> setting) {
    return setting.apply(FencingDeviceDefinition.builder("ipmi")).build();
  }
}
