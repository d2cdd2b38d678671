package io.pacekeeper.api;

/** How much an ordering constraint binds; Pacemaker's {@code kind}. */
public enum OrderKind {
  /** The second is not active unless the first is, and stops when that stops. */
  MANDATORY,
  /** Only when both are to start, or to stop, one waits for the other. */
  OPTIONAL,
  /** Both at the same time never, in whichever order. */
  SERIALIZE
}
