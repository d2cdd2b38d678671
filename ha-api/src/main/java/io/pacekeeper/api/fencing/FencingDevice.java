package io.pacekeeper.api.fencing;

import java.time.Duration;

/**
 * The code of a fencing device: makes sure that the host of a node is off.
 *
 * <p>The cluster starts elsewhere what ran on that host as soon as {@link #off} or {@link #reboot}
 * says that it succeeded. So a device says that only when it has <em>made sure</em>: asked until
 * the outlet has no power, not when the request was accepted. When it cannot tell, it returns
 * {@link FencingResult#unknown}; that and a failure lead to another attempt or another device.
 *
 * <p>Methods are called on threads of Pacekeeper, by the DC, possibly several at once as far as the
 * definition's action limit goes. Each may be called again after it has succeeded, and then
 * succeeds again: a new DC begins anew. Each has a timeout: when it has passed, the result is
 * unknown, the thread is interrupted, and whatever the method returns later is ignored. The
 * interrupt is a hint; a method that takes no notice of it holds its thread. What a method throws
 * is its failure.
 */
public interface FencingDevice {
  /**
   * Switches a host off, and returns when it is off. Succeeds for a host that is off already.
   *
   * @throws Exception if it could not be done
   */
  FencingResult off(FencingTarget target) throws Exception;

  /**
   * Switches a host off and on again, and returns as soon as it has been off for certain: whether
   * it comes back is not waited for. A device that cannot do that switches off and leaves it so.
   *
   * @throws Exception if it could not be done
   */
  default FencingResult reboot(FencingTarget target) throws Exception {
    return off(target);
  }

  /**
   * Switches a host on. Asked only after it was switched off by several devices together, in a
   * reboot; no safety depends on it.
   *
   * @throws Exception if it could not be done
   */
  default FencingResult on(FencingTarget target) throws Exception {
    return FencingResult.failed("this device cannot switch a host on");
  }

  /**
   * Returns whether a host has power. For reports alone: nothing is ever concluded from it.
   *
   * @throws Exception if the device could not be asked
   */
  default PowerState status(FencingTarget target) throws Exception {
    return PowerState.UNKNOWN;
  }

  /**
   * Asks the device itself whether it works, so that a dead one is known before it is needed.
   *
   * @param timeout how long that may take
   * @throws Exception if it does not work
   */
  default FencingResult monitor(Duration timeout) throws Exception {
    return FencingResult.succeeded();
  }
}
