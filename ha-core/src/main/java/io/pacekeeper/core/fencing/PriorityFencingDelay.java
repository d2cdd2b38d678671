package io.pacekeeper.core.fencing;

import java.time.Duration;
import java.util.Collection;

/**
 * How much longer is waited before a node is fenced, so that of two halves that fence each other
 * the more important one wins ({@code priority-fencing-delay}). Pacemaker's rule, as it is.
 */
public final class PriorityFencingDelay {
  private PriorityFencingDelay() {}

  /**
   * A node of the cluster, the one to be fenced included.
   *
   * @param online whether it takes part
   * @param priority the sum of the priorities of the resources that are active on it
   */
  public record Peer(boolean online, int priority) {}

  /**
   * Returns the delay before a node is fenced because it is lost: the option's, if half of the
   * nodes or more are lost, not all are equally important, and none is more important than it.
   *
   * @param option the cluster's {@code priority-fencing-delay}
   */
  public static Duration of(Duration option, Peer target, Collection<Peer> all) {
    long online = all.stream().filter(Peer::online).count();
    int highest = all.stream().mapToInt(Peer::priority).max().orElse(0);
    int lowest = all.stream().mapToInt(Peer::priority).min().orElse(0);
    boolean applies =
        !target.online()
            && online <= all.size() / 2
            && highest != lowest
            && target.priority() == highest;
    return applies ? option : Duration.ZERO;
  }
}
