package io.pacekeeper.testkit;

/** One direction of a connection: nothing overtakes, and what is lost is lost from there on. */
final class Channel {
  private final Timeline timeline;
  private final Timeline receiver;
  private long lastArrival = Long.MIN_VALUE;
  private long cutAt = Long.MAX_VALUE;
  private long heldUntil = Long.MIN_VALUE;

  Channel(Timeline timeline, Timeline receiver) {
    this.timeline = timeline;
    this.receiver = receiver;
  }

  /** Sends a message that takes at least so long. */
  void send(long delayNanos, Runnable delivery) {
    long now = timeline.nanos();
    long arrival = Math.max(lastArrival, now + delayNanos);
    lastArrival = arrival;
    receiver.after(arrival - now, () -> arrive(arrival, delivery));
  }

  private void arrive(long arrival, Runnable delivery) {
    long now = timeline.nanos();
    if (arrival >= cutAt) {
      return;
    }
    if (now < heldUntil) {
      receiver.after(heldUntil - now, () -> arrive(arrival, delivery));
    } else {
      delivery.run();
    }
  }

  /** Holds what is under way for that long. */
  void hold(long nanos) {
    heldUntil = Math.max(heldUntil, timeline.nanos() + nanos);
    lastArrival = Math.max(lastArrival, heldUntil);
  }

  /** Loses everything that has not arrived within that time from now. */
  void cut(long graceNanos) {
    cutAt = Math.min(cutAt, timeline.nanos() + graceNanos);
  }
}
