package io.pacekeeper.core.fencing;

import io.pacekeeper.api.fencing.FencingAction;
import io.pacekeeper.api.fencing.FencingTarget;
import java.time.Duration;

/**
 * One call of a fencing device. The answer names the whole call, so that it is never taken for the
 * answer to another.
 *
 * @param id tells the calls of one DC's term apart
 * @param device which device
 * @param action what it is asked
 * @param node the node whose host is meant
 * @param incarnation whom that is to end
 * @param port how the device calls the host
 * @param timeout how long it may take; then its result is unknown
 */
public record FencingCall(
    long id,
    String device,
    FencingAction action,
    String node,
    String incarnation,
    String port,
    Duration timeout) {
  /** Returns what the device is told. */
  public FencingTarget target() {
    return new FencingTarget(node, port, timeout);
  }
}
