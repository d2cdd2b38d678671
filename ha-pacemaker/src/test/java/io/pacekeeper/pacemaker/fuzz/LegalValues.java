package io.pacekeeper.pacemaker.fuzz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What may be said where: names with values that are of interest, today's and those of old. */
final class LegalValues {
  private static final String TRUTHS = "true false 1 0 yes no on off True FALSE maybe";
  private static final String SCORES =
      "0 1 -1 5 10 -10 100 1000 -1000 999999 1000000 2000000 INFINITY -INFINITY +INFINITY red green"
          + " yellow nonsense";
  private static final String TIMES =
      "0 0s 1 10 10s 30s 1min 5m 1h 60000ms PT1M PT10S P1D 100000s garbage";
  private static final String ROLES =
      "Started Stopped Promoted Unpromoted Master Slave started stopped promoted slave";

  static final Map<String, List<String>> OPTIONS =
      table(
          "no-quorum-policy=stop freeze ignore demote suicide Stop nonsense",
          "symmetric-cluster=" + TRUTHS,
          "stonith-enabled=" + TRUTHS,
          "stonith-action=reboot off poweroff",
          "stonith-timeout=" + TIMES,
          "maintenance-mode=" + TRUTHS,
          "start-failure-is-fatal=" + TRUTHS,
          "enable-startup-probes=" + TRUTHS,
          "startup-fencing=" + TRUTHS,
          "concurrent-fencing=" + TRUTHS,
          "stop-all-resources=" + TRUTHS,
          "stop-orphan-resources=" + TRUTHS,
          "stop-orphan-actions=" + TRUTHS,
          "remove-after-stop=" + TRUTHS,
          "placement-strategy=default utilization minimal balanced Balanced nonsense",
          "node-health-strategy=none migrate-on-red only-green progressive custom nonsense",
          "node-health-base=" + SCORES,
          "node-health-green=" + SCORES,
          "node-health-yellow=" + SCORES,
          "node-health-red=" + SCORES,
          "shutdown-lock=" + TRUTHS,
          "shutdown-lock-limit=" + TIMES,
          "have-watchdog=" + TRUTHS,
          "stonith-watchdog-timeout=0 -1 10 10s garbage",
          "priority-fencing-delay=" + TIMES,
          "cluster-delay=" + TIMES,
          "batch-limit=0 1 30",
          "migration-limit=-1 0 1",
          "cluster-infrastructure=corosync heartbeat openais cman",
          "default-resource-stickiness=" + SCORES,
          "default-resource-failure-stickiness=" + SCORES,
          "is-managed-default=" + TRUTHS,
          "default-action-timeout=" + TIMES,
          "default_action_timeout=" + TIMES,
          "default_resource_stickiness=" + SCORES,
          "is_managed_default=" + TRUTHS,
          "no_quorum_policy=stop freeze ignore",
          "symmetric_cluster=" + TRUTHS,
          "stonith_enabled=" + TRUTHS,
          "stonith_action=reboot off",
          "startup_fencing=" + TRUTHS,
          "stop_orphan_resources=" + TRUTHS,
          "stop_orphan_actions=" + TRUTHS,
          "remove_after_stop=" + TRUTHS);

  static final Map<String, List<String>> META =
      table(
          "target-role=" + ROLES + " nonsense",
          "is-managed=" + TRUTHS + " default",
          "maintenance=" + TRUTHS,
          "resource-stickiness=" + SCORES,
          "migration-threshold=0 1 2 3 INFINITY -1 1000000 nonsense",
          "failure-timeout=" + TIMES,
          "multiple-active=stop_start stop_only block stop_unexpected nonsense",
          "requires=nothing quorum fencing unfencing nonsense",
          "priority=" + SCORES,
          "allow-migrate=" + TRUTHS,
          "critical=" + TRUTHS,
          "resource-failure-stickiness=" + SCORES,
          "allow-unhealthy-nodes=" + TRUTHS,
          "clone-max=0 1 2 3 4 16 -1 nonsense",
          "clone-node-max=0 1 2 3 nonsense",
          "clone-min=0 1 2 3",
          "notify=" + TRUTHS,
          "globally-unique=" + TRUTHS,
          "ordered=" + TRUTHS,
          "interleave=" + TRUTHS,
          "promotable=" + TRUTHS,
          "promoted-max=0 1 2 3 nonsense",
          "promoted-node-max=0 1 2",
          "master-max=0 1 2 3",
          "master-node-max=0 1 2",
          "resource_stickiness=" + SCORES,
          "is_managed=" + TRUTHS,
          "target_role=" + ROLES,
          "multiple_active=stop_only block",
          "notify_=true",
          "provides=unfencing",
          "pcmk_host_list=node1 node2",
          "restart-type=ignore restart",
          "on-fail=" + "ignore block stop restart standby fence demote",
          "timeout=" + TIMES,
          "interval=" + TIMES);

  static final Map<String, List<String>> OPERATION =
      table(
          "name=start stop monitor promote demote migrate_to migrate_from notify reload"
              + " reload-agent meta-data validate-all on off status",
          "interval=" + TIMES,
          "timeout=" + TIMES,
          "on-fail=ignore block stop restart standby fence demote restart-container",
          "role=Started Stopped Promoted Unpromoted Master Slave",
          "enabled=true false 1 0",
          "start-delay=" + TIMES,
          "interval-origin=2023-01-01 2023-01-01T00:00:00Z garbage",
          "record-pending=true false",
          "requires=nothing quorum fencing unfencing",
          "description=text");

  static final Map<String, Map<String, List<String>>> CONSTRAINTS =
      Map.of(
          "rsc_location",
          table(
              "score=" + SCORES,
              "role=Started Stopped Promoted Unpromoted Master Slave",
              "resource-discovery=always never exclusive"),
          "rsc_colocation",
          table(
              "score=" + SCORES,
              "rsc-role=Started Stopped Promoted Unpromoted Master Slave",
              "with-rsc-role=Started Stopped Promoted Unpromoted Master Slave",
              "node-attribute=#uname #id site color #kind",
              "influence=true false",
              "score-attribute=site",
              "score-attribute-mangle=site",
              "rsc-instance=0 1",
              "with-rsc-instance=0 1"),
          "rsc_order",
          table(
              "kind=Mandatory Optional Serialize",
              "score=" + SCORES,
              "symmetrical=true false 1 0",
              "require-all=true false",
              "first-action=start stop promote demote",
              "then-action=start stop promote demote",
              "first-instance=0 1",
              "then-instance=0 1"),
          "rsc_ticket",
          table(
              "loss-policy=stop demote fence freeze",
              "rsc-role=Started Stopped Promoted Unpromoted Master Slave"),
          "resource_set",
          table(
              "sequential=true false",
              "require-all=true false",
              "ordering=group listed",
              "action=start stop promote demote",
              "role=Started Stopped Promoted Unpromoted Master Slave",
              "score=" + SCORES,
              "kind=Mandatory Optional Serialize",
              "symmetrical=true false"),
          "rule",
          table(
              "score=" + SCORES,
              "boolean-op=and or",
              "role=Started Stopped Promoted Unpromoted Master Slave",
              "score-attribute=site #uname pingd"),
          "expression",
          table(
              "attribute=#uname #id #kind #is_dc #role site standby pingd #cluster-name #site-name"
                  + " #ra-version",
              "operation=lt gt lte gte eq ne defined not_defined",
              "type=string integer number",
              "value-source=literal param meta",
              "value=node1 node2 1 10 1.5 2.0.1 true member cluster garbage"),
          "date_expression",
          table("operation=gt lt in_range date_spec"));

  static final Map<String, List<String>> NODE_STATE =
      table(
          "in_ccm=true false 1 0 1690000000",
          "crmd=online offline 1 0 1690000000",
          "join=member down pending banned nack",
          "expected=member down",
          "shutdown=0 1 1690000000",
          "standby=on off");

  static final Map<String, List<String>> NODE_ATTRIBUTES =
      table(
          "standby=on off true false",
          "maintenance=true false on",
          "site=a b",
          "pingd=0 100 1000",
          "resource-discovery-enabled=true false",
          "#health-cpu=red green yellow -10 10",
          "#health-disk=red green yellow 0",
          "cpu=1 2 10");

  static final Map<String, List<String>> TRANSIENT =
      table(
          "standby=on off true false",
          "maintenance=true false",
          "shutdown=0 1 1690000000",
          "terminate=true false 0 1 1690000000",
          "probe_complete=true false",
          "pingd=0 100 1000",
          "#health-cpu=red green yellow -10 10",
          "#node-unfenced=0 1690000000",
          "#digests-all=nonsense",
          "site=a b");

  static final Map<String, List<String>> RECORD =
      table(
          "operation=start stop monitor promote demote migrate_to migrate_from notify reload"
              + " reload-agent cancel delete",
          "op-status=-1 0 1 2 3 4 5 6 7 8 9 10 11 12 14",
          "rc-code=0 1 2 3 4 5 6 7 8 9 124 189 190 191 192 193 194 198 199",
          "call-id=-1 0 1 2 3 5 10 50",
          "interval=0 10000 20000 60000",
          "crm_feature_set=1.0.8 2.0 3.0.1 3.0.14 3.1.0 3.2.0 3.15.0 3.16.1 3.16.0 3.17.0",
          "exit-reason=because none",
          "op-force-restart=fake%state%",
          "op-secure-params=passwd",
          "last-run=1690000000",
          "last-rc-change=0 1690000000 1700000000",
          "on_node=node1 node2",
          "queue-time=10");

  static final Map<String, List<String>> HEADER =
      table(
          "have-quorum=true false 1 0",
          "no-quorum-panic=true false",
          "validate-with=pacemaker-1.0 pacemaker-1.2 pacemaker-2.0 pacemaker-2.5 pacemaker-2.10"
              + " pacemaker-3.0 pacemaker-3.5 pacemaker-3.9 none",
          "crm_feature_set=3.0.1 3.16.1 1.0.8",
          "cib-last-written=now");

  private LegalValues() {}

  private static Map<String, List<String>> table(String... rows) {
    Map<String, List<String>> table = new LinkedHashMap<>();
    for (String row : rows) {
      int at = row.indexOf('=');
      table.put(row.substring(0, at), List.of(row.substring(at + 1).split(" ")));
    }
    return table;
  }

  /** Returns the names of a table. */
  static List<String> names(Map<String, List<String>> table) {
    return new ArrayList<>(table.keySet());
  }
}
