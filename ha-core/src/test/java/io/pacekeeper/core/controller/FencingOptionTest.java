package io.pacekeeper.core.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.fencing.FencingDefinition;
import io.pacekeeper.api.fencing.FencingDeviceDefinition;
import io.pacekeeper.api.fencing.FencingResult;
import io.pacekeeper.core.controller.TinyCluster.Node;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.FencingDocument.Confirmation;
import io.pacekeeper.core.document.FencingDocument.Means;
import io.pacekeeper.core.document.FencingOptions;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.LeaseDocument.State;
import io.pacekeeper.core.fencing.FencingCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The option {@code fencing} at {@code companion}: that the lease of a node has ended does not
 * confirm it dead. Leases last eight seconds here, and are otherwise revoked after 8.8.
 */
class FencingOptionTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private static final ResourceDefinition[] RESOURCES = {
    ResourceDefinition.ofDefaults("a"),
    ResourceDefinition.ofDefaults("b"),
    ResourceDefinition.ofDefaults("c")
  };

  private final TinyCluster cluster = new TinyCluster();

  /** The DC is n1, and each of three nodes runs a resource. */
  @BeforeEach
  void threeNodesWithAResourceEach() {
    cluster.join("n1", RESOURCES);
    cluster.join("n2", RESOURCES);
    cluster.join("n3", RESOURCES);
    cluster.pass(Duration.ofSeconds(3));
    configure(Means.COMPANION);
    assertThat(cluster.term().node()).isEqualTo("n1");
    assertThat(cluster.node("n3").active).hasSize(1);
  }

  private void configure(Means weakest, String... devices) {
    ConfigDocument config = cluster.read(DocumentKey.CONFIG, ConfigDocument.class);
    FencingOptions absent = FencingOptions.DEFAULTS;
    ClusterOptions options =
        new ClusterOptions(
            true,
            false,
            false,
            true,
            ClusterOptions.DEFAULTS.maxLease(),
            new FencingOptions(
                absent.action(),
                absent.timeout(),
                absent.maxAttempts(),
                absent.concurrent(),
                absent.priorityDelay(),
                absent.startup(),
                weakest));
    TreeMap<String, ConfigDocument.Application> all = new TreeMap<>(config.applications());
    List<FencingDeviceDefinition> definitions =
        List.of(devices).stream().map(id -> FencingDeviceDefinition.builder(id).build()).toList();
    all.put(
        "devices",
        new ConfigDocument.Application(
            1, new TreeMap<>(), FencingDefinition.of(definitions, List.of())));
    cluster.write(
        DocumentKey.CONFIG, new ConfigDocument(options, all, config.overrides(), config.change()));
    cluster.pass(Duration.ofMillis(100));
  }

  private Node lose(String name) {
    Node lost = cluster.node(name);
    lost.kill();
    lost.expireSession();
    return lost;
  }

  /** Writes what a companion or an administrator does. */
  private void confirm(String node, Means means) {
    LeaseDocument lease = cluster.lease(node);
    cluster.write(DocumentKey.lease(node), lease.with(State.DEAD));
    Confirmation word = new Confirmation(lease.incarnation(), means, "somebody", Instant.EPOCH);
    cluster.write(DocumentKey.fencing(node), new FencingDocument(List.of(word)));
    cluster.pass(Duration.ofSeconds(1));
  }

  private void assertEverythingActive() {
    assertThat(cluster.activeTimes()).containsOnlyKeys("a", "b", "c");
  }

  @ParameterizedTest
  @EnumSource(
      value = Means.class,
      names = {"COMPANION", "HAND"})
  void nothingOfALostNodeStartsBeforeSomebodyHasConfirmedItDead(Means means) {
    lose("n3");
    cluster.pass(LONG);
    assertThat(cluster.activeTimes()).hasSize(2);
    assertThat(cluster.lease("n3").state().isOver()).isFalse();
    assertThat(cluster.node("n1").events)
        .containsOnlyOnce(
            new ClusterEvent.NodeUnclean(
                "n3",
                "its lease has ended, which is not enough, as fencing is companion: its companion, a device or pk fence confirm has to confirm it dead"));
    confirm("n3", means);
    assertEverythingActive();
  }

  @Test
  void aDeviceConfirmsItHoweverLateThatIs() {
    configure(Means.COMPANION, "ipmi");
    lose("n3");
    cluster.pass(Duration.ofSeconds(20));
    assertThat(cluster.activeTimes()).hasSize(2);
    FencingCall call = cluster.node("n1").fences.get(0);
    cluster.node("n1").tell(new Input.Fenced(call, FencingResult.succeeded()));
    cluster.pass(Duration.ofSeconds(1));
    assertThat(cluster.lease("n3").state()).isEqualTo(State.DEAD);
    assertEverythingActive();
  }

  @Test
  void aPausedNodeWhoseSessionLivesOnIsFencedAsWell() {
    configure(Means.COMPANION, "ipmi");
    Node paused = cluster.node("n3");
    paused.paused = true;
    cluster.pass(Duration.ofSeconds(20));
    assertThat(cluster.node("n1").fences).hasSize(1);
    assertThat(cluster.activeTimes()).hasSize(2);
  }

  @Test
  void anotherNodeBecomesDcAtOnceAndWhatTheFormerOneRanWaits() {
    lose("n1");
    cluster.pass(LONG);
    assertThat(cluster.term().node()).isNotEqualTo("n1");
    assertThat(cluster.lease("n1").state()).isEqualTo(State.ENDING);
    assertThat(cluster.activeTimes()).hasSize(2);
    confirm("n1", Means.HAND);
    assertEverythingActive();
  }

  @Test
  void aNodeThatWasCutOffGoesOnAsTheSameIncarnation() {
    Node away = cluster.node("n3");
    String life = cluster.lease("n3").incarnation();
    away.disconnect();
    cluster.pass(LONG);
    assertThat(away.active).isEmpty();
    assertThat(cluster.activeTimes()).hasSize(2);
    away.connect();
    cluster.pass(Duration.ofSeconds(2));
    assertThat(cluster.lease("n3").incarnation()).isEqualTo(life);
    assertEverythingActive();
  }

  @Test
  void aFormerDcThatWasCutOffJoinsAnew() {
    Node away = cluster.node("n1");
    String life = cluster.lease("n1").incarnation();
    away.disconnect();
    cluster.pass(LONG);
    assertThat(cluster.lease("n1").state()).isEqualTo(State.ENDING);
    away.connect();
    cluster.pass(Duration.ofSeconds(2));
    assertThat(cluster.lease("n1").state()).isEqualTo(State.HELD);
    assertThat(cluster.lease("n1").incarnation()).isNotEqualTo(life);
    assertEverythingActive();
  }

  @Test
  void aNewJvmJoinsWhenItsFormerLifeIsConfirmedDeadAndNotBefore() {
    lose("n3");
    Node again = cluster.join("n3", RESOURCES);
    cluster.pass(LONG);
    assertThat(again.events)
        .noneMatch(ClusterEvent.Joined.class::isInstance)
        .filteredOn(ClusterEvent.JoinDelayed.class::isInstance)
        .anyMatch(event -> event.describe().contains("has to be confirmed dead"));
    assertThat(cluster.activeTimes()).hasSize(2);
    confirm("n3", Means.HAND);
    assertThat(again.events).anyMatch(ClusterEvent.Joined.class::isInstance);
    assertEverythingActive();
  }

  @Test
  void aNewJvmThatCannotReadTheConfigurationWaitsAsWell() {
    cluster.corrupt(DocumentKey.CONFIG);
    lose("n3");
    Node again = cluster.join("n3", RESOURCES);
    cluster.pass(LONG);
    assertThat(again.events).noneMatch(ClusterEvent.Joined.class::isInstance);
  }

  @Test
  void aLeaseOfWhichNobodyKnowsWhoseItWasIsWaitedOut() {
    lose("n3");
    cluster.corrupt(DocumentKey.lease("n3"));
    cluster.pass(Duration.ofSeconds(65));
    assertThat(cluster.activeTimes()).hasSize(2);
    cluster.pass(Duration.ofSeconds(5));
    assertEverythingActive();
  }

  @Test
  void whenTheOptionIsTakenBackTheLeaseIsEnough() {
    lose("n3");
    cluster.pass(LONG);
    configure(Means.LEASE);
    cluster.pass(Duration.ofSeconds(1));
    assertThat(cluster.lease("n3").state()).isEqualTo(State.REVOKED);
    assertEverythingActive();
  }

  @Test
  void aClusterWithoutDevicesIsToldWhatThatMeans() {
    assertThat(cluster.node("n1").events)
        .contains(
            new ClusterEvent.Warned(
                "n1",
                "fencing is companion and no application declares a fencing device: of a host that is lost, pk fence confirm has to say so by hand"));
  }
}
