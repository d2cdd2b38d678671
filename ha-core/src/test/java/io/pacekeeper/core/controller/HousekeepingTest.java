package io.pacekeeper.core.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.LocationConstraint;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.Score;
import io.pacekeeper.core.controller.TinyCluster.Fate;
import io.pacekeeper.core.controller.TinyCluster.Node;
import io.pacekeeper.core.controller.TinyCluster.Write;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.Claim;
import io.pacekeeper.core.document.DirectivesDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.ResourceLocation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators want for a while holds for that while, and is cleared away after it. */
class HousekeepingTest {
  private final TinyCluster cluster = new TinyCluster();
  private final ResourceDefinition a = ResourceDefinition.ofDefaults("a");

  @BeforeEach
  void aResourceIsActiveOnTheFirstOfTwoNodes() {
    cluster.join("n1", a);
    pass(2000);
    cluster.join("n2", a);
    pass(1000);
    assertThat(cluster.home("a").name).isEqualTo("n1");
  }

  private void pass(long millis) {
    cluster.pass(Duration.ofMillis(millis));
  }

  private Instant in(long seconds) {
    return cluster.now().wall().plusSeconds(seconds);
  }

  private Claim claim(long seconds) {
    return new Claim("ann", "test", cluster.now().wall(), in(seconds));
  }

  private ChangeNote note() {
    return new ChangeNote("ann", "test", cluster.now().wall());
  }

  private DirectivesDocument directives() {
    return cluster.read(DocumentKey.DIRECTIVES, DirectivesDocument.class);
  }

  @Test
  void aMoveThatNobodyTakesBackEndsByItself() {
    ResourceLocation there =
        new ResourceLocation(
            "cli-prefer-a", "a", LocationConstraint.onNode("n2", Score.INFINITY), in(10));
    cluster.write(
        DocumentKey.DIRECTIVES, DirectivesDocument.EMPTY.withLocations(List.of(there), note()));
    pass(2000);
    assertThat(cluster.home("a").name).isEqualTo("n2");
    assertThat(directives().locations()).containsExactly(there);

    pass(9000);
    assertThat(directives().locations()).isEmpty();
    assertThat(directives().changes()).as("who wanted it is still known").hasSize(1);
    assertThat(cluster.home("a").name).as("stickiness").isEqualTo("n2");
    cluster.writes.clear();
    pass(20_000);
    assertThat(cluster.writesBesidesRenewals()).isEmpty();
  }

  @Test
  void standbyStopAndMaintenanceEndByThemselves() {
    cluster.write(
        DocumentKey.node("n2"), NodeDocument.EMPTY.withStandby(List.of(claim(5)), note()));
    cluster.write(
        DocumentKey.DIRECTIVES,
        DirectivesDocument.EMPTY
            .withStopped("a", List.of(claim(10)), note())
            .withMaintenance(List.of(claim(3)), note()));
    pass(2500);
    assertThat(cluster.node("n1").active).as("in maintenance nothing is stopped").hasSize(1);
    pass(2000);
    assertThat(cluster.node("n1").active).as("it is to be stopped").isEmpty();
    assertThat(directives().maintenance()).isEmpty();
    assertThat(directives().stopped()).hasSize(1);
    pass(1000);
    assertThat(cluster.read(DocumentKey.node("n2"), NodeDocument.class).standby()).isEmpty();
    pass(6000);
    assertThat(cluster.home("a")).isNotNull();
    assertThat(directives().stopped()).isEmpty();
  }

  @Test
  void whatSomebodyWritesMeanwhileIsNotLost() {
    Node dc = cluster.node(cluster.term().node());
    boolean[] lost = {false};
    dc.fate =
        transaction -> {
          if (!lost[0] && new Write("", transaction).touches(Kind.DIRECTIVES)) {
            lost[0] = true;
            cluster.write(
                DocumentKey.DIRECTIVES,
                directives().withStopped("a", List.of(claim(1000)), note()));
          }
          return Fate.DONE;
        };
    cluster.write(
        DocumentKey.DIRECTIVES,
        DirectivesDocument.EMPTY.withMaintenance(List.of(claim(3)), note()));
    pass(6000);
    assertThat(lost[0]).isTrue();
    assertThat(directives().maintenance()).isEmpty();
    assertThat(directives().stopped()).containsOnlyKeys("a");
    assertThat(cluster.node("n1").active).isEmpty();
  }
}
