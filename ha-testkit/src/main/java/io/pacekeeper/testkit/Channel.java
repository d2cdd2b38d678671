package io.pacekeeper.testkit;

/** One direction of a connection: nothing overtakes, and what is lost is lost from there on. */
final class Channel {
  private final Timeline timeline;
  private final Timeline receiver;
  private long lastArrival = Long.MIN_VALUE;
  private long cutAt = Long.MAX_VALUE;

  Channel(Timeline timeline, Timeline receiver) {
    this.timeline = timeline;
    this.receiver = receiver;
  }

  /** Sends a message that takes at least so long. */
  void send(long delayNanos, Runnable delivery) {
    long now = timeline.nanos();
    long arrival = Math.max(lastArrival, now + delayNanos);
    lastArrival = arrival;
    receiver.after(
        arrival - now,
        () -> {
          if (arrival < cutAt) {
            delivery.run();
          }
        });
  }

  /** Loses everything that has not arrived within that time from now. */
  void cut(long graceNanos) {
    cutAt = Math.min(cutAt, timeline.nanos() + graceNanos);
  }
}
