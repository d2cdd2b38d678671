package io.pacekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.ClusterStatus;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.TargetRole;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The schema is a promise to programs: whoever changes a line here changes the number, too. */
class StatusJsonTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
  private static final ClusterStatus.Claim CLAIM = new ClusterStatus.Claim("ann", "disk", AT, null);

  @Test
  void everyFieldHasItsNameAndItsForm() {
    assertThat(StatusJson.of("shop", status(), false).replace(",\"", ",\n\""))
        .isEqualTo(
            """
            {"schema":2,
            "cluster":"shop",
            "stack":"ZooKeeper",
            "health":"degraded",
            "ailments":["the health of node1 is RED",
            "1 failed action",
            "1 warning"],
            "dc":{"node":"node1",
            "incarnation":"i1",
            "term":7,
            "version":"0.1.0",
            "member":true},
            "lastUpdated":"2026-01-02T03:04:05Z",
            "lastChange":{"by":"root",
            "via":"pk",
            "at":"2026-01-02T03:04:05Z",
            "node":"laptop",
            "what":"standby"},
            "resourcesConfigured":1,
            "maintenanceMode":false,
            "maintenanceClaims":[{"owner":"ann",
            "reason":"disk",
            "since":"2026-01-02T03:04:05Z",
            "until":null}],
            "stopAllResources":false,
            "nodes":[{"name":"node1",
            "membership":"online",
            "standby":false,
            "standbyBy":"ledger",
            "maintenance":false,
            "leaving":false,
            "host":"host1",
            "pid":42,
            "incarnation":"i1",
            "version":"0.1.0",
            "attributes":{"zone":"west"},
            "id":3,
            "session":"0x1",
            "since":"2026-01-02T03:04:05Z",
            "guarded":false,
            "unguarded":"it has none",
            "enabled":true,
            "waitsFor":null,
            "standbyClaims":[],
            "maintenanceClaims":[{"owner":"ann",
            "reason":"disk",
            "since":"2026-01-02T03:04:05Z",
            "until":null}],
            "health":{"color":"red",
            "score":-1000000,
            "causes":["#health-heap=red"]},
            "capacity":{"memory":{"total":4096,
            "taken":512}}}],
            "resources":[{"id":"ledger",
            "application":"default",
            "targetRole":"started",
            "managed":true,
            "active":[{"node":"node1",
            "phase":"started",
            "role":"started",
            "fencingToken":30064771073,
            "confirmed":true,
            "since":"2026-01-02T03:04:05Z",
            "reason":"node2 is unclean"}],
            "failcounts":{"node1":1},
            "maintenanceClaims":[],
            "stoppedClaims":[]}],
            "failures":[{"resource":"ledger",
            "node":"node1",
            "operation":"monitor",
            "reason":"it returned false",
            "at":"2026-01-02T03:04:05Z",
            "failcount":1}],
            "fencing":[{"node":"node2",
            "incarnation":"i2",
            "means":"lease",
            "by":"node1",
            "at":"2026-01-02T03:04:05Z"}],
            "warnings":["reports/node2 cannot be read"]}\
            """);
  }

  @Test
  void theMembershipHasTheSameSchema() {
    assertThat(StatusJson.ofMembership("shop", status(), "host1").replaceAll("\\s*\n\\s*", ""))
        .isEqualTo(
            "{\"schema\" : 2,\"cluster\" : \"shop\",\"nodes\" : [ {\"id\" : 3,\"votes\" : 0,"
                + "\"name\" : \"node1\",\"local\" : true,\"membership\" : \"online\","
                + "\"session\" : \"0x1\",\"host\" : \"host1\",\"pid\" : 42,"
                + "\"since\" : \"2026-01-02T03:04:05Z\",\"waitsFor\" : null} ]}");
  }

  @Test
  void whatIsNotKnownIsNull() {
    ClusterStatus empty =
        new ClusterStatus(
            "ZooKeeper",
            null,
            AT,
            null,
            0,
            false,
            List.of(),
            false,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());

    assertThat(StatusJson.of("shop", empty, false))
        .contains("\"dc\":null", "\"lastChange\":null", "\"nodes\":[]");
  }

  private static ClusterStatus status() {
    return new ClusterStatus(
        "ZooKeeper",
        new ClusterStatus.Dc("node1", "i1", 7, "0.1.0", true),
        AT,
        new ClusterStatus.Change("root", "pk", AT, "laptop", "standby"),
        1,
        false,
        List.of(CLAIM),
        false,
        List.of(
            new ClusterStatus.NodeStatus(
                "node1",
                ClusterStatus.Membership.ONLINE,
                false,
                "ledger",
                false,
                false,
                "host1",
                42L,
                "i1",
                "0.1.0",
                new TreeMap<>(Map.of("zone", "west")),
                new ClusterStatus.NodeDetails(
                    3,
                    "0x1",
                    AT,
                    false,
                    "it has none",
                    true,
                    null,
                    List.of(),
                    List.of(CLAIM),
                    new ClusterStatus.NodeHealth(
                        ClusterStatus.Color.RED, -1_000_000, List.of("#health-heap=red")),
                    new TreeMap<>(Map.of("memory", new ClusterStatus.Capacity(4096, 512)))))),
        List.of(
            new ClusterStatus.ResourceStatus(
                "ledger",
                "default",
                TargetRole.STARTED,
                true,
                List.of(
                    new ClusterStatus.Activity(
                        "node1",
                        ClusterStatus.Phase.STARTED,
                        7L << 32 | 1,
                        true,
                        AT,
                        "node2 is unclean")),
                new TreeMap<>(Map.of("node1", 1)),
                List.of(),
                List.of())),
        List.of(
            new ClusterStatus.FailedOperation(
                "ledger", "node1", Operation.MONITOR, "it returned false", AT, 1)),
        List.of(new ClusterStatus.FencingEvent("node2", "i2", "lease", "node1", AT)),
        List.of("reports/node2 cannot be read"));
  }
}
