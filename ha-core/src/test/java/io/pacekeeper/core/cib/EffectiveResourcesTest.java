package io.pacekeeper.core.cib;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.ResourceNeeds;
import io.pacekeeper.api.Score;
import io.pacekeeper.api.TargetRole;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.ConfigDocument.Application;
import io.pacekeeper.core.document.HealthOptions;
import io.pacekeeper.core.document.PlacementOptions;
import io.pacekeeper.core.document.PlacementStrategy;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EffectiveResourcesTest {
  @Test
  void theDefinitionsOfAllApplicationsAreOne() {
    EffectiveResources resources =
        EffectiveResources.of(
            config(
                ImmutableSortedMap.of(
                    "billing", application("ledger"), "shop", application("cart", "search")),
                ImmutableSortedMap.of()));

    assertThat(resources.definitions()).containsOnlyKeys("cart", "ledger", "search");
    assertThat(resources.warnings()).isEmpty();
  }

  @Test
  void aResourceOfTwoApplicationsIsTheFirstOnesAndIsNamed() {
    ResourceDefinition first = ResourceDefinition.ofDefaults("ledger");
    ResourceDefinition second = Overrides.apply(first, overrides("priority", "7"), List.of());
    EffectiveResources resources =
        EffectiveResources.of(
            config(
                ImmutableSortedMap.of(
                    "billing",
                    new Application(1, ImmutableSortedMap.of("ledger", first)),
                    "shop",
                    new Application(9, ImmutableSortedMap.of("ledger", second))),
                ImmutableSortedMap.of()));

    assertThat(resources.definitions().get("ledger")).isEqualTo(first);
    assertThat(resources.warnings())
        .containsExactly(
            "resource ledger is declared by the applications billing and shop: that of billing"
                + " holds; rename one");
  }

  @Test
  void whatAnAdministratorChangedLiesOverTheDefinition() {
    ResourceDefinition ledger =
        onlyResource(
            "is-managed", "false",
            "maintenance", "true",
            "migration-threshold", "3",
            "priority", "10",
            "resource-stickiness", "INFINITY",
            "target-role", "Stopped");

    assertThat(ledger.managed()).isFalse();
    assertThat(ledger.maintenance()).isTrue();
    assertThat(ledger.migrationThreshold()).isEqualTo(3);
    assertThat(ledger.priority()).isEqualTo(10);
    assertThat(ledger.stickiness()).isEqualTo(Score.INFINITY);
    assertThat(ledger.targetRole()).isEqualTo(TargetRole.STOPPED);
  }

  @Test
  void anOverrideThatCannotBeReadIsSkippedAndNamed() {
    EffectiveResources resources =
        EffectiveResources.of(
            config(
                ImmutableSortedMap.of("shop", application("ledger")),
                ImmutableSortedMap.of(
                    "ledger",
                    overrides("colour", "red", "is-managed", "maybe", "priority", "5"),
                    "nobody",
                    overrides("priority", "5"))));

    assertThat(resources.definitions().get("ledger").priority()).isEqualTo(5);
    assertThat(resources.definitions().get("ledger").managed()).isTrue();
    assertThat(resources.warnings())
        .containsExactly(
            "resource ledger: colour=red in config is ignored: it must be target-role, is-managed,"
                + " maintenance, priority, resource-stickiness, migration-threshold, failure-timeout, allow-unhealthy-nodes, a limit such as op.start.timeout, or what it takes, such as utilization.memory",
            "resource ledger: is-managed=maybe in config is ignored: it must be true or false",
            "config changes resource nobody, which no application declares");
  }

  private static ResourceDefinition onlyResource(String... namesAndValues) {
    EffectiveResources resources =
        EffectiveResources.of(
            config(
                ImmutableSortedMap.of("shop", application("ledger")),
                ImmutableSortedMap.of("ledger", overrides(namesAndValues))));
    assertThat(resources.warnings()).isEmpty();
    return resources.definitions().get("ledger");
  }

  private static ConfigDocument config(
      SortedMap<String, Application> applications,
      SortedMap<String, SortedMap<String, String>> overrides) {
    return new ConfigDocument(ClusterOptions.DEFAULTS, applications, overrides, null);
  }

  private static Application application(String... resources) {
    return new Application(
        1,
        ImmutableSortedMap.copyOf(
            Arrays.stream(resources)
                .collect(Collectors.toMap(Function.identity(), ResourceDefinition::ofDefaults))));
  }

  private static SortedMap<String, String> overrides(String... namesAndValues) {
    ImmutableSortedMap.Builder<String, String> overrides = ImmutableSortedMap.naturalOrder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      overrides.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return overrides.build();
  }

  @Test
  void whatAnAdministratorSaysOfWhatAResourceTakesWins() {
    ResourceDefinition declared =
        Resource.of("ledger", () -> null)
            .utilization("memory", 512)
            .utilization("cpu", 1)
            .build()
            .definition();
    EffectiveResources resources =
        EffectiveResources.of(
            config(
                ImmutableSortedMap.of(
                    "shop", new Application(1, ImmutableSortedMap.of("ledger", declared))),
                ImmutableSortedMap.of(
                    "ledger",
                    overrides(
                        "allow-unhealthy-nodes", "true",
                        "utilization.disk", "3",
                        "utilization.memory", "100",
                        "utilization.net", "-1"))));

    assertThat(resources.definitions().get("ledger").needs())
        .isEqualTo(
            new ResourceNeeds(ImmutableSortedMap.of("cpu", 1, "disk", 3, "memory", 100), true));
    assertThat(resources.warnings())
        .containsExactly(
            "resource ledger: utilization.net=-1 in config is ignored: net must be 0 or more, but"
                + " it is -1");
  }

  @Test
  void neitherCapacityNorHealthCountsWhileAnOlderNodeMightDecide() {
    PlacementOptions balanced =
        new PlacementOptions(PlacementStrategy.BALANCED, HealthOptions.DEFAULTS);
    ConfigDocument config =
        config(ImmutableSortedMap.of("shop", application("ledger")), ImmutableSortedMap.of())
            .withOptions(ClusterOptions.DEFAULTS.withPlacement(balanced));

    assertThat(EffectiveResources.of(config).options().placement()).isEqualTo(balanced);
    EffectiveResources older = EffectiveResources.of(config.withFeatureSet(3));
    assertThat(older.options().placement()).isEqualTo(PlacementOptions.DEFAULTS);
    assertThat(older.warnings())
        .containsExactly(
            "neither capacity nor health counts as long as the cluster works at feature set 3:"
                + " bring every node to a version that knows feature set 4");
  }
}
