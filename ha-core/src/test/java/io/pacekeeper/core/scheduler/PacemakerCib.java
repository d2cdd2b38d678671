package io.pacekeeper.core.scheduler;

import io.pacekeeper.api.LocationConstraint;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.Rule;
import io.pacekeeper.api.Score;
import io.pacekeeper.api.TargetRole;
import io.pacekeeper.core.cib.AttributeValue;
import io.pacekeeper.core.cib.Cib;
import io.pacekeeper.core.cib.NodeState;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.document.Failure;
import io.pacekeeper.core.document.HealthOptions;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.ResourceState.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a cluster as Pacemaker's configuration and status, in XML. Fencing is by watchdog, which
 * is Pacemaker's name for what the lease does here; nothing is probed.
 */
final class PacemakerCib {
  private static final String EMPTY_DIGEST = "f2317cad3d54cec5d7d7aa7d0bf35cf8";
  private static final String MONITOR_DIGEST = "4811cef7f7f94e3a35a70be7916cb2fd";
  private static final int MONITOR_INTERVAL = 10_000;

  private final Cib cib;
  private final Instant now;
  private final StringBuilder xml = new StringBuilder();
  private int id;

  private PacemakerCib(Cib cib, Instant now) {
    this.cib = cib;
    this.now = now;
  }

  static String write(Cib cib, Instant now) {
    PacemakerCib writer = new PacemakerCib(cib, now);
    writer.write();
    return writer.xml.toString();
  }

  private void write() {
    add(
        "<cib crm_feature_set='3.16.1' validate-with='none' epoch='1' num_updates='0'"
            + " admin_epoch='1' have-quorum='1' dc-uuid='1' execution-date='%d'>",
        now.getEpochSecond());
    add("<configuration><crm_config><cluster_property_set id='cib-bootstrap-options'>");
    property("stonith-enabled", "true");
    property("have-watchdog", "true");
    property("enable-startup-probes", "false");
    property("symmetric-cluster", cib.options().symmetricCluster());
    property("maintenance-mode", cib.options().maintenanceMode());
    property("stop-all-resources", cib.options().stopAllResources());
    placement();
    add("</cluster_property_set></crm_config><nodes>");
    int number = 0;
    for (NodeState node : cib.nodes().values()) {
      node(node, ++number);
    }
    add("</nodes><resources>");
    cib.resources().values().forEach(this::resource);
    add("</resources><constraints>");
    cib.resources().values().forEach(this::constraints);
    add("</constraints></configuration><status>");
    number = 0;
    for (NodeState node : cib.nodes().values()) {
      state(node, ++number);
    }
    add("</status></cib>");
  }

  private void add(String format, Object... args) {
    xml.append(args.length == 0 ? format : String.format(Locale.ROOT, format, args)).append('\n');
  }

  private void property(String name, Object value) {
    add("<nvpair id='nv%d' name='%s' value='%s'/>", ++id, name, value);
  }

  private void node(NodeState node, int number) {
    add("<node id='%d' uname='%s'><instance_attributes id='ia%d'>", number, node.name(), ++id);
    node.attributes().forEach(this::property);
    property("standby", node.standby());
    property("maintenance", node.maintenance());
    add("</instance_attributes>");
    utilization(node.capacity());
    add("</node>");
  }

  private void placement() {
    HealthOptions health = cib.options().placement().health();
    property("placement-strategy", AttributeValue.wordOf(cib.options().placement().strategy()));
    property("node-health-strategy", AttributeValue.wordOf(health.strategy()));
    property("node-health-base", Score.format(health.base()));
    property("node-health-green", Score.format(health.green()));
    property("node-health-yellow", Score.format(health.yellow()));
    property("node-health-red", Score.format(health.red()));
  }

  private void utilization(Map<String, Integer> amounts) {
    add("<utilization id='ut%d'>", ++id);
    amounts.forEach(this::property);
    add("</utilization>");
  }

  private void resource(ResourceDefinition definition) {
    add(
        "<primitive id='%s' class='ocf' provider='pacemaker' type='Dummy'>"
            + "<meta_attributes id='ma%d'>",
        definition.id(), ++id);
    property("priority", Score.format(definition.priority()));
    property("resource-stickiness", Score.format(definition.stickiness()));
    if (definition.targetRole() == TargetRole.STOPPED) {
      property("target-role", "Stopped");
    }
    property("is-managed", definition.managed());
    if (definition.maintenance()) {
      property("maintenance", true);
    }
    if (definition.migrationThreshold() > 0) {
      property("migration-threshold", definition.migrationThreshold());
    }
    property("failure-timeout", definition.failureTimeout().toSeconds() + "s");
    property("allow-unhealthy-nodes", definition.needs().allowUnhealthyNodes());
    add("</meta_attributes>");
    utilization(definition.needs().utilization());
    add("<operations>");
    for (Operation operation : Operation.values()) {
      int interval = operation == Operation.MONITOR ? MONITOR_INTERVAL / 1000 : 0;
      add(
          "<op id='op%d' name='%s' interval='%ds'%s/>",
          ++id, name(operation), interval, onFail(definition.id(), operation));
    }
    add("</operations></primitive>");
  }

  private static String name(Operation operation) {
    return operation.name().toLowerCase(Locale.ROOT);
  }

  /** Returns what the failures of an operation say follows: it is configured for all nodes. */
  private String onFail(String resource, Operation operation) {
    for (NodeState node : cib.nodes().values()) {
      Failure failure = node.resource(resource).failure();
      if (failure != null && failure.operation() == operation) {
        return " on-fail='" + failure.onFail().name().toLowerCase(Locale.ROOT) + "'";
      }
    }
    return "";
  }

  private void constraints(ResourceDefinition definition) {
    String resource = definition.id();
    for (LocationConstraint location : definition.locations()) {
      if (location.node() != null) {
        location(resource, location.node(), location.score());
      } else {
        rule(resource, location.rule(), location.score());
      }
    }
    for (NodeState node : cib.nodes().values()) {
      if (!node.agents().contains(resource)) {
        location(resource, node.name(), -Score.INFINITY);
      }
    }
  }

  private void location(String resource, String node, int score) {
    add(
        "<rsc_location id='l%d' rsc='%s' node='%s' score='%s'/>",
        ++id, resource, node, Score.format(score));
  }

  private void rule(String resource, Rule rule, int score) {
    add(
        "<rsc_location id='l%d' rsc='%s'><rule id='r%d' score='%s' boolean-op='%s'>",
        ++id, resource, id, Score.format(score), rule.join().name().toLowerCase(Locale.ROOT));
    for (Rule.Expression expression : rule.expressions()) {
      boolean unary = expression.value() == null;
      add(
          "<expression id='e%d' attribute='%s' operation='%s'%s/>",
          ++id,
          expression.attribute(),
          expression.operator().name().toLowerCase(Locale.ROOT),
          unary ? "" : " value='" + expression.value() + "'");
    }
    add("</rule></rsc_location>");
  }

  private void state(NodeState node, int number) {
    boolean online = node.membership() == Membership.ONLINE;
    boolean unclean = node.membership() == Membership.UNCLEAN;
    add(
        "<node_state id='%d' uname='%s' in_ccm='%s' crmd='%s' join='%s' expected='%s'>",
        number,
        node.name(),
        online,
        online ? "online" : "offline",
        online ? "member" : "down",
        online || unclean ? "member" : "down");
    if (online || unclean) {
      add("<transient_attributes id='%d'><instance_attributes id='ta%d'>", number, ++id);
      if (node.leaving()) {
        property("shutdown", now.getEpochSecond());
      }
      node.resources().forEach(this::failcount);
      add("</instance_attributes></transient_attributes><lrm id='%d'><lrm_resources>", number);
      for (Map.Entry<String, ResourceState> entry : node.resources().entrySet()) {
        history(node.name(), entry.getKey(), entry.getValue());
      }
      add("</lrm_resources></lrm>");
    }
    add("</node_state>");
  }

  private void failcount(String resource, ResourceState state) {
    if (state.failcount() == 0) {
      return;
    }
    Failure failure = state.failure();
    String suffix =
        "-"
            + resource
            + (failure == null ? "#monitor_" + MONITOR_INTERVAL : "#" + key(failure.operation()));
    property("fail-count" + suffix, Score.format(state.failcount()));
    if (failure != null) {
      property("last-failure" + suffix, failure.at().getEpochSecond());
    }
  }

  private static String key(Operation operation) {
    return name(operation) + "_" + (operation == Operation.MONITOR ? MONITOR_INTERVAL : 0);
  }

  private record Entry(String id, Operation operation, int rc, Instant at, int call) {}

  /** Writes what was done to a resource on a node, so that its phase and failure follow from it. */
  private void history(String node, String resource, ResourceState state) {
    Failure failure = state.failure();
    Instant before = now.minusSeconds(7200);
    List<Entry> entries = new ArrayList<>();
    boolean failed = state.phase() == Phase.FAILED || state.phase() == Phase.BLOCKED;
    Entry last =
        failure == null
            ? null
            : new Entry(
                resource + "_last_failure_0", failure.operation(), 1, failure.at(), failed ? 9 : 1);
    if (last != null) {
      entries.add(last);
    }
    Operation lastDone = state.phase() == Phase.STOPPED ? Operation.STOP : Operation.START;
    if (last != null && failed && last.operation() != Operation.MONITOR) {
      entries.add(new Entry(resource + "_last_0", last.operation(), 1, last.at(), 9));
    } else {
      entries.add(new Entry(resource + "_last_0", lastDone, 0, before, 5));
    }
    if (state.phase() == Phase.STARTED) {
      entries.add(
          new Entry(resource + "_monitor_" + MONITOR_INTERVAL, Operation.MONITOR, 0, before, 6));
    }
    add("<lrm_resource id='%s' class='ocf' provider='pacemaker' type='Dummy'>", resource);
    entries.forEach(entry -> entry(node, resource, entry));
    add("</lrm_resource>");
  }

  private void entry(String node, String resource, Entry entry) {
    boolean monitor = entry.operation() == Operation.MONITOR;
    String key = entry.call() + ":1:0:00000000-0000-0000-0000-000000000001";
    add(
        "<lrm_rsc_op id='%s' operation_key='%s_%s' operation='%s' interval='%d'"
            + " transition-key='%s' transition-magic='%d:%d;%s' on_node='%s' call-id='%d'"
            + " rc-code='%d' op-status='%d' last-rc-change='%d' exec-time='5' queue-time='0'"
            + " op-digest='%s' crm_feature_set='3.16.1'/>",
        entry.id(),
        resource,
        key(entry.operation()),
        name(entry.operation()),
        monitor ? MONITOR_INTERVAL : 0,
        key,
        entry.rc() == 0 ? 0 : 4,
        entry.rc(),
        key,
        node,
        entry.call(),
        entry.rc(),
        entry.rc() == 0 ? 0 : 4,
        entry.at().getEpochSecond(),
        monitor ? MONITOR_DIGEST : EMPTY_DIGEST);
  }
}
