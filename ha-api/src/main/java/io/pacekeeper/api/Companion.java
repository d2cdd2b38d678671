package io.pacekeeper.api;

/**
 * Whether a node has a companion: a small process of its own that sees its JVM die, which shortens
 * the failover to milliseconds, and kills it when it lives past its lease with something active.
 * Without one, a JVM that dies is waited for as long as its lease lasts, and one that is paused
 * past its lease ends when it runs again.
 */
public enum Companion {
  /** Nothing begins on the node without one, and the cluster assigns it nothing meanwhile. */
  REQUIRED,
  /** There is one if there can be; if not, that is logged, and the lease alone has to do. */
  PREFERRED,
  /** There is none. */
  OFF
}
