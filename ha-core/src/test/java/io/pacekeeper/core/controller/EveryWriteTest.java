package io.pacekeeper.core.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.controller.TinyCluster.Fate;
import io.pacekeeper.core.controller.TinyCluster.Node;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.Transaction;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One story of a cluster, told again and again: each time another one of its writes is lost, or not
 * answered, or late, or the last that its node does. Nothing is active twice on the way, and
 * everything is active once at the end.
 */
class EveryWriteTest {
  private static final ResourceDefinition[] RESOURCES = {
    ResourceDefinition.ofDefaults("a"),
    ResourceDefinition.ofDefaults("b"),
    ResourceDefinition.ofDefaults("c")
  };

  /** Three nodes join, one is in standby for a while, one leaves, and the DC dies and is back. */
  private static final class Story {
    final TinyCluster cluster = new TinyCluster();
    final int chosen;
    final Fate fate;
    int attempts;

    Story(int chosen, Fate fate) {
      this.chosen = chosen;
      this.fate = fate;
    }

    void tell() {
      join("n1");
      join("n2");
      join("n3");
      pass(3);
      standby(true);
      standby(false);
      cluster.nodes.get("n3").tell(new Input.LeaveRequested("test"));
      pass(2);
      cluster.nodes.get("n1").kill();
      pass(4);
      cluster.nodes.get("n1").expireSession();
      join("n1");
      pass(30);
    }

    private void standby(boolean standby) {
      cluster.write(
          DocumentKey.node("n2"), new NodeDocument(standby, false, new TreeMap<>(), null));
      pass(2);
    }

    private void join(String name) {
      Node node = cluster.add(name, RESOURCES);
      node.fate = this::fate;
      node.connect();
      cluster.pass(Duration.ofMillis(200));
    }

    private Fate fate(Transaction transaction) {
      if (new TinyCluster.Write("", transaction).renews()) {
        return Fate.DONE;
      }
      return attempts++ == chosen ? fate : Fate.DONE;
    }

    /** Lets time pass; the sessions of the dead end. */
    private void pass(int seconds) {
      cluster.pass(Duration.ofSeconds(seconds));
      cluster.nodes.values().stream().filter(node -> node.dead).forEach(Node::expireSession);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "DONE", mode = EnumSource.Mode.EXCLUDE)
  void anyOneWriteMayComeToThis(Fate fate) {
    Story calm = new Story(-1, fate);
    calm.tell();
    assertThat(calm.attempts).isGreaterThan(25);
    for (int chosen = 0; chosen < calm.attempts; chosen++) {
      Story story = new Story(chosen, fate);
      try {
        story.tell();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("write " + chosen + ": " + e.getMessage(), e);
      }
      assertThat(story.cluster.activeTimes())
          .as("write %s of %s", chosen, story.cluster.writes)
          .isEqualTo(Map.of("a", 1, "b", 1, "c", 1));
    }
  }
}
