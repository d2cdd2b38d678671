package io.pacekeeper.api;

/**
 * The code that runs a resource on a node.
 *
 * <p>A new agent is made for each activation. Its methods are called on threads of Pacekeeper,
 * never two at once, and what one did is visible to the next. Each has a timeout: when it has
 * passed, the thread is interrupted. That is a hint; the cluster goes on as if the method could
 * still be at work until it has returned. What a method throws is its failure.
 */
public interface ResourceAgent {
  /**
   * Makes the resource active, and returns when it is.
   *
   * @param activation the right under which it is active
   * @throws Exception if it could not be started; {@link #stop} is called afterwards all the same
   */
  void start(Activation activation) throws Exception;

  /**
   * Makes the resource inactive, and returns when it is. Must succeed when there is nothing to
   * stop, because it is also called after a start that failed or was interrupted.
   *
   * @throws Exception if it may still be active; by default that halts the JVM
   */
  void stop() throws Exception;

  /**
   * Gives the active instance the role that only few may have, and returns when it has it.
   *
   * @param activation the right to that role, from now until the demotion: with a fencing token of
   *     its own
   * @throws Exception if it could not be promoted
   */
  default void promote(Activation activation) throws Exception {
    throw new UnsupportedOperationException(
        activation.resource() + " is promotable, but its agent has no promote");
  }

  /**
   * Takes that role away, and returns when it is gone. Must succeed when the instance is not
   * promoted. Is called before {@link #stop} of what is promoted.
   *
   * @throws Exception if it may still be promoted; it is stopped then
   */
  default void demote() throws Exception {}

  /**
   * Returns whether the active resource is well.
   *
   * @throws Exception if it is not well, or cannot tell
   */
  default boolean monitor() throws Exception {
    return true;
  }
}
