package io.pacekeeper.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.ClusterStatus.FencingEvent;
import io.pacekeeper.api.ClusterStatus.Membership;
import io.pacekeeper.api.ClusterStatus.NodeStatus;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ClusterStatusTest {
  private static final String INCARNATION = "d754271b-851b-4f3c-851a-c4af173d02ad";

  @Test
  void theTextShowsAsMuchOfAnIncarnationAsTellsItApart() {
    Instant at = Instant.parse("2026-01-01T00:00:00Z");
    NodeStatus node =
        new NodeStatus(
            "node1",
            Membership.ONLINE,
            false,
            null,
            false,
            false,
            "host1",
            42L,
            INCARNATION,
            "0.1.0",
            new TreeMap<>());
    ClusterStatus status =
        new ClusterStatus(
            "ZooKeeper",
            null,
            at,
            null,
            0,
            false,
            false,
            List.of(node),
            List.of(),
            List.of(),
            List.of(new FencingEvent("node2", INCARNATION, "lease", "node1", at)),
            List.of());

    assertThat(status.toText())
        .contains("* node1  online  host1 pid 42, incarnation d754271b\n")
        .contains("at 2026-01-01 00:00:00 UTC: lease, by node1, incarnation d754271b\n");
  }
}
