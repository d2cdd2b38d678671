package io.pacekeeper.runtime;

import io.pacekeeper.core.controller.Input;

/** What measures how this JVM and its host are. */
@FunctionalInterface
public interface Gauges {
  /** Returns how full the heap is, and the load, without waiting for anything. */
  Input.Measured measure();
}
