package io.pacekeeper.api.fencing;

import io.pacekeeper.api.Names;
import java.time.Duration;
import java.util.Objects;

/**
 * What a fencing device is to act on.
 *
 * @param node the node whose host is meant
 * @param port how the device calls that host: an outlet, a plug, the name of a virtual machine. The
 *     node's own name unless the device's definition says otherwise.
 * @param timeout how long the device may take, from the call. Whatever it says later counts as
 *     nothing, and the thread is interrupted then.
 */
public record FencingTarget(String node, String port, Duration timeout) {
  public FencingTarget {
    Names.requireValid("node", node);
    Objects.requireNonNull(port, "port");
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          "the timeout of a fencing device must be longer than zero, but it is " + timeout);
    }
  }
}
