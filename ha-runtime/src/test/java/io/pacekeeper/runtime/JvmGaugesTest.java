package io.pacekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.core.controller.Input;
import org.junit.jupiter.api.Test;

class JvmGaugesTest {
  @Test
  void theHeapIsAsFullAsACollectionLeavesIt() {
    JvmGauges gauges = new JvmGauges();
    long tenth = Runtime.getRuntime().maxMemory() / 10;
    byte[] held = new byte[(int) Math.min(tenth, 1_000_000_000)];
    System.gc();
    int with = gauges.measure().heap();
    int size = held.length;
    held = null;
    System.gc();
    int without = gauges.measure().heap();

    assertThat(with).isBetween(1, 100);
    assertThat(with - without)
        .as("of %d bytes that were held", size)
        .isBetween(size == tenth ? 8 : 0, 12);
  }

  @Test
  void theLoadIsAPercentageOrUnknown() {
    Input.Measured measured = new JvmGauges().measure();
    assertThat(measured.load()).isGreaterThanOrEqualTo(-1);
  }
}
