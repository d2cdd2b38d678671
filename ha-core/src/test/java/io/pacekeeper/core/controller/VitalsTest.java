package io.pacekeeper.core.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.controller.TinyCluster.Node;
import io.pacekeeper.core.controller.TinyCluster.Write;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.HealthOptions;
import io.pacekeeper.core.document.HealthOptions.Thresholds;
import io.pacekeeper.core.document.HealthStrategy;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.PlacementOptions;
import io.pacekeeper.core.document.PlacementStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes that measure their heap and say how they are, and an application that says so as well. */
class VitalsTest {
  private static final Duration DAMPENING = Duration.ofSeconds(6);

  private final TinyCluster cluster = new TinyCluster();
  private final ResourceDefinition a = ResourceDefinition.ofDefaults("a");

  @BeforeEach
  void twoNodes() {
    cluster.join("n1", a);
    cluster.join("n2", a);
    pass(3000);
    configure(HealthStrategy.MIGRATE_ON_RED, new Thresholds(80, 95));
    pass(3000);
  }

  private void configure(HealthStrategy strategy, Thresholds heap) {
    ConfigDocument config = cluster.read(DocumentKey.CONFIG, ConfigDocument.class);
    HealthOptions health =
        new HealthOptions(strategy, 0, 0, 0, -10, heap, Thresholds.OFF, DAMPENING);
    PlacementOptions placement = new PlacementOptions(PlacementStrategy.DEFAULT, health);
    cluster.write(
        DocumentKey.CONFIG, config.withOptions(config.options().withPlacement(placement)));
  }

  private void pass(long millis) {
    cluster.pass(Duration.ofMillis(millis));
  }

  private Map<String, String> said(String node) {
    return cluster.read(DocumentKey.member(node), MemberDocument.class).attributes();
  }

  private Node otherThan(Node node) {
    return cluster.node(node.name.equals("n1") ? "n2" : "n1");
  }

  private List<Write> writesOfMembers() {
    return cluster.writesBesidesRenewals().stream()
        .filter(write -> write.touches(Kind.MEMBER))
        .toList();
  }

  @Test
  void whatIsMeasuredIsSaidAndNothingIsWrittenWhileItStaysSo() {
    assertThat(said("n1")).isEqualTo(Map.of("#health-heap", "green"));
    cluster.writes.clear();
    pass(60_000);
    assertThat(cluster.writesBesidesRenewals()).isEmpty();
  }

  @Test
  void aFullHeapHasEverythingMovedAwayAfterTheDampening() {
    Node home = cluster.home("a");
    Node other = otherThan(home);
    home.heap = 97;
    pass(5_000);
    assertThat(home.active).containsKey("a");
    pass(4_000);
    assertThat(said(home.name)).isEqualTo(Map.of("#health-heap", "red"));
    assertThat(other.active).containsKey("a");
    assertThat(home.active).isEmpty();
  }

  @Test
  void aHeapThatGoesUpAndDownWritesNothing() {
    cluster.writes.clear();
    for (int i = 0; i < 40; i++) {
      cluster.node("n1").heap = i % 2 == 0 ? 99 : 10;
      pass(1_500);
    }
    assertThat(cluster.writesBesidesRenewals()).isEmpty();
  }

  @Test
  void whatIsNotAskedForAnyMoreIsNotSaidAnyMore() {
    configure(HealthStrategy.MIGRATE_ON_RED, Thresholds.OFF);
    pass(3_000);
    assertThat(said("n1")).isEmpty();
    cluster.node("n1").measured = 0;
    pass(60_000);
    assertThat(cluster.node("n1").measured).isZero();
  }

  @Test
  void whatAnApplicationSaysOfItsNodeCounts() {
    Node home = cluster.home("a");
    home.tell(new Input.AttributeSet("#health-disk", "red"));
    pass(2_000);
    assertThat(otherThan(home).active).containsKey("a");
    home.tell(new Input.AttributeSet("#health-disk", null));
    pass(2_000);
    assertThat(said(home.name)).isEqualTo(Map.of("#health-heap", "green"));
  }

  @Test
  void anApplicationThatChangesItsMindAllTheTimeWritesOnceASecond() {
    cluster.writes.clear();
    for (int i = 0; i < 1_000; i++) {
      cluster.node("n1").tell(new Input.AttributeSet("zone", "z" + i));
      pass(10);
    }
    assertThat(writesOfMembers()).hasSizeBetween(9, 11);
    pass(1_000);
    assertThat(said("n1")).containsEntry("zone", "z999");
  }

  @Test
  void everythingIsSaidAgainByTheNextIncarnation() {
    Node idle = otherThan(cluster.home("a"));
    idle.tell(new Input.AttributeSet("zone", "west"));
    pass(2_000);
    String before = cluster.lease(idle.name).incarnation();
    idle.paused = true;
    pass(20_000);
    idle.paused = false;
    pass(20_000);
    assertThat(cluster.lease(idle.name).incarnation()).isNotEqualTo(before);
    assertThat(said(idle.name)).isEqualTo(Map.of("#health-heap", "green", "zone", "west"));
  }
}
