package io.pacekeeper.benchmarks.failover;

import io.pacekeeper.examples.evidence.EvidenceFile;
import io.pacekeeper.examples.evidence.EvidenceLine.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.apache.curator.retry.ExponentialBackoffRetry;

/**
 * A {@link LeaderLatch} for each service. They are started in turns, so that the shares are even
 * from the beginning, and are still when a JVM has gone.
 */
final class LatchParticipant implements Participant {
  private static final int CONNECT_SECONDS = 30;

  private final ParticipantOptions options;
  private final CuratorFramework client;
  private final List<LeaderLatch> latches = new ArrayList<>();

  LatchParticipant(ParticipantOptions options, EvidenceFile evidence) {
    this.options = options;
    this.client =
        CuratorFrameworkFactory.builder()
            .connectString(options.zooKeeper())
            .sessionTimeoutMs(Math.toIntExact(options.sessionTimeout().toMillis()))
            .retryPolicy(new ExponentialBackoffRetry(100, 5))
            .build();
    for (int i = 0; i < options.resources(); i++) {
      String id = ParticipantOptions.resource(i);
      LeaderLatch latch =
          new LeaderLatch(
              client, "/latches/" + id, options.name(), LeaderLatch.CloseMode.NOTIFY_LEADER);
      latch.addListener(new Witness(options.name(), id, evidence));
      latches.add(latch);
    }
  }

  @Override
  public void begin(int phase) throws Exception {
    if (phase == 0) {
      client.start();
      if (!client.blockUntilConnected(CONNECT_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("no connection to " + options.zooKeeper());
      }
    }
    List<LeaderLatch> started = new ArrayList<>();
    for (int i = 0; i < latches.size(); i++) {
      if (options.turn(i, options.index()) == phase) {
        latches.get(i).start();
        started.add(latches.get(i));
      }
    }
    Patience.await(
        "the latches of phase " + phase,
        () -> started.stream().allMatch(latch -> isIn(latch, phase)));
  }

  private static boolean isIn(LeaderLatch latch, int phase) {
    return phase == 0 ? latch.hasLeadership() : latch.getOurPath() != null;
  }

  @Override
  public void leave() throws Exception {
    for (LeaderLatch latch : latches) {
      latch.close();
    }
    client.close();
  }

  private static final class Witness implements LeaderLatchListener {
    private final String node;
    private final String resource;
    private final EvidenceFile evidence;

    Witness(String node, String resource, EvidenceFile evidence) {
      this.node = node;
      this.resource = resource;
      this.evidence = evidence;
    }

    @Override
    public void isLeader() {
      write(Event.START);
    }

    @Override
    public void notLeader() {
      write(Event.STOP);
    }

    private void write(Event event) {
      try {
        evidence.write(node, resource, event, 0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
