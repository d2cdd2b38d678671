package io.pacekeeper.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pacekeeper.api.fencing.FencingDevice;
import io.pacekeeper.api.fencing.FencingResult;
import io.pacekeeper.api.fencing.FencingResult.Outcome;
import io.pacekeeper.api.fencing.FencingTarget;
import io.pacekeeper.testkit.ScriptedFencingDevice.Course;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ScriptedFencingDeviceTest {
  private static final FencingTarget NODE1 =
      new FencingTarget("node1", "plug 1", Duration.ofSeconds(30));

  private final List<String> lostPower = new ArrayList<>();
  private final ScriptedFencingDevice device =
      new ScriptedFencingDevice().whenSwitchedOff(lostPower::add);

  @Nested
  class AsADevice extends FencingDeviceContract {
    @Override
    protected FencingDevice newDevice() {
      return device;
    }

    @Override
    protected FencingTarget target() {
      return NODE1;
    }

    @Override
    protected FencingTarget unknownTarget() {
      device.next(Course.THROW);
      return new FencingTarget("node2", "plug 2", Duration.ofSeconds(30));
    }

    @Override
    protected boolean isOff() {
      return device.isOff("node1");
    }

    @Override
    protected int timesSwitchedOff() {
      return lostPower.size();
    }

    @Override
    protected void silence() {
      device.always(Course.HANG);
    }
  }

  @Test
  void itDoesWhatItIsToldToInOrder() {
    device.next(Course.FAIL, Course.BE_UNSURE, Course.SUCCEED);
    assertThat(device.off(NODE1).outcome()).isEqualTo(Outcome.FAILED);
    assertThat(device.off(NODE1).outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(lostPower).isEmpty();
    assertThat(device.off(NODE1).outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(lostPower).containsExactly("node1");
    assertThat(device.calls()).hasSize(3).containsOnly("OFF node1 plug 1");
  }

  @Test
  void aLieIsASuccessAndTheHostRunsOn() {
    device.next(Course.LIE);
    assertThat(device.reboot(NODE1).isSuccess()).isTrue();
    assertThat(lostPower).isEmpty();
  }

  @Test
  void aHostComesBackWhenItIsSwitchedOn() {
    device.off(NODE1);
    assertThat(device.isOff("node1")).isTrue();
    device.on(NODE1);
    assertThat(device.isOff("node1")).isFalse();
    assertThat(lostPower).containsExactly("node1");
  }

  @Test
  void itThrowsWhenItIsToldTo() {
    device.always(Course.THROW);
    assertThatThrownBy(() -> device.off(NODE1)).hasMessage("it was told to throw");
    assertThatThrownBy(() -> device.monitor(Duration.ofSeconds(1)))
        .hasMessage("it was told to throw");
  }

  @Test
  void whatHangsOnReturnsWhenItIsReleasedAndNotSooner() throws Exception {
    device.next(Course.HANG_ON);
    CompletableFuture<FencingResult> result = new CompletableFuture<>();
    Thread caller = new Thread(() -> result.complete(device.off(NODE1)));
    caller.start();
    while (device.calls().isEmpty()) {
      Thread.onSpinWait();
    }
    caller.interrupt();
    assertThat(result).isNotDone();
    while (!result.isDone()) {
      device.release();
      Thread.onSpinWait();
    }
    assertThat(result.get(20, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.FAILED);
  }
}
