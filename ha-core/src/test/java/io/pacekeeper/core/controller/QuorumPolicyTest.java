package io.pacekeeper.core.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.Requires;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.controller.TinyCluster.Node;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.FencingOptions;
import io.pacekeeper.core.document.NoQuorumPolicy;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What a node that is cut off does with what it runs when its lease is about to end. */
class QuorumPolicyTest {
  private final TinyCluster cluster = new TinyCluster();
  private final ResourceDefinition once = ResourceDefinition.ofDefaults("once");
  private final ResourceDefinition any = requiring(Requires.NOTHING);

  private static ResourceDefinition requiring(Requires requires) {
    return Resource.whileRunning("any", () -> {}).requires(requires).build().definition();
  }

  private Node cutOff(NoQuorumPolicy policy, ResourceDefinition... resources) {
    ClusterOptions options =
        new ClusterOptions(
            true,
            false,
            false,
            true,
            Duration.ofSeconds(60),
            FencingOptions.DEFAULTS,
            policy,
            Duration.ofSeconds(60));
    cluster.write(
        DocumentKey.CONFIG,
        new ConfigDocument(options, ImmutableSortedMap.of(), ImmutableSortedMap.of(), null));
    Node node = cluster.join("n1", resources);
    cluster.pass(Duration.ofSeconds(3));
    assertThat(node.active).hasSize(resources.length);
    node.disconnect();
    cluster.pass(Duration.ofSeconds(10));
    return node;
  }

  @ParameterizedTest
  @EnumSource(names = {"STOP", "DEMOTE"})
  void stopsEverything(NoQuorumPolicy policy) {
    Node node = cutOff(policy, once, any);
    assertThat(node.active).isEmpty();
    assertThat(node.halted).isNull();
  }

  @ParameterizedTest
  @EnumSource(names = {"FREEZE", "IGNORE"})
  void sparesOnlyWhatNeedsNoExclusivity(NoQuorumPolicy policy) {
    Node node = cutOff(policy, once, any);
    assertThat(node.active).containsOnlyKeys("any");
    assertThat(node.halted).isNull();
    node.connect();
    cluster.pass(Duration.ofSeconds(5));
    assertThat(node.active).containsOnlyKeys("any", "once");
  }

  @ParameterizedTest
  @EnumSource(names = {"SUICIDE"})
  void endsTheJvm(NoQuorumPolicy policy) {
    Node node = cutOff(policy, once);
    assertThat(node.halted).contains("no-quorum-policy is suicide");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "SUICIDE")
  void whatMayRunOnceAndDoesNotStopEndsTheJvmWhateverThePolicy(NoQuorumPolicy policy) {
    ClusterOptions options = ClusterOptions.DEFAULTS;
    assertThat(options.noQuorumPolicy()).isEqualTo(NoQuorumPolicy.STOP);
    Node node = cluster.add("n1", once);
    node.connect();
    cluster.pass(Duration.ofSeconds(3));
    cluster.write(
        DocumentKey.CONFIG,
        new ConfigDocument(
            new ClusterOptions(
                true,
                false,
                false,
                true,
                Duration.ofSeconds(60),
                FencingOptions.DEFAULTS,
                policy,
                Duration.ofSeconds(60)),
            cluster.read(DocumentKey.CONFIG, ConfigDocument.class).applications(),
            ImmutableSortedMap.of(),
            null));
    cluster.pass(Duration.ofSeconds(1));
    node.holdsOperations = true;
    node.disconnect();
    cluster.pass(Duration.ofSeconds(10));
    assertThat(node.halted).isNotNull();
  }
}
