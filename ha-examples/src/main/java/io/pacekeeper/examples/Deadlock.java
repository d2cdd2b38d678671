package io.pacekeeper.examples;

import java.util.concurrent.CountDownLatch;

/**
 * Two threads that wait for each other's lock for ever, which an interrupt does not end: what a
 * service does that was written badly enough.
 */
final class Deadlock {
  private final Object one = new Object();
  private final Object other = new Object();
  private final CountDownLatch held = new CountDownLatch(1);

  /** Has the calling thread be one of the two; it does not return. */
  void enter(String name) throws InterruptedException {
    Thread partner = new Thread(this::takeOtherFirst, "deadlock-" + name);
    partner.setDaemon(true);
    synchronized (one) {
      partner.start();
      held.await();
      synchronized (other) {
        throw new IllegalStateException("this is no deadlock");
      }
    }
  }

  private void takeOtherFirst() {
    synchronized (other) {
      held.countDown();
      synchronized (one) {
        throw new IllegalStateException("this is no deadlock");
      }
    }
  }
}
