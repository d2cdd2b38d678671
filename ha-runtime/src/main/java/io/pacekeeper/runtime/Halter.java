package io.pacekeeper.runtime;

/** Ends the JVM at once, without shutdown hooks. */
@FunctionalInterface
interface Halter {
  /** Ends it with this exit status; in production it does not return. */
  void halt(int status);

  /** Returns what ends this JVM, and cannot be held up by hooks that run or by a lock. */
  static Halter jvm() {
    return status -> Runtime.getRuntime().halt(status);
  }
}
