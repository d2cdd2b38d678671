package io.pacekeeper.core.cib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.ClonePolicy;
import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.OperationDefinition;
import io.pacekeeper.api.PromotionPolicy;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.ResourceNeeds;
import io.pacekeeper.api.Role;
import io.pacekeeper.api.Score;
import io.pacekeeper.api.TargetRole;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.ConfigDocument.Application;
import io.pacekeeper.core.document.FeatureSet;
import io.pacekeeper.core.document.HealthOptions;
import io.pacekeeper.core.document.PlacementOptions;
import io.pacekeeper.core.document.PlacementStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                + " maintenance, priority, resource-stickiness, migration-threshold, failure-timeout,"
                + " allow-unhealthy-nodes, clone-max, clone-node-max, clone-min, interleave, ordered,"
                + " promoted-max, promoted-node-max, a limit such as op.start.timeout, or what it"
                + " takes, such as utilization.memory",
            "resource ledger: is-managed=maybe in config is ignored: it must be true or false",
            "config changes resource nobody, which no application declares");
  }

  private static ResourceDefinition database() {
    Duration second = Duration.ofSeconds(1);
    return Resource.whileRunning("db", () -> {})
        .promotable(c -> c.globallyUnique(true).max(4).nodeMax(2))
        .monitor(second.multipliedBy(10), second)
        .monitor(second.multipliedBy(11), second, OnFail.RESTART, Role.PROMOTED)
        .build()
        .definition();
  }

  private static ResourceDefinition changed(ResourceDefinition from, String... namesAndValues) {
    List<String> warnings = new ArrayList<>();
    ResourceDefinition changed = Overrides.apply(from, overrides(namesAndValues), warnings);
    assertThat(warnings).isEmpty();
    return changed;
  }

  @Test
  void anAdministratorSaysHowManyInstancesThereAreAndAreToBePromoted() {
    ResourceDefinition db =
        changed(
            database(),
            "clone-max",
            "6",
            "clone-min",
            "2",
            "clone-node-max",
            "3",
            "interleave",
            "true",
            "ordered",
            "yes",
            "promoted-max",
            "2",
            "promoted-node-max",
            "2",
            "target-role",
            "Unpromoted");

    assertThat(db.targetRole()).isEqualTo(TargetRole.UNPROMOTED);
    assertThat(db.cloning())
        .isEqualTo(
            new ClonePolicy(
                6,
                3,
                2,
                true,
                true,
                true,
                new PromotionPolicy(
                    2, 2, PromotionPolicy.DEFAULT_OPERATION, PromotionPolicy.DEFAULT_OPERATION)));
    assertThat(changed(database(), "target-role", "promoted").targetRole())
        .isEqualTo(TargetRole.PROMOTED);
  }

  @Test
  void anAdministratorLimitsPromotionsAndDemotionsAndEachMonitor() {
    ResourceDefinition db =
        changed(
            database(),
            "op.demote.timeout",
            "1m",
            "op.monitor.interval",
            "3s",
            "op.promote.on-fail",
            "demote",
            "op.promoted-monitor.on-fail",
            "demote");

    PromotionPolicy promotion = db.cloning().promotion();
    assertThat(promotion.promote())
        .isEqualTo(new OperationDefinition(Duration.ofSeconds(20), OnFail.DEMOTE));
    assertThat(promotion.demote())
        .isEqualTo(new OperationDefinition(Duration.ofMinutes(1), OnFail.RESTART));
    assertThat(db.monitors().get(0).interval()).isEqualTo(Duration.ofSeconds(3));
    assertThat(db.monitors().get(1).onFail()).isEqualTo(OnFail.DEMOTE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ledger | clone-max          | 3          | the resource is not cloned
          ledger | promoted-max       | 3          | the resource is not promotable
          ledger | op.promote.timeout | 3s         | the resource is not promotable
          ledger | target-role        | Unpromoted | its target-role names the role promoted or unpromoted, but it is not promotable
          ledger | op.start.on-fail   | demote     | a failed start leaves nothing to demote: on-fail=demote is for promotions and for monitors of the role promoted
          db     | op.demote.on-fail  | demote     | a failed demotion leaves nothing to demote: on-fail=demote is for promotions and for monitors of the role promoted
          db     | op.monitor.on-fail | demote     | a failed monitor of what is not promoted leaves nothing to demote: on-fail=demote is for promotions and for monitors of the role promoted
          db     | op.promote.interval | 3s        | what is no monitor has a timeout and an on-fail
          db     | op.reload.timeout  | 3s         | the operations are start, stop, monitor, promoted-monitor, promote and demote
          db     | promoted-max       | 0          | promoted-max and promoted-node-max must be 1 or more, but they are 0 and 1
          db     | clone-max          | few        | it must be a whole number
          db     | target-role        | Master     | it must be Started or Stopped, or Promoted or Unpromoted
          ledger | op.promoted-monitor.timeout | 3s | the resource has 0 monitors of what is promoted, and only that of a resource with one can be changed
          """)
  void whatAResourceCannotHaveIsRefused(String id, String name, String value, String why) {
    ResourceDefinition from =
        id.equals("db") ? database() : ResourceDefinition.ofDefaults("ledger");
    assertThatThrownBy(() -> Overrides.apply(from, name, value)).hasMessage(why);
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

  private static ResourceDefinition member(String id, int position, int cloneMax) {
    Resource.Builder builder = Resource.of(id, () -> null).group("books", position);
    return (cloneMax < 0 ? builder : builder.cloned(clone -> clone.max(cloneMax)))
        .build()
        .definition();
  }

  private static EffectiveResources of(int featureSet, ResourceDefinition... members) {
    ImmutableSortedMap.Builder<String, ResourceDefinition> all = ImmutableSortedMap.naturalOrder();
    for (ResourceDefinition member : members) {
      all.put(member.id(), member);
    }
    return EffectiveResources.of(
        config(
                ImmutableSortedMap.of("shop", new Application(1, all.build())),
                ImmutableSortedMap.of())
            .withFeatureSet(featureSet));
  }

  @Test
  void aGroupOfWhichAllMembersAreClonedAlikeIsCloned() {
    EffectiveResources resources =
        of(FeatureSet.CLONED_GROUPS, member("a", 2, 3), member("b", 1, 3));

    assertThat(resources.definitions().values())
        .allMatch(one -> one.cloning() != null && one.cloning().max() == 3);
    assertThat(resources.warnings()).isEmpty();
  }

  @Test
  void whereAMemberIsNotClonedNothingOfTheGroupIs() {
    EffectiveResources resources =
        of(FeatureSet.CLONED_GROUPS, member("a", 1, 0), member("b", 2, -1));

    assertThat(resources.definitions().values()).allMatch(one -> one.cloning() == null);
    assertThat(resources.warnings())
        .containsExactly(
            "group books has members that are cloned, but b is not: nothing of the group is"
                + " cloned; clone every member, or none");
  }

  @Test
  void whereMembersAreClonedInDifferentWaysTheFirstOnesHolds() {
    EffectiveResources resources =
        of(FeatureSet.CLONED_GROUPS, member("a", 2, 3), member("b", 1, 2));

    assertThat(resources.definitions().values())
        .allMatch(one -> one.cloning() != null && one.cloning().max() == 2);
    assertThat(resources.warnings())
        .containsExactly(
            "group books has members that are cloned in different ways: what b says holds, not"
                + " what a does; let them say the same");
  }

  @Test
  void whatTiesAMemberToItsOwnClonedGroupIsIgnoredAndNamed() {
    ResourceDefinition tied =
        Resource.of("b", () -> null)
            .group("books", 2)
            .cloned(clone -> {})
            .after("a")
            .colocate("books", 5)
            .build()
            .definition();

    assertThat(of(FeatureSet.CLONED_GROUPS, member("a", 1, 0), tied).warnings())
        .containsExactly(
            "resource b is colocated with books, but is cloned with it in group books: that is"
                + " ignored; leave it to the group",
            "resource b starts after a, but is cloned with it in group books: that is ignored;"
                + " leave it to the group");
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3"})
  void noGroupIsClonedAsLongAsANodeWouldNotKnowOfIt(int featureSet) {
    EffectiveResources resources = of(featureSet, member("a", 1, 0), member("b", 2, 0));

    assertThat(resources.definitions().values())
        .allMatch(one -> one.cloning() == null && one.targetRole() == TargetRole.STARTED);
    assertThat(resources.warnings())
        .containsExactly(
            "group books is cloned, and is active once as long as the cluster works at feature set "
                + featureSet
                + ": bring every node to a version that knows feature set 4");
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
