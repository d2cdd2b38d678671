package io.pacekeeper.runtime;

import io.pacekeeper.core.controller.Effect;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.document.Transaction;
import java.util.function.Consumer;

/**
 * The port to the store in which the cluster lives: sessions, documents that are compared and set,
 * and hints of changes. {@code ha-zookeeper} has the real one, {@code ha-testkit} one in memory.
 *
 * <p>What the store must promise: writes are linearizable and durable; a transaction happens whole
 * or not at all; an ephemeral document goes with its session. Nothing is promised about when a hint
 * arrives, or whether one does.
 */
public interface ClusterLayer extends AutoCloseable {
  /**
   * Connects in the background, and goes on trying. Called once.
   *
   * @param mailbox takes what the layer has to tell; may be called on any thread, returns at once
   */
  void start(Consumer<? super Input.FromLayer> mailbox);

  /**
   * Does what the controller wants, without blocking. Requests of one session take effect in the
   * order of the calls. Each request is answered exactly once, also after a disconnect.
   */
  void execute(Effect.ToLayer effect);

  /**
   * Does what writing this would take, as far as that changes nothing and asks nobody, so that the
   * code has run. May be called on any thread.
   */
  default void rehearse(Transaction transaction) {}

  /**
   * Proves that this JVM holds what the cluster is protected by, without blocking.
   *
   * @param mailbox told once, perhaps on another thread
   */
  default void prove(Effect.Prove question, Consumer<? super Input.Proved> mailbox) {
    mailbox.accept(
        new Input.Proved(question.request(), false, "its cluster is not protected by anything"));
  }

  /**
   * Ends the session, so that its ephemeral documents go. Idempotent; blocks for seconds at most.
   */
  @Override
  void close();
}
