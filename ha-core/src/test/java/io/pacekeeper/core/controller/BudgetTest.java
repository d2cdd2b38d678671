package io.pacekeeper.core.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.controller.TinyCluster.Node;
import io.pacekeeper.core.controller.TinyCluster.Write;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.NodeDocument;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many writes it takes to move a thousand resources: as many as to move one. */
class BudgetTest {
  private final TinyCluster cluster = new TinyCluster();

  private void threeNodes(int resources) {
    ResourceDefinition[] all =
        IntStream.range(0, resources)
            .mapToObj(i -> ResourceDefinition.ofDefaults("r" + i))
            .toArray(ResourceDefinition[]::new);
    for (String name : List.of("n1", "n2", "n3")) {
      Node node = cluster.add(name, all);
      node.connect();
    }
    cluster.pass(Duration.ofSeconds(3));
    assertThat(cluster.term().node()).isEqualTo("n1");
    assertThat(cluster.activeTimes()).hasSize(resources);
    cluster.writes.clear();
    cluster.conflicts = 0;
  }

  private List<Write> reportsOf(String node) {
    return cluster.writes.stream()
        .filter(write -> write.touches(Kind.REPORT) && write.node().equals(node))
        .toList();
  }

  private void killed(String name) {
    cluster.node(name).kill();
    cluster.node(name).expireSession();
    cluster.pass(Duration.ofSeconds(12));
    assertThat(cluster.activeTimes()).hasSize(1000);
  }

  @Test
  void aNodeThatDiesCostsOneWriteOfTheDcAndTwoOfEachSurvivor() {
    threeNodes(1000);
    killed("n3");
    List<Write> writes = cluster.writesBesidesRenewals();
    assertThat(writes).filteredOn(write -> !write.touches(Kind.REPORT)).hasSize(1);
    assertThat(reportsOf("n1")).hasSizeLessThanOrEqualTo(2);
    assertThat(reportsOf("n2")).hasSizeLessThanOrEqualTo(2);
    assertThat(cluster.conflicts).isZero();
  }

  @Test
  void aDcThatDiesCostsOneWriteMore() {
    threeNodes(1000);
    killed("n1");
    List<Write> writes = cluster.writesBesidesRenewals();
    assertThat(writes).filteredOn(write -> !write.touches(Kind.REPORT)).hasSize(2);
    assertThat(reportsOf("n2")).hasSizeLessThanOrEqualTo(2);
    assertThat(reportsOf("n3")).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void aNodeThatLeavesCostsTwoWritesOfEachSurvivorAndSixAtTheMost() {
    threeNodes(1000);
    cluster.node("n3").tell(new Input.LeaveRequested("test"));
    cluster.pass(Duration.ofSeconds(3));
    assertThat(cluster.node("n3").finished).isEqualTo("test");
    assertThat(cluster.activeTimes()).hasSize(1000);
    assertThat(cluster.writesBesidesRenewals()).hasSizeLessThanOrEqualTo(2 * 2 + 6);
    // It asks; the DC orders the stops; it reports them; the DC orders the starts; it releases.
    assertThat(cluster.writesBesidesRenewals()).hasSizeLessThanOrEqualTo(5 + 2);
  }

  @Test
  void documentsDoNotGrowInNumberWithResources() {
    threeNodes(1);
    int documents = cluster.store.size();
    BudgetTest other = new BudgetTest();
    other.threeNodes(1000);
    // A node that runs nothing has no orders yet.
    assertThat(other.cluster.store).hasSizeLessThanOrEqualTo(documents + 2);
  }

  @Test
  void aStandbyOfAThousandResourcesIsTwoOrders() {
    threeNodes(1000);
    cluster.write(
        DocumentKey.node("n2"), new NodeDocument(true, false, ImmutableSortedMap.of(), null));
    cluster.pass(Duration.ofSeconds(2));
    assertThat(cluster.activeTimes()).hasSize(1000);
    assertThat(cluster.writesBesidesRenewals())
        .filteredOn(write -> write.touches(Kind.ORDERS))
        .hasSize(2);
  }
}
