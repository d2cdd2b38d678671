package io.pacekeeper.runtime;

import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.fencing.FencingCall;
import java.util.function.Consumer;

/** The port to the fencing devices: calls them, outside the loop. */
public interface Fencer {
  /**
   * Calls a device, unless the node's lease forbids it by then, and posts what it has to say: one
   * {@link Input.Fenced} for each call, and an unknown result when its timeout has passed. Returns
   * at once.
   */
  void fence(FencingCall call, Consumer<? super Input> mailbox);

  /** Interrupts a call that has not been answered, if there is such a one. A hint to the device. */
  void interrupt(FencingCall call);
}
