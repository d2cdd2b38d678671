package io.pacekeeper.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.ClusterStatus.Activity;
import io.pacekeeper.api.ClusterStatus.Dc;
import io.pacekeeper.api.ClusterStatus.FencingEvent;
import io.pacekeeper.api.ClusterStatus.Health;
import io.pacekeeper.api.ClusterStatus.Membership;
import io.pacekeeper.api.ClusterStatus.NodeDetails;
import io.pacekeeper.api.ClusterStatus.NodeStatus;
import io.pacekeeper.api.ClusterStatus.Phase;
import io.pacekeeper.api.ClusterStatus.ResourceStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ClusterStatusTest {
  private static final String INCARNATION = "d754271b-851b-4f3c-851a-c4af173d02ad";
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  private final List<NodeStatus> nodes = new ArrayList<>(List.of(node(Membership.ONLINE)));
  private final List<ResourceStatus> resources = new ArrayList<>();
  private final List<FencingEvent> fencing = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private boolean dcTakesPart = true;

  private static NodeStatus node(Membership membership) {
    return new NodeStatus(
        "node1",
        membership,
        false,
        null,
        false,
        false,
        "host1",
        42L,
        INCARNATION,
        "0.1.0",
        new TreeMap<>(),
        NodeDetails.NONE);
  }

  private static ResourceStatus resource(String id, TargetRole role, Activity... active) {
    return new ResourceStatus(
        id, "shop", role, true, List.of(active), new TreeMap<>(), List.of(), List.of());
  }

  private static Activity activity(Phase phase, boolean confirmed) {
    return new Activity("node1", phase, 1, confirmed, null, null);
  }

  private ClusterStatus status() {
    return new ClusterStatus(
        "ZooKeeper",
        new Dc("node1", INCARNATION, 1, "0.1.0", dcTakesPart),
        AT,
        null,
        resources.size(),
        false,
        List.of(),
        false,
        nodes,
        resources,
        List.of(),
        fencing,
        warnings);
  }

  private void expect(Health health, String... ailments) {
    assertThat(status().health()).isEqualTo(health);
    assertThat(status().ailments()).containsExactly(ailments);
  }

  @Test
  void theTextShowsAsMuchOfAnIncarnationAsTellsItApart() {
    fencing.add(new FencingEvent("node2", INCARNATION, "lease", "node1", AT));

    assertThat(status().toText())
        .contains("* node1  online  host1 pid 42, incarnation d754271b\n")
        .contains("at 2026-01-01 00:00:00 UTC: lease, by node1, incarnation d754271b\n");
  }

  @Test
  void theTextShowsTheNewestThatWereFencedAndHowManyMoreThereAre() {
    fencing.addAll(
        Collections.nCopies(9, new FencingEvent("node2", INCARNATION, "lease", "node1", AT)));

    assertThat(status().toText().lines().filter(line -> line.contains("confirmed dead")))
        .hasSize(5);
    assertThat(status().toText()).endsWith("  * 4 more: see pk fence history\n");
  }

  @Test
  void aClusterIsHealthyIfEverythingThatIsToBeActiveIs() {
    resources.add(resource("ledger", TargetRole.STARTED, activity(Phase.STARTED, true)));
    resources.add(resource("spare", TargetRole.STOPPED));

    expect(Health.HEALTHY);
    assertThat(status().toText()).contains("  * Health: healthy\n");
  }

  @Test
  void aClusterHasFailedIfSomethingThatIsToBeActiveIsNot() {
    resources.add(resource("cart", TargetRole.STARTED));
    resources.add(resource("ledger", TargetRole.STARTED, activity(Phase.STARTED, false)));
    resources.add(resource("mail", TargetRole.STARTED, activity(Phase.BLOCKED, true)));

    expect(Health.FAILED, "cart, ledger, mail are not active");
  }

  @Test
  void aClusterHasFailedIfNobodyDecides() {
    dcTakesPart = false;

    expect(Health.FAILED, "there is no DC that decides");
  }

  @Test
  void aClusterIsDegradedIfSomethingNeedsToBeLookedAt() {
    resources.add(resource("ledger", TargetRole.STARTED, activity(Phase.STOPPING, true)));
    nodes.add(node(Membership.UNCLEAN));
    warnings.add("something");

    expect(Health.DEGRADED, "ledger is being started or stopped", "node1 is UNCLEAN", "1 warning");
    assertThat(status().toText())
        .contains(
            "  * Health: degraded (ledger is being started or stopped; node1 is UNCLEAN; 1"
                + " warning)\n");
  }

  @Test
  void ofManyThatAreNotActiveSomeAreNamed() {
    for (int i = 1; i < 8; i++) {
      resources.add(resource("r" + i, TargetRole.STARTED));
    }

    expect(Health.FAILED, "r1, r2, r3, r4, r5 and 2 more are not active");
  }

  @Test
  void healthAndCapacityAreShownWhereNodesAre() {
    TreeMap<String, ClusterStatus.Capacity> capacity = new TreeMap<>();
    capacity.put("cpu", new ClusterStatus.Capacity(8, 2));
    capacity.put("memory", new ClusterStatus.Capacity(4096, 512));
    NodeDetails details =
        new NodeDetails(
            null,
            null,
            null,
            true,
            null,
            true,
            null,
            List.of(),
            List.of(),
            new ClusterStatus.NodeHealth(
                ClusterStatus.Color.RED, -Score.INFINITY, List.of("#health-heap=red")),
            capacity);
    NodeStatus plain = nodes.get(0);
    nodes.set(
        0,
        new NodeStatus(
            plain.name(),
            plain.membership(),
            false,
            null,
            false,
            false,
            plain.host(),
            plain.pid(),
            plain.incarnation(),
            plain.version(),
            plain.attributes(),
            details));

    assertThat(status().health()).isEqualTo(ClusterStatus.Health.DEGRADED);
    assertThat(status().ailments()).containsExactly("the health of node1 is RED");
    assertThat(status().toText())
        .contains(
            "  * node1  online, health is RED  host1 pid 42, guarded, incarnation d754271b,"
                + " #health-heap=red\n",
            "Node Capacity:\n  * node1  cpu 2 of 8 taken, memory 512 of 4096 taken\n");
  }
}
