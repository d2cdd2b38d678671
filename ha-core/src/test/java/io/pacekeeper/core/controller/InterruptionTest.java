package io.pacekeeper.core.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.NodeDocument;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is under way when something else is wanted. */
class InterruptionTest {
  private final TinyCluster cluster = new TinyCluster();

  @Test
  void aStartThatGivesUpBecauseAStopWasOrderedIsNoFailure() {
    TinyCluster.Node node = cluster.add("n1", ResourceDefinition.ofDefaults("a"));
    node.holdsOperations = true;
    node.connect();
    cluster.pass(Duration.ofSeconds(2));
    Effect.RunOperation start = node.held.remove(0);
    cluster.write(
        DocumentKey.node("n1"), new NodeDocument(true, false, ImmutableSortedMap.of(), null));
    cluster.pass(Duration.ofSeconds(1));
    node.holdsOperations = false;
    node.tell(new Input.OperationReturned(start.id(), "interrupted"));
    cluster.pass(Duration.ofSeconds(1));
    assertThat(node.events).noneMatch(ClusterEvent.OperationFailed.class::isInstance);
    cluster.write(DocumentKey.node("n1"), NodeDocument.EMPTY);
    cluster.pass(Duration.ofSeconds(1));
    assertThat(node.active).containsKey("a");
  }

  @Test
  void aNodeThatLeavesWhileItIsCutOffIsDoneWhenItsLeaseHasEnded() {
    TinyCluster.Node node = cluster.add("n1", ResourceDefinition.ofDefaults("a"));
    node.connect();
    cluster.pass(Duration.ofSeconds(2));
    node.disconnect();
    node.tell(new Input.LeaveRequested("test"));
    cluster.pass(Duration.ofSeconds(9));
    assertThat(node.active).isEmpty();
    assertThat(node.halted).isNull();
    assertThat(node.finished).contains("could not be released");
  }
}
