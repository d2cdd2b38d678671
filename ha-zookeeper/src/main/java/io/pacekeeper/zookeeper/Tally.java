package io.pacekeeper.zookeeper;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.zookeeper.KeeperException.Code;

/**
 * Counts the answers that are still to come, and tells when all have come: {@code OK}, or one that
 * was neither that nor {@code NONODE}. Safe for use by several threads.
 */
final class Tally {
  private final AtomicInteger outstanding;
  private final Consumer<Code> done;
  private volatile Code trouble = Code.OK;

  Tally(int outstanding, Consumer<Code> done) {
    this.outstanding = new AtomicInteger(outstanding);
    this.done = done;
  }

  /** One answer more is to come. */
  void expect() {
    outstanding.incrementAndGet();
  }

  /** One answer has come. */
  void arrived(Code code) {
    if (code != Code.OK && code != Code.NONODE) {
      trouble = code;
    }
    if (outstanding.decrementAndGet() == 0) {
      done.accept(trouble);
    }
  }
}
