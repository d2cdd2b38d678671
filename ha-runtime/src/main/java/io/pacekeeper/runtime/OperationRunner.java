package io.pacekeeper.runtime;

import io.pacekeeper.core.controller.Effect;
import io.pacekeeper.core.controller.Input;
import java.util.function.Consumer;

/** The port to the code of the resources: runs their operations, outside the loop. */
public interface OperationRunner {
  /**
   * Begins an operation, unless the guard forbids it by then, and posts when it has returned.
   * Returns at once. The controller never has two operations of one resource running.
   */
  void run(Effect.RunOperation operation, Consumer<? super Input> mailbox);

  /** Interrupts an operation that has not returned, if there is such a one. */
  void interrupt(long id);

  /**
   * Has a thread post that this question is answered, as soon as one takes up what is handed over;
   * returns at once. Instead of an earlier question that waits for that.
   */
  void ask(long question, Consumer<? super Input> mailbox);

  /** Tells the activation of a resource that it is to end. */
  void revoke(Effect.RevokeActivation revocation);
}
