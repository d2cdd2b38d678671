package io.pacekeeper.benchmarks.failover;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceAgent;
import io.pacekeeper.examples.evidence.EvidenceFile;
import io.pacekeeper.examples.evidence.EvidenceLine.Event;
import io.pacekeeper.zookeeper.ZooKeeperNode;
import java.io.IOException;

/** A node of Pacekeeper, whose resources write down when they start and stop. */
final class PacekeeperParticipant implements Participant {
  /** Above the stickiness, so that what prefers a node moves there when it joins. */
  private static final int PREFERENCE = 10;

  private final HaNode node;
  private final boolean first;

  PacekeeperParticipant(ParticipantOptions options, EvidenceFile evidence) {
    ZooKeeperNode.Builder builder =
        ZooKeeperNode.builder(options.zooKeeper())
            .cluster(ParticipantOptions.CLUSTER)
            .node(options.name())
            .sessionTimeout(options.sessionTimeout())
            .lease(options.lease())
            .companion(options.companion())
            .shutdownHook(false);
    for (int i = 0; i < options.resources(); i++) {
      String id = ParticipantOptions.resource(i);
      // Wherever the nodes join first, the shares are even in the end.
      builder.resource(
          Resource.of(id, () -> new Witness(options.name(), id, evidence))
              .prefers(ParticipantOptions.nameOf(options.owner(i)), PREFERENCE)
              .build());
    }
    node = builder.build();
    first = options.index() == 0;
  }

  /** Whoever comes first is DC, so that it is known which one that is. */
  @Override
  public void begin(int phase) {
    if (phase == (first ? 0 : 1)) {
      node.join();
    }
  }

  @Override
  public void leave() {
    node.close();
  }

  private static final class Witness implements ResourceAgent {
    private final String node;
    private final String resource;
    private final EvidenceFile evidence;
    private long token;

    Witness(String node, String resource, EvidenceFile evidence) {
      this.node = node;
      this.resource = resource;
      this.evidence = evidence;
    }

    @Override
    public void start(Activation activation) throws IOException {
      token = activation.fencingToken();
      evidence.write(node, resource, Event.START, token);
    }

    @Override
    public void stop() throws IOException {
      evidence.write(node, resource, Event.STOP, token);
    }
  }
}
