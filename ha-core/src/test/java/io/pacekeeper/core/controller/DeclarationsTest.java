package io.pacekeeper.core.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.Score;
import io.pacekeeper.api.fencing.FencingDefinition;
import io.pacekeeper.api.fencing.FencingDeviceDefinition;
import io.pacekeeper.api.fencing.FencingTopology;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.ConfigDocument.Application;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What becomes of the configuration when a node declares its resources. */
class DeclarationsTest {
  private static final ChangeNote NOTE = new ChangeNote("n1", "join of n1", Instant.EPOCH);
  private static final ResourceDefinition A = ResourceDefinition.ofDefaults("a");
  private static final ResourceDefinition B = ResourceDefinition.ofDefaults("b");
  private static final ResourceDefinition A_OF_HIGH_PRIORITY =
      new ResourceDefinition(
          "a",
          Score.INFINITY,
          A.stickiness(),
          A.targetRole(),
          A.managed(),
          A.maintenance(),
          A.requires(),
          A.migrationThreshold(),
          A.failureTimeout(),
          A.start(),
          A.stop(),
          A.monitors(),
          A.locations());

  private static Application application(long version, ResourceDefinition... resources) {
    SortedMap<String, ResourceDefinition> byId = new TreeMap<>();
    for (ResourceDefinition resource : resources) {
      byId.put(resource.id(), resource);
    }
    return new Application(version, byId);
  }

  private static ConfigDocument config(String name, Application application) {
    return new ConfigDocument(
        ClusterOptions.DEFAULTS,
        ImmutableSortedMap.of(name, application),
        ImmutableSortedMap.of("a", ImmutableSortedMap.of("target-role", "Stopped")),
        null);
  }

  private static Declarations declare(
      ConfigDocument config, long version, ResourceDefinition... resources) {
    return Declarations.of(
        config, "shop", version, List.of(resources), FencingDefinition.NONE, NOTE);
  }

  @Test
  void theFirstNodeWritesThem() {
    Declarations declared = declare(ConfigDocument.EMPTY, 1, A, B);
    assertThat(declared.notice()).isNull();
    assertThat(declared.config())
        .isEqualTo(
            new ConfigDocument(
                ClusterOptions.DEFAULTS,
                ImmutableSortedMap.of("shop", application(1, A, B)),
                ImmutableSortedMap.of(),
                NOTE));
  }

  @Test
  void aNodeThatDeclaresNothingWritesNothing() {
    assertThat(declare(ConfigDocument.EMPTY, 1)).isEqualTo(new Declarations(null, null));
  }

  @Test
  void theSameOnceMoreWritesNothing() {
    assertThat(declare(config("shop", application(1, A, B)), 1, A, B))
        .isEqualTo(new Declarations(null, null));
    assertThat(declare(config("shop", application(1, A, B)), 1, A))
        .isEqualTo(new Declarations(null, null));
  }

  @Test
  void theSameVersionAddsWhatIsNotThereYet() {
    Declarations declared = declare(config("shop", application(1, A)), 1, A, B);
    assertThat(declared.notice()).isNull();
    assertThat(declared.config())
        .isNotNull()
        .extracting(config -> config.applications().get("shop"))
        .isEqualTo(application(1, A, B));
  }

  @Test
  void theSameVersionDoesNotChangeWhatIsThereAndSaysSo() {
    Declarations declared = declare(config("shop", application(1, A)), 1, A_OF_HIGH_PRIORITY);
    assertThat(declared.config()).isNull();
    assertThat(declared.notice())
        .isEqualTo(
            "this node declares a differently from version 1 of application shop in the cluster:"
                + " the cluster's declaration holds; raise the version to replace it");
  }

  @Test
  void aHigherVersionReplacesThoseOfItsApplicationAndLeavesTheOverrides() {
    ConfigDocument before = config("shop", application(1, A, B));
    Declarations declared = declare(before, 2, A_OF_HIGH_PRIORITY);
    assertThat(declared.notice()).isNull();
    assertThat(declared.config())
        .isEqualTo(
            new ConfigDocument(
                ClusterOptions.DEFAULTS,
                ImmutableSortedMap.of("shop", application(2, A_OF_HIGH_PRIORITY)),
                before.overrides(),
                NOTE));
  }

  @Test
  void aHigherVersionThatDeclaresNothingTakesEverythingAway() {
    assertThat(declare(config("shop", application(1, A)), 2).config())
        .isNotNull()
        .extracting(config -> config.applications().get("shop"))
        .isEqualTo(application(2));
  }

  @Test
  void anotherApplicationIsLeftAlone() {
    Declarations declared = declare(config("bank", application(7, A)), 1, B);
    assertThat(declared.config())
        .isNotNull()
        .extracting(ConfigDocument::applications)
        .isEqualTo(ImmutableSortedMap.of("bank", application(7, A), "shop", application(1, B)));
  }

  @Test
  void aLowerVersionChangesNothingAndIsToldThatItIsBehind() {
    Declarations declared = declare(config("shop", application(3, A)), 2, A, B);
    assertThat(declared.config()).isNull();
    assertThat(declared.notice())
        .isEqualTo(
            "this node declares version 2 of application shop, the cluster runs version 3:"
                + " it is behind, and serves what it has code for");
  }

  @Test
  void fencingDevicesAreDeclaredAsResourcesAre() {
    FencingDefinition one = fencing(device("ipmi", 1), FencingTopology.forNode("n1").level("ipmi"));
    FencingDefinition two =
        fencing(device("pdu", 1), FencingTopology.forNodesLike("n.*").level("pdu"));
    ConfigDocument first = fence(ConfigDocument.EMPTY, one).config();
    assertThat(first).isNotNull();
    ConfigDocument second = fence(first, two).config();
    assertThat(second).isNotNull();
    assertThat(second.applications().get("shop").fencing())
        .isEqualTo(
            FencingDefinition.of(
                List.of(device("ipmi", 1), device("pdu", 1)),
                List.of(
                    FencingTopology.forNode("n1").level("ipmi"),
                    FencingTopology.forNodesLike("n.*").level("pdu"))));
    assertThat(fence(second, one)).isEqualTo(new Declarations(null, null));
  }

  @Test
  void aFencingDeviceThatIsDeclaredDifferentlyIsNamed() {
    FencingDefinition one = fencing(device("ipmi", 1), FencingTopology.forNode("n1").level("ipmi"));
    FencingDefinition other =
        fencing(device("ipmi", 2), FencingTopology.forNode("n1").level("ipmi").level("ipmi"));
    ConfigDocument before = fence(ConfigDocument.EMPTY, one).config();
    assertThat(before).isNotNull();
    Declarations declared = fence(before, other);
    assertThat(declared.config()).isNull();
    assertThat(declared.notice())
        .startsWith("this node declares fencing device ipmi, fencing topology of n1 differently");
  }

  private static Declarations fence(ConfigDocument config, FencingDefinition fencing) {
    return Declarations.of(config, "shop", 1, List.of(), fencing, NOTE);
  }

  private static FencingDefinition fencing(
      FencingDeviceDefinition device, FencingTopology topology) {
    return FencingDefinition.of(List.of(device), List.of(topology));
  }

  private static FencingDeviceDefinition device(String id, int attempts) {
    return FencingDeviceDefinition.builder(id).attempts(attempts).build();
  }
}
