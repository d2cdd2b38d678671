package io.pacekeeper.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pacekeeper.api.fencing.FencingDevice;
import io.pacekeeper.api.fencing.FencingResult;
import io.pacekeeper.api.fencing.FencingTarget;
import io.pacekeeper.api.fencing.PowerState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * What every {@link FencingDevice} must do, as a test: extend it, say how a device is made and how
 * a host is found to be off, and every promise is checked that the cluster relies on. Each test
 * begins with a device of its own and a host that has power.
 */
public abstract class FencingDeviceContract {
  /** How long a device may take beyond its timeout before it is taken to hang. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** Makes a device that works. */
  protected abstract FencingDevice newDevice() throws Exception;

  /** Returns the node whose host the device switches, and the port that it has there. */
  protected abstract FencingTarget target();

  /** Returns a target that the device does not know. */
  protected abstract FencingTarget unknownTarget();

  /** Returns whether the host of the target is off, seen past the device. */
  protected abstract boolean isOff();

  /** Returns how often the host of the target was switched off, seen past the device. */
  protected abstract int timesSwitchedOff();

  /** Makes whatever the device talks to give no answer from now on. */
  protected abstract void silence() throws Exception;

  @Test
  void aHostThatWasSwitchedOffIsOffWhenTheDeviceSaysSo() throws Exception {
    assertTrue(newDevice().off(target()).isSuccess());
    assertTrue(isOff(), "the host is off");
  }

  @Test
  void aHostThatIsOffIsSwitchedOffOnceMoreWithSuccess() throws Exception {
    FencingDevice device = newDevice();
    device.off(target());
    assertTrue(device.off(target()).isSuccess());
    assertTrue(isOff(), "the host is off");
  }

  @Test
  void aHostThatWasRebootedWasOff() throws Exception {
    assertTrue(newDevice().reboot(target()).isSuccess());
    assertEquals(1, timesSwitchedOff(), "times that the host lost its power");
  }

  @Test
  void aHostThatTheDeviceDoesNotKnowIsNoSuccess() throws Exception {
    FencingDevice device = newDevice();
    FencingResult result;
    try {
      result = device.off(unknownTarget());
    } catch (Exception e) {
      result = FencingResult.failed(e.toString());
    }
    assertFalse(result.isSuccess(), "a success for a host that the device does not know");
  }

  @Test
  void theStatusNeverContradictsTheHost() throws Exception {
    FencingDevice device = newDevice();
    assertNotEquals(PowerState.OFF, device.status(target()), "of a host that has power");
    device.off(target());
    assertNotEquals(PowerState.ON, device.status(target()), "of a host that is off");
  }

  @Test
  void aDeviceThatWorksSaysSo() throws Exception {
    assertTrue(newDevice().monitor(target().timeout()).isSuccess());
  }

  @Test
  void aDeviceThatGetsNoAnswerSaysNoSuccessAndReturns() throws Exception {
    FencingDevice device = newDevice();
    silence();
    Duration timeout = Duration.ofSeconds(1);
    FencingTarget hurried = new FencingTarget(target().node(), target().port(), timeout);
    FencingResult result =
        assertTimeoutPreemptively(
            timeout.plus(GRACE), () -> interrupted(device, hurried), "it returned");
    assertFalse(result.isSuccess(), "a success without an answer");
    assertFalse(isOff(), "the host is off");
  }

  /** Calls a device as the runtime does: interrupts it when its time is over. */
  private static FencingResult interrupted(FencingDevice device, FencingTarget target) {
    Thread caller = Thread.currentThread();
    Thread alarm =
        new Thread(
            () -> {
              try {
                caller.join(target.timeout().toMillis());
              } catch (InterruptedException e) {
                return; // It has returned in time.
              }
              caller.interrupt();
            });
    alarm.start();
    try {
      return device.off(target);
    } catch (Exception e) {
      return FencingResult.failed(e.toString());
    } finally {
      alarm.interrupt();
    }
  }
}
