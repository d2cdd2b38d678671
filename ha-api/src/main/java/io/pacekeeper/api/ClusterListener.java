package io.pacekeeper.api;

/** Hears what happens, as one node sees it. */
@FunctionalInterface
public interface ClusterListener {
  /**
   * Called with each event, in order, on a thread of its own, never on the controller's. What it
   * throws is logged and otherwise ignored. Events are dropped, oldest first and with a warning,
   * when it falls behind by more than a thousand.
   */
  void on(ClusterEvent event);
}
