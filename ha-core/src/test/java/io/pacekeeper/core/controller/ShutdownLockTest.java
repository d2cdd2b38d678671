package io.pacekeeper.core.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.controller.TinyCluster.Node;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.ReportDocument;
import io.pacekeeper.core.document.TransitionOptions;
import java.time.Duration;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** What becomes of what a node ran that leaves while {@code shutdown-lock} is on. */
class ShutdownLockTest {
  private final TinyCluster cluster = new TinyCluster();
  private final ResourceDefinition a = ResourceDefinition.ofDefaults("a");

  private void pass(long millis) {
    cluster.pass(Duration.ofMillis(millis));
  }

  private void option(boolean lock, Duration limit) {
    ConfigDocument config = cluster.read(DocumentKey.CONFIG, ConfigDocument.class);
    ClusterOptions options = config.options();
    cluster.write(
        DocumentKey.CONFIG,
        config.withOptions(options.withTransition(new TransitionOptions(0, 0, lock, limit))));
  }

  /** Has a node with a beside the DC, which could run a as well. */
  private Node besideTheDc(boolean lock, Duration limit) {
    cluster.write(
        DocumentKey.CONFIG,
        new ConfigDocument(
            ClusterOptions.DEFAULTS, ImmutableSortedMap.of(), ImmutableSortedMap.of(), null));
    option(lock, limit);
    cluster.join("n1");
    pass(2000);
    Node node = cluster.join("n2", a);
    pass(2000);
    cluster.join("n3", a);
    pass(2000);
    assertThat(cluster.home("a")).isEqualTo(node);
    return node;
  }

  private void leave(Node node) {
    node.tell(new Input.LeaveRequested("test"));
    pass(2000);
    assertThat(node.finished).isEqualTo("test");
  }

  private void isNowhere() {
    assertThat(cluster.activeTimes()).doesNotContainKey("a");
  }

  private ReportDocument report() {
    return cluster.read(DocumentKey.report("n2"), ReportDocument.class);
  }

  @Test
  void whatRunsOnANodeThatLeavesIsKeptUntilItIsBack() {
    Node node = besideTheDc(true, Duration.ZERO);
    leave(node);
    pass(100_000);
    isNowhere();
    assertThat(report().locked()).containsOnlyKeys("a");
    Node back = cluster.join("n2", a);
    pass(2000);
    assertThat(cluster.home("a")).isEqualTo(back);
    assertThat(report().locked()).isEmpty();
  }

  @Test
  void withoutTheOptionItMoves() {
    leave(besideTheDc(false, Duration.ZERO));
    assertThat(cluster.home("a").name).isEqualTo("n3");
    assertThat(report().locked()).isEmpty();
  }

  @Test
  void itMovesWhenTheLimitIsOver() {
    leave(besideTheDc(true, Duration.ofSeconds(60)));
    pass(55_000);
    isNowhere();
    pass(6000);
    assertThat(cluster.home("a").name).isEqualTo("n3");
  }

  @Test
  void itMovesWhenTheOptionIsTakenBack() {
    leave(besideTheDc(true, Duration.ZERO));
    pass(1000);
    isNowhere();
    option(false, Duration.ZERO);
    pass(1000);
    assertThat(cluster.home("a").name).isEqualTo("n3");
  }

  @Test
  void whatRanOnANodeThatDiesIsNotKept() {
    Node node = besideTheDc(true, Duration.ZERO);
    node.kill();
    pass(60_000);
    assertThat(cluster.home("a").name).isEqualTo("n3");
  }

  @Test
  void whatIsKeptForANodeThatIsBackAndDiesIsKeptNoLonger() {
    Node node = besideTheDc(true, Duration.ZERO);
    leave(node);
    SortedMap<String, String> none = ImmutableSortedMap.of();
    cluster.write(DocumentKey.node("n2"), new NodeDocument(true, false, none, null));
    Node back = cluster.join("n2", a);
    pass(1000);
    isNowhere();
    assertThat(report().locked()).containsOnlyKeys("a");
    back.kill();
    // As its companion says it, before the DC has had to find out.
    cluster.write(DocumentKey.lease("n2"), cluster.lease("n2").with(LeaseDocument.State.DEAD));
    pass(60_000);
    assertThat(cluster.home("a").name).isEqualTo("n3");
  }

  @Test
  void whatIsKeptOutlivesTheDc() {
    leave(besideTheDc(true, Duration.ZERO));
    cluster.node("n1").kill();
    pass(60_000);
    isNowhere();
    Node back = cluster.join("n2", a);
    pass(60_000);
    assertThat(cluster.home("a")).isEqualTo(back);
  }
}
